#include "steps.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/platform.hpp>

#include <algorithm>
#include <set>

namespace rollout::plan {

operation step(action what, const std::string& service, std::string name, std::string cause,
               std::string body) {
    operation op(what, std::move(name));
    op.service = service;
    op.cause = std::move(cause);
    op.body = std::move(body);
    return op;
}

void add_networks(operations& ops, const compose::project& p, const observed& o,
                  const std::vector<std::string>& services) {
    std::set<std::string> done;
    for (const auto& name : services)
        for (const auto& [key, attachment] : p.services.at(name).networks) {
            const auto& network = p.networks.at(key);
            if (network.external || find_network(o, network.name) || !done.insert(key).second)
                continue;
            ops.push_back(step(action::create_network, "", network.name, "not there yet",
                               network_body(p, key)));
        }
}

void add_volumes(operations& ops, const compose::project& p, const observed& o,
                 const std::vector<std::string>& services) {
    std::set<std::string> done;
    for (const auto& name : services)
        for (const auto& mount : p.services.at(name).volumes) {
            const auto found = p.volumes.find(mount.source);
            if (mount.type != compose::volume_mount::kind::volume || found == p.volumes.end())
                continue;
            const auto& volume = found->second;
            const bool there =
                std::any_of(o.volumes.begin(), o.volumes.end(),
                            [&](const observed_volume& v) { return v.name == volume.name; });
            if (volume.external || there || !done.insert(mount.source).second) continue;
            ops.push_back(step(action::create_volume, "", volume.name, "not there yet",
                               volume_body(p, mount.source)));
        }
}

std::optional<wait_for> condition_of(const compose::dependency& edge) {
    if (edge.condition == "service_healthy") return wait_for::healthy;
    if (edge.condition == "service_completed_successfully") return wait_for::completed;
    return std::nullopt;
}

operation dependency_wait(const std::string& dependent, const std::string& service,
                          const std::string& container, wait_for condition, bool required) {
    auto op = step(action::wait_healthy, service, container, dependent + " depends on it");
    op.condition = condition;
    op.optional = !required;
    return op;
}

operation pull_operation(const compose::project& p, const compose::service& s, std::string cause) {
    auto op = step(action::pull_image, s.name, s.image, std::move(cause));
    op.platform = platform_parameter(platform_of(p, s));
    return op;
}

operation start_operation(const compose::service& s, std::string container, std::string cause) {
    auto op = step(action::start_container, s.name, std::move(container), std::move(cause));
    op.hooks = s.post_start;
    return op;
}

void add_connections(operations& ops, const compose::project& p, const compose::service& s,
                     const std::string& container, int number) {
    const auto networks = network_names(p, s);
    for (std::size_t i = 1; i < networks.size(); ++i) {
        auto op = step(action::connect_network, s.name, container, "",
                       connect_body(p, s, networks[i], number));
        op.network = networks[i];
        ops.push_back(std::move(op));
    }
}

void add_create_and_start(operations& ops, const compose::project& p, const compose::service& s,
                          const std::string& cause, int number) {
    const auto name = container_name(p, s, number);
    auto& create = ops.emplace_back(step(action::create_container, s.name, name, cause,
                                         container_body(p, s, endpoints::primary, number)));
    create.image = image_reference(p, s);
    create.platform = platform_parameter(platform_of(p, s));
    create.number = number;
    for (const auto& other : referenced_services(s))
        create.references[other] = container_name(p, p.services.at(other));
    add_connections(ops, p, s, name, number);
    for (auto& op : starting(p, s, name, ""))
        ops.push_back(std::move(op));
}

void add_waits_for(operations& ops, const compose::project& p, const std::string& service,
                   const std::string& cause) {
    for (const auto& name : container_names(p, p.services.at(service)))
        ops.push_back(step(action::wait_healthy, service, name, cause));
}

operation stop_operation(const compose::project& p, const std::string& service,
                         std::string container, std::string cause) {
    auto op = step(action::stop_container, service, std::move(container), std::move(cause));
    const auto found = p.services.find(service);
    if (found != p.services.end()) op.hooks = found->second.pre_stop;
    return op;
}

operation removal(const observed_container& c, std::string cause) {
    return step(action::remove_container, c.service, c.name, std::move(cause));
}

void add_endings(operations& ops, const compose::project& p,
                 const std::vector<observed_container>& going, const std::string& cause) {
    for (const auto& c : going)
        if (c.alive()) ops.push_back(stop_operation(p, c.service, c.name, cause));
    for (const auto& c : going)
        ops.push_back(removal(c, cause));
}

void add_one_off_endings(operations& ops, const compose::project& p,
                         const std::vector<observed_container>& going, const std::string& cause) {
    const auto first = ops.size();
    add_endings(ops, p, going, cause);
    for (auto i = first; i < ops.size(); ++i)
        ops[i].hooks.clear();
}

}  // namespace rollout::plan
