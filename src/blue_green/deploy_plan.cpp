#include "deploy_plan.hpp"

#include "pre_deploy.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/update.hpp>

#include <algorithm>
#include <iterator>
#include <set>

namespace rollout::blue_green {

namespace {

/// Each behind those of the same color that it depends on.
std::vector<std::string> in_start_order(const compose::project& p, const settings& s, color c) {
    const auto& services = s.services(c);
    auto order = plan::start_order(p, {services.begin(), services.end()});
    std::erase_if(order, [&](const std::string& name) {
        return std::find(services.begin(), services.end(), name) == services.end();
    });
    return order;
}

/// Of the containers that were seen and those that a deploy makes.
std::set<std::string> names_of(const compose::project& p, const plan::observed& seen,
                               const std::string& service) {
    const auto made = plan::container_names(p, p.services.at(service));
    std::set<std::string> names(made.begin(), made.end());
    for (const auto& c : seen.containers)
        if (c.service == service) names.insert(c.name);
    return names;
}

/// The waits at the end: those before are part of the making.
plan::operations take_last_waits(plan::operations& operations) {
    const auto last = std::find_if(
        operations.rbegin(), operations.rend(),
        [](const plan::operation& op) { return op.what != plan::action::wait_healthy; });
    plan::operations waits(std::make_move_iterator(last.base()),
                           std::make_move_iterator(operations.end()));
    operations.erase(last.base(), operations.end());
    return waits;
}

/// Those of `services` whose image a build or a pull makes anew: nobody knows what it brings.
std::set<std::string> renewed_by(const plan::operations& images, const compose::project& p,
                                 const std::vector<std::string>& services) {
    std::set<std::string> references;
    for (const auto& op : images)
        references.insert(op.target.name);
    std::set<std::string> renewed;
    for (const auto& name : services)
        if (references.contains(plan::image_reference(p, p.services.at(name))))
            renewed.insert(name);
    return renewed;
}

}  // namespace

deploy_plan plan_deploy(const compose::project& p, const settings& s, const plan::observed& seen,
                        color from) {
    deploy_plan made;
    made.from = from;
    made.to = other(from);
    const auto idle = in_start_order(p, s, made.to);
    auto made_anew = idle;
    made_anew.insert(made_anew.end(), s.with.begin(), s.with.end());
    made.images = plan::image_operations(p, seen, made_anew, s.images);
    made.others = plan::update_operations(p, seen, s.with, renewed_by(made.images, p, s.with));
    made.surplus = plan::surplus_operations(p, seen, s.with);
    if (!s.pre_deploy.empty())
        made.pre_deploy = plan::one_off_operations(p, seen, pre_deploy_of(s, made.to));
    made.replacement = plan::replace_operations(p, seen, idle);
    made.health = take_last_waits(made.replacement);
    return made;
}

deploy_plan plan_return(const compose::project& p, const settings& s, const plan::observed& seen,
                        color from) {
    deploy_plan made;
    made.from = from;
    made.to = other(from);
    made.keeps_containers = true;
    for (const auto& service : in_start_order(p, s, made.to))
        for (const auto& c : seen.containers) {
            if (c.service != service) continue;
            if (!c.running()) {
                auto& op = made.replacement.emplace_back(plan::action::start_container, c.name);
                op.service = service;
                op.cause = "as it is";
                op.hooks = p.services.at(service).post_start;
            }
            made.health.emplace_back(plan::action::wait_healthy, c.name).service = service;
        }
    return made;
}

plan::operations retirement(const compose::project& p, const settings& s,
                            const plan::observed& seen, color c, retire how) {
    plan::operations operations;
    if (how == retire::keep) return operations;
    const auto* cause = "it lost its traffic";
    auto order = in_start_order(p, s, c);
    std::reverse(order.begin(), order.end());
    for (const auto& service : order)
        for (const auto& name : names_of(p, seen, service))
            operations.push_back(plan::stop_operation(p, service, name, cause));
    if (how != retire::remove) return operations;
    const auto stops = operations;
    for (const auto& stop : stops) {
        auto& removal = operations.emplace_back(plan::action::remove_container, stop.target.name);
        removal.service = stop.service;
        removal.cause = cause;
    }
    return operations;
}

plan::untouchable containers_of(const compose::project& p, const settings& s,
                                const plan::observed& seen, color c) {
    return containers_of(p, seen, s.services(c));
}

plan::untouchable containers_of(const compose::project& p, const plan::observed& seen,
                                const std::vector<std::string>& services) {
    std::set<std::string> names;
    for (const auto& service : services) {
        names.merge(names_of(p, seen, service));
        for (const auto& container : seen.containers)
            if (container.service == service) names.insert(container.id);
    }
    return plan::untouchable(std::move(names));
}

std::string container_names(const compose::project& p, const settings& s, color c) {
    std::string names;
    for (const auto& service : s.services(c))
        for (const auto& name : plan::container_names(p, p.services.at(service)))
            names += (names.empty() ? "" : ", ") + name;
    return names;
}

}  // namespace rollout::blue_green
