#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace rollout::plan {

namespace {

operation make(action what, const std::string& service, std::string name, std::string cause,
               std::string body = {}) {
    operation op(what, std::move(name));
    op.service = service;
    op.cause = std::move(cause);
    op.body = std::move(body);
    return op;
}

bool has_network(const observed& o, const std::string& name) {
    return std::any_of(o.networks.begin(), o.networks.end(),
                       [&name](const observed_network& n) { return n.name == name; });
}

void add_networks(operations& ops, const compose::project& p, const observed& o,
                  const std::vector<std::string>& services) {
    std::set<std::string> done;
    for (const auto& name : services)
        for (const auto& [key, attachment] : p.services.at(name).networks) {
            const auto& network = p.networks.at(key);
            if (network.external || has_network(o, network.name) || !done.insert(key).second)
                continue;
            ops.push_back(make(action::create_network, "", network.name, "not there yet",
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
                std::find(o.volumes.begin(), o.volumes.end(), volume.name) != o.volumes.end();
            if (volume.external || there || !done.insert(mount.source).second) continue;
            ops.push_back(make(action::create_volume, "", volume.name, "not there yet",
                               volume_body(p, mount.source)));
        }
}

void add_create_and_start(operations& ops, const compose::project& p, const compose::service& s,
                          const std::string& cause) {
    const auto name = container_name(p, s);
    auto& create =
        ops.emplace_back(make(action::create_container, s.name, name, cause, container_body(p, s)));
    create.image = image_reference(p, s);
    const auto networks = network_names(p, s);
    for (std::size_t i = 1; i < networks.size(); ++i) {
        auto op = make(action::connect_network, s.name, name, "", connect_body(p, s, networks[i]));
        op.network = networks[i];
        ops.push_back(std::move(op));
    }
    ops.push_back(make(action::start_container, s.name, name, ""));
}

void add_removals(operations& ops, const observed& o, const std::string& service,
                  const std::string& cause, bool volumes = false) {
    for (const auto& c : o.containers) {
        if (c.service != service) continue;
        auto op = make(action::remove_container, service, c.name, cause);
        op.volumes = volumes;
        ops.push_back(std::move(op));
    }
}

void add_waits(operations& ops, const compose::project& p, const compose::service& s,
               std::set<std::string>& waited) {
    for (const auto& [name, dependency] : s.depends_on) {
        if (!p.services.contains(name)) continue;
        if (dependency.condition == "service_started" || !waited.insert(name).second) continue;
        ops.push_back(make(action::wait_healthy, name, container_name(p, p.services.at(name)),
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
                ops.push_back(make(action::build_image, name, reference, "built from its context"));
            continue;
        }
        const bool wanted =
            options.pull == pull_policy::always || (options.pull == pull_policy::missing && !there);
        if (!s.build && wanted && done.insert(reference).second)
            ops.push_back(make(action::pull_image, name, reference,
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
    add_networks(ops, p, o, services);
    add_volumes(ops, p, o, services);
    for (const auto& name : services) {
        const auto& s = p.services.at(name);
        const auto* there = o.find(name);
        const bool same = there && there->config_hash == config_hash(p, s);
        if (there && there->running() && !recreate.contains(name)) continue;
        add_waits(ops, p, s, waited);
        if (there && same && !recreate.contains(name)) {
            ops.push_back(make(action::start_container, name, there->name,
                               "it is there, but " + there->state));
        } else {
            if (there) add_removals(ops, o, name, same ? "asked for" : "its configuration changed");
            add_create_and_start(ops, p, s, there ? "" : "not there yet");
        }
        started.push_back(name);
    }
    for (const auto& name : started)
        if (waited.insert(name).second)
            ops.push_back(
                make(action::wait_healthy, name, container_name(p, p.services.at(name)), ""));
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
    constexpr bool volumes = true;
    for (const auto& service : services)
        add_removals(ops, o, service, "idle, makes room for the new version", volumes);
    for (const auto& service : services)
        add_create_and_start(ops, p, p.services.at(service), "the new version");
    for (const auto& service : services)
        ops.push_back(
            make(action::wait_healthy, service, container_name(p, p.services.at(service)), ""));
    return ops;
}

operations down_operations(const compose::project& p, const observed& o) {
    operations ops;
    std::set<std::string> all;
    for (const auto& [name, service] : p.services)
        all.insert(name);
    auto order = start_order(p, all);
    std::reverse(order.begin(), order.end());
    for (const auto& name : order)
        add_removals(ops, o, name, "");
    for (const auto& c : o.containers)
        if (!all.contains(c.service))
            ops.push_back(make(action::remove_container, c.service, c.name,
                               "its service is not in the file any more"));
    for (const auto& [key, network] : p.networks)
        if (!network.external && has_network(o, network.name))
            ops.push_back(make(action::remove_network, "", network.name, ""));
    return ops;
}

}  // namespace rollout::plan
