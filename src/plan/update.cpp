#include "steps.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/update.hpp>

#include <algorithm>
#include <iterator>

namespace rollout::plan {

namespace {

std::string kept_name(const observed_container& c, const std::string& name) {
    return c.id.substr(0, 12) + '_' + name;
}

bool is_kept(const observed_container& c, const std::string& name) {
    return c.name == kept_name(c, name);
}

const observed_container* named(const observed& o, const std::string& name) {
    const auto found = std::find_if(o.containers.begin(), o.containers.end(),
                                    [&](const observed_container& c) { return c.name == name; });
    return found == o.containers.end() ? nullptr : &*found;
}

/// Empty = it is as the project says.
std::string why_outdated(const compose::project& p, const observed& o, const compose::service& s,
                         const observed_container* there, bool built) {
    if (!there) return "not there yet";
    if (there->config_hash != config_hash(p, with_references(s, o)))
        return "its configuration changed";
    if (built) return "its image is built anew";
    const auto image = o.images.find(image_reference(p, s));
    if (image != o.images.end() && image->second != there->image_id) return "its image changed";
    return there->running() ? "" : "it does not run";
}

void keep_aside(operations& ops, const compose::project& p, const observed_container& c) {
    const auto aside = kept_name(c, c.name);
    auto& rename = ops.emplace_back(
        step(action::rename_container, c.service, c.name, "kept until the new one is healthy"));
    rename.new_name = aside;
    if (c.running()) ops.push_back(stop_operation(p, c.service, aside, ""));
}

/// One that runs may be about to end: somebody asked it to.
void give_back(operations& ops, const compose::project& p, const compose::service& s,
               const observed_container& kept, const std::string& name) {
    if (kept.running()) ops.push_back(stop_operation(p, s.name, kept.name, ""));
    auto& rename = ops.emplace_back(
        step(action::rename_container, s.name, kept.name, "its successor is not well"));
    rename.new_name = name;
    ops.push_back(start_operation(s, name, "as it was"));
}

bool succeeded(const observed_container& follows, update_was how) {
    switch (how) {
        case update_was::cut_off: return follows.healthy();
        case update_was::carried_out: return follows.running();
        case update_was::long_ago: return true;
    }
    return false;
}

}  // namespace

operations update_operations(const compose::project& p, const observed& o,
                             const std::vector<std::string>& services,
                             const std::set<std::string>& built) {
    operations ops;
    operations waits;
    add_networks(ops, p, o, services);
    add_volumes(ops, p, o, services);
    for (const auto& name : services) {
        const auto& s = p.services.at(name);
        for (int number = 1; number <= replicas(s); ++number) {
            const auto container = container_name(p, s, number);
            const auto* there = named(o, container);
            const auto why = why_outdated(p, o, s, there, built.contains(name));
            if (why.empty()) continue;
            if (there) keep_aside(ops, p, *there);
            add_create_and_start(ops, p, s, why, number);
            waits.push_back(step(action::wait_healthy, name, container, ""));
        }
    }
    ops.insert(ops.end(), waits.begin(), waits.end());
    return ops;
}

operations surplus_operations(const compose::project& p, const observed& o,
                              const std::vector<std::string>& services) {
    operations ops;
    for (const auto& name : services) {
        const auto wanted = replicas(p.services.at(name));
        std::vector<observed_container> going;
        std::copy_if(
            o.containers.begin(), o.containers.end(), std::back_inserter(going),
            [&](const observed_container& c) { return c.service == name && c.number > wanted; });
        add_endings(ops, p, going, "there are enough");
    }
    return ops;
}

operations settle_updates(const compose::project& p, const observed& o,
                          const std::vector<std::string>& but, update_was how) {
    operations ops;
    for (const auto& c : o.containers) {
        const auto service = p.services.find(c.service);
        if (service == p.services.end()) continue;
        if (std::find(but.begin(), but.end(), c.service) != but.end()) continue;
        const auto name = container_name(p, service->second, c.number);
        if (!is_kept(c, name)) continue;
        const auto* follows = named(o, name);
        if (follows && succeeded(*follows, how)) {
            if (follows->running()) ops.push_back(removal(c, "its successor is well"));
            continue;
        }
        if (follows) ops.push_back(removal(*follows, "it is not well"));
        give_back(ops, p, service->second, c, name);
    }
    return ops;
}

std::vector<std::string> given_back(const operations& settlement) {
    std::vector<std::string> names;
    for (const auto& op : settlement)
        if (op.what == action::start_container) names.push_back(op.target.name);
    return names;
}

}  // namespace rollout::plan
