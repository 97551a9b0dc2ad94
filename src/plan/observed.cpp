#include <rollout/plan/observed.hpp>

namespace rollout::plan {

bool observed_container::healthy() const {
    if (!running()) return false;
    const bool has_check = status.find("(health") != std::string::npos || unhealthy();
    return !has_check || status.find("(healthy)") != std::string::npos;
}

bool observed_container::unhealthy() const {
    return status.find("(unhealthy)") != std::string::npos;
}

const observed_container* observed::find(const std::string& service) const {
    const observed_container* first = nullptr;
    for (const auto& c : containers) {
        if (c.service != service) continue;
        if (c.running()) return &c;
        if (!first) first = &c;
    }
    return first;
}

const observed_container* observed::first_by_name(const std::string& service) const {
    const observed_container* first = nullptr;
    for (const auto& c : containers)
        if (c.service == service && (!first || c.name < first->name)) first = &c;
    return first;
}

const observed_network* find_network(const observed& o, const std::string& name) {
    const observed_network* by_id = nullptr;
    for (const auto& network : o.networks) {
        if (network.name == name) return &network;
        if (network.id == name) by_id = &network;
    }
    return by_id;
}

}  // namespace rollout::plan
