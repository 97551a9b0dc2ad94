#include "steps.hpp"

#include <rollout/base/joined.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace rollout::plan {

namespace {

std::vector<observed_container> of_service(const std::vector<observed_container>& all,
                                           const std::string& service) {
    std::vector<observed_container> found;
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [&service](const observed_container& c) { return c.service == service; });
    return found;
}

/// For those dependencies that are among `known`.
void add_waits(operations& ops, const compose::project& p, const compose::service& s,
               std::set<std::string>& waited, const std::set<std::string>& known) {
    for (const auto& [name, dependency] : s.depends_on) {
        if (!known.contains(name)) continue;
        if (dependency.condition == "service_started" || !waited.insert(name).second) continue;
        add_waits_for(ops, p, name, s.name + " depends on it");
    }
}

}  // namespace

void check_known(const compose::project& p, const std::set<std::string>& services) {
    for (const auto& name : services)
        if (!p.services.contains(name)) throw std::invalid_argument("no such service: " + name);
}

namespace {

bool has_profile(const std::set<std::string>& active, const compose::service& s) {
    const auto& profiles = s.profiles;
    return profiles.empty() || active.contains("*") ||
           std::any_of(profiles.begin(), profiles.end(),
                       [&](const std::string& one) { return active.contains(one); });
}

std::set<std::string> enabled_services(const compose::project& p,
                                       const std::set<std::string>& named) {
    std::set<std::string> active(p.profiles.begin(), p.profiles.end());
    for (const auto& name : named) {
        const auto& s = p.services.at(name);
        if (!has_profile(active, s)) active.insert(s.profiles.begin(), s.profiles.end());
    }
    std::set<std::string> names;
    for (const auto& [name, service] : p.services)
        if (has_profile(active, service)) names.insert(name);
    return names;
}

/// Depth first, dependencies before their dependents.
class start_walk {
  public:
    start_walk(const compose::project& p, std::set<std::string> enabled)
        : project_(p), enabled_(std::move(enabled)) {}

    void visit(const std::string& name) {
        if (!seen_.insert(name).second) return;
        const auto& s = project_.services.at(name);
        for (const auto& [dependency, rule] : s.depends_on) {
            if (enabled_.contains(dependency))
                visit(dependency);
            else if (rule.required)
                refuse(name, dependency);
        }
        order_.push_back(name);
    }

    [[nodiscard]] std::vector<std::string> order() const { return order_; }

  private:
    [[noreturn]] void refuse(const std::string& name, const std::string& dependency) const {
        const auto found = project_.services.find(dependency);
        if (found == project_.services.end())
            throw std::invalid_argument("no such service: " + dependency);
        const auto profiles = base::joined(found->second.profiles, ", ");
        throw std::invalid_argument("service '" + dependency + "' is required by '" + name +
                                    "' and is not enabled" +
                                    (profiles.empty() ? "" : ": --profile " + profiles));
    }

    const compose::project& project_;
    std::set<std::string> enabled_;
    std::set<std::string> seen_;
    std::vector<std::string> order_;
};

std::vector<std::string> walk_from(const compose::project& p, const std::set<std::string>& services,
                                   std::set<std::string> enabled) {
    start_walk walk(p, std::move(enabled));
    for (const auto& name : services)
        walk.visit(name);
    return walk.order();
}

}  // namespace

std::vector<std::string> start_order(const compose::project& p,
                                     const std::set<std::string>& services) {
    check_known(p, services);
    std::set<std::string> all;
    for (const auto& [name, service] : p.services)
        all.insert(name);
    return walk_from(p, services, std::move(all));
}

std::set<std::string> default_services(const compose::project& p) {
    return enabled_services(p, {});
}

std::vector<std::string> up_order(const compose::project& p, const std::set<std::string>& named,
                                  bool with_dependencies) {
    check_known(p, named);
    const auto enabled = enabled_services(p, named);
    auto order = walk_from(p, named.empty() ? enabled : named, enabled);
    if (!with_dependencies && !named.empty())
        std::erase_if(order, [&](const std::string& name) { return !named.contains(name); });
    return order;
}

std::vector<std::string> outdated_services(const compose::project& p, const observed& o,
                                           const std::vector<std::string>& services) {
    std::vector<std::string> names;
    for (const auto& name : services) {
        const auto hash = config_hash(p, with_references(p.services.at(name), o));
        const auto mine = of_service(o.containers, name);
        const bool differs = std::any_of(
            mine.begin(), mine.end(),
            [&](const observed_container& c) { return c.running() && c.config_hash != hash; });
        if (differs) names.push_back(name);
    }
    return names;
}

operations replace_operations(const compose::project& p, const observed& o,
                              const std::vector<std::string>& services) {
    operations ops;
    add_networks(ops, p, o, services);
    add_volumes(ops, p, o, services);
    const auto* cause = "idle, makes room for the new version";
    for (const auto& service : services)
        for (const auto& c : of_service(o.containers, service)) {
            if (c.running() && !p.services.at(service).pre_stop.empty())
                ops.push_back(stop_operation(p, service, c.name, cause));
            ops.emplace_back(removal(c, cause)).volumes = true;
        }
    std::set<std::string> waited;
    for (const auto& service : services) {
        const auto& s = p.services.at(service);
        add_waits(ops, p, s, waited, {services.begin(), services.end()});
        for (int number = 1; number <= replicas(s); ++number)
            add_create_and_start(ops, p, s, "the new version", number);
    }
    for (const auto& service : services)
        if (!waited.contains(service)) add_waits_for(ops, p, service, "");
    return ops;
}

}  // namespace rollout::plan
