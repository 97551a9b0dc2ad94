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
    if (there->config_hash != config_hash(p, s)) return "its configuration changed";
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

void give_back(operations& ops, const compose::service& s, const observed_container& kept,
               const std::string& name) {
    auto& rename = ops.emplace_back(
        step(action::rename_container, s.name, kept.name, "its successor is not well"));
    rename.new_name = name;
    ops.push_back(start_operation(s, name, "as it was"));
}

bool is_as_it_must_be(const observed_container& c, successor must_be) {
    return must_be == successor::healthy ? c.healthy() : c.running();
}

void remove_surplus(operations& ops, const compose::project& p, const observed& o,
                    const compose::service& s) {
    std::vector<observed_container> going;
    std::copy_if(
        o.containers.begin(), o.containers.end(), std::back_inserter(going),
        [&](const observed_container& c) { return c.service == s.name && c.number > replicas(s); });
    add_endings(ops, p, going, "there are enough");
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
    for (const auto& name : services)
        remove_surplus(ops, p, o, p.services.at(name));
    return ops;
}

operations settle_updates(const compose::project& p, const observed& o,
                          const std::vector<std::string>& but, successor must_be) {
    operations ops;
    for (const auto& c : o.containers) {
        const auto service = p.services.find(c.service);
        if (service == p.services.end()) continue;
        if (std::find(but.begin(), but.end(), c.service) != but.end()) continue;
        const auto name = container_name(p, service->second, c.number);
        if (!is_kept(c, name)) continue;
        const auto* follows = named(o, name);
        if (follows && is_as_it_must_be(*follows, must_be)) {
            ops.push_back(removal(c, "its successor is well"));
            continue;
        }
        if (follows) ops.push_back(removal(*follows, "it is not well"));
        give_back(ops, service->second, c, name);
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
