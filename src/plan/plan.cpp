#include "steps.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
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

/// The services in groups, dependents before what they depend on: of one group none depends on
/// another.
std::vector<std::vector<std::string>> end_order(const compose::project& p) {
    std::set<std::string> all;
    for (const auto& [name, service] : p.services)
        all.insert(name);
    auto order = start_order(p, all);
    std::reverse(order.begin(), order.end());
    std::map<std::string, std::size_t> level;
    std::vector<std::vector<std::string>> groups;
    for (const auto& name : order) {
        const auto mine = level[name];
        groups.resize(std::max(groups.size(), mine + 1));
        groups[mine].push_back(name);
        for (const auto& [dependency, rule] : p.services.at(name).depends_on)
            level[dependency] = std::max(level[dependency], mine + 1);
    }
    return groups;
}

/// For those dependencies that are among `known`.
void add_waits(operations& ops, const compose::project& p, const compose::service& s,
               std::set<std::string>& waited, const std::set<std::string>& known) {
    for (const auto& [name, dependency] : s.depends_on) {
        if (!known.contains(name)) continue;
        if (dependency.condition == "service_started" || !waited.insert(name).second) continue;
        ops.push_back(step(action::wait_healthy, name, container_name(p, p.services.at(name)),
                           s.name + " depends on it"));
    }
}

}  // namespace

void check_known(const compose::project& p, const std::set<std::string>& services) {
    for (const auto& name : services)
        if (!p.services.contains(name)) throw std::invalid_argument("no such service: " + name);
}

std::vector<std::string> start_order(const compose::project& p,
                                     const std::set<std::string>& services) {
    std::vector<std::string> order;
    std::set<std::string> seen;
    const std::function<void(const std::string&)> visit = [&](const std::string& name) {
        const auto found = p.services.find(name);
        if (found == p.services.end()) throw std::invalid_argument("no such service: " + name);
        if (!seen.insert(name).second) return;
        for (const auto& [dependency, rule] : found->second.depends_on) {
            const bool optional = !rule.required && !p.services.contains(dependency);
            if (!optional) visit(dependency);
        }
        order.push_back(name);
    };
    for (const auto& name : services)
        visit(name);
    return order;
}

std::set<std::string> default_services(const compose::project& p) {
    std::set<std::string> names;
    const auto active = [&p](const std::string& profile) {
        return std::any_of(p.profiles.begin(), p.profiles.end(), [&](const std::string& wanted) {
            return wanted == profile || wanted == "*";
        });
    };
    for (const auto& [name, service] : p.services) {
        const auto& profiles = service.profiles;
        if (profiles.empty() || std::any_of(profiles.begin(), profiles.end(), active)) {
            names.insert(name);
        }
    }
    return names;
}

namespace {

/// What the service's own `pull_policy` makes of a policy that nobody chose.
image_options options_of(const compose::service& s, image_options options) {
    if (options.pull != pull_policy::missing) return options;
    if (s.pull_policy == "always") options.pull = pull_policy::always;
    if (s.pull_policy == "never") options.pull = pull_policy::never;
    return options;
}

}  // namespace

operations image_operations(const compose::project& p, const observed& o,
                            const std::vector<std::string>& services, const image_options& given) {
    operations ops;
    std::set<std::string> done;
    for (const auto& name : services) {
        const auto& s = p.services.at(name);
        const auto options = options_of(s, given);
        const auto reference = image_reference(p, s);
        const bool there = o.images.contains(reference);
        if (s.build && options.build) {
            if (done.insert(reference).second)
                ops.push_back(step(action::build_image, name, reference, "built from its context"));
            continue;
        }
        const bool wanted =
            options.pull == pull_policy::always || (options.pull == pull_policy::missing && !there);
        if (!s.build && wanted && done.insert(reference).second)
            ops.push_back(step(action::pull_image, name, reference,
                               there ? "asked for" : "not on this engine"));
    }
    return ops;
}

operations up_operations(const compose::project& p, const observed& o,
                         const std::vector<std::string>& services,
                         const std::set<std::string>& recreate) {
    operations ops;
    std::set<std::string> waited;
    std::vector<std::string> started;
    std::set<std::string> known;
    for (const auto& [name, service] : p.services)
        known.insert(name);
    add_networks(ops, p, o, services);
    add_volumes(ops, p, o, services);
    for (const auto& name : services) {
        const auto& s = p.services.at(name);
        const auto* there = o.find(name);
        const bool same = there && there->config_hash == config_hash(p, s);
        if (there && there->running() && !recreate.contains(name)) continue;
        add_waits(ops, p, s, waited, known);
        if (there && same && !recreate.contains(name)) {
            ops.push_back(start_operation(s, there->name, "it is there, but " + there->state));
        } else {
            if (there)
                add_endings(ops, p, of_service(o.containers, name),
                            same ? "asked for" : "its configuration changed");
            add_create_and_start(ops, p, s, there ? "" : "not there yet");
        }
        started.push_back(name);
    }
    for (const auto& name : started)
        if (waited.insert(name).second)
            ops.push_back(
                step(action::wait_healthy, name, container_name(p, p.services.at(name)), ""));
    return ops;
}

std::vector<std::string> outdated_services(const compose::project& p, const observed& o,
                                           const std::vector<std::string>& services) {
    std::vector<std::string> names;
    for (const auto& name : services) {
        const auto* there = o.find(name);
        if (there && there->running() && there->config_hash != config_hash(p, p.services.at(name)))
            names.push_back(name);
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
        add_create_and_start(ops, p, s, "the new version");
    }
    for (const auto& service : services)
        if (!waited.contains(service))
            ops.push_back(
                step(action::wait_healthy, service, container_name(p, p.services.at(service)), ""));
    return ops;
}

operations down_operations(const compose::project& p, const observed& o) {
    operations ops;
    add_one_off_endings(ops, p, o.one_offs, "it runs a command once");
    for (const auto& group : end_order(p)) {
        std::vector<observed_container> going;
        for (const auto& name : group)
            for (auto& c : of_service(o.containers, name))
                going.push_back(std::move(c));
        add_endings(ops, p, going, "");
    }
    std::vector<observed_container> orphans;
    std::copy_if(o.containers.begin(), o.containers.end(), std::back_inserter(orphans),
                 [&p](const observed_container& c) { return !p.services.contains(c.service); });
    add_endings(ops, p, orphans, "its service is not in the file any more");
    for (const auto& [key, network] : p.networks)
        if (!network.external && has_network(o, network.name))
            ops.push_back(step(action::remove_network, "", network.name, ""));
    return ops;
}

}  // namespace rollout::plan
