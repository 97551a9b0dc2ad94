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
        add_waits_for(ops, p, name, s.name + " depends on it");
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

namespace {

/// The one of that number that runs, else one of that number; nullptr when there is none.
const observed_container* numbered(const std::vector<observed_container>& mine, int number) {
    const observed_container* found = nullptr;
    for (const auto& c : mine)
        if (c.number == number && (!found || c.running())) found = &c;
    return found;
}

std::vector<observed_container> surplus(const std::vector<observed_container>& mine,
                                        const compose::service& s) {
    auto found = mine;
    std::erase_if(found, [&](const observed_container& c) { return c.number <= replicas(s); });
    return found;
}

struct wanted_container {
    int number = 1;
    bool anew = false;  ///< although it may be as the project says
};

/// Makes that container run, which does not or is to be made anew.
void add_container(operations& ops, const compose::project& p, const compose::service& s,
                   const std::vector<observed_container>& mine, const wanted_container& wanted,
                   const std::set<std::string>& as_they_are) {
    const int number = wanted.number;
    const auto* there = numbered(mine, number);
    const bool same =
        there && (there->config_hash == config_hash(p, s) || as_they_are.contains(there->id));
    if (same && !wanted.anew) {
        ops.push_back(start_operation(s, there->name, "it is there, but " + there->state));
        return;
    }
    auto going = mine;
    std::erase_if(going, [&](const observed_container& c) { return c.number != number; });
    add_endings(ops, p, going, same ? "asked for" : "its configuration changed");
    add_create_and_start(ops, p, s, there ? "" : "not there yet", number);
}

}  // namespace

operations up_operations(const compose::project& p, const observed& o,
                         const std::vector<std::string>& services,
                         const std::set<std::string>& recreate, const std::set<std::string>& spared,
                         const std::set<std::string>& as_they_are) {
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
        const auto mine = of_service(o.containers, name);
        if (!spared.contains(name)) add_endings(ops, p, surplus(mine, s), "there are enough");
        bool waits_are_there = false;
        for (int number = 1; number <= replicas(s); ++number) {
            const auto* there = numbered(mine, number);
            if (there && there->running() && !recreate.contains(name)) continue;
            if (!waits_are_there) add_waits(ops, p, s, waited, known);
            waits_are_there = true;
            const wanted_container wanted{number, recreate.contains(name)};
            add_container(ops, p, s, mine, wanted, as_they_are);
        }
        if (waits_are_there) started.push_back(name);
    }
    for (const auto& name : started)
        if (waited.insert(name).second) add_waits_for(ops, p, name, "");
    return ops;
}

std::vector<std::string> outdated_services(const compose::project& p, const observed& o,
                                           const std::vector<std::string>& services) {
    std::vector<std::string> names;
    for (const auto& name : services) {
        const auto hash = config_hash(p, p.services.at(name));
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
    for (const auto& [key, network] : p.networks) {
        const auto* there = find_network(o, network.name);
        const bool ours = there && there->project == p.name && there->key == key;
        if (ours && !network.external)
            ops.push_back(step(action::remove_network, "", network.name, ""));
    }
    return ops;
}

}  // namespace rollout::plan
