#include "obstacle.hpp"

#include <rollout/engine_work/outcome.hpp>

#include <algorithm>

namespace rollout::blue_green {

namespace {

using container_list = std::vector<plan::observed_container>;

bool serves_users(const plan::observed_container& c) {
    return c.running() || c.state == "paused";
}

/// Those that the record knows users on, as far as they are there and not ended.
container_list recorded_live(const sight& seen) {
    container_list found;
    if (!seen.record) return found;
    const auto ids = seen.record->served.find(seen.record->live);
    if (ids == seen.record->served.end()) return found;
    for (const auto& c : seen.stack.containers)
        if (ids->second.contains(c.id) && serves_users(c)) found.push_back(c);
    return found;
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string under_another_name(const sight& seen, const settings& s) {
    for (const auto& c : recorded_live(seen)) {
        const auto live = seen.record->live;
        const auto named = s.services(live);
        if (std::find(named.begin(), named.end(), c.service) != named.end()) continue;
        return "users are on " + color_name(live) + " in container " + c.name +
               ", as the record has it, and this file names other services for " +
               color_name(live) + " (" + listed(named) + ", not '" + c.service +
               "'): name it as before; the services of a color are renamed while the other color "
               "is live";
    }
    return {};
}

std::string paused(const sight& seen, const settings& s) {
    const auto recorded = seen.record ? std::optional(seen.record->live) : seen.local;
    if (!recorded) return {};
    for (const auto& c : containers_in(seen.stack, s, *recorded))
        if (c.state == "paused")
            return "container " + c.name + " of " + color_name(*recorded) +
                   ", which is live, is paused, so nobody can tell how it is: `docker unpause " +
                   c.name + "` (a backup or `docker commit` pauses it for a while)";
    return {};
}

/// One that nobody reloads would go on serving what the others left.
std::string further_proxy(const sight& seen, const settings& s) {
    if (s.has_foreign_proxy()) return {};
    std::string names;
    int running = 0;
    for (const auto& c : seen.stack.containers) {
        if (c.service != s.proxy || !c.running()) continue;
        names += (names.empty() ? "" : ", ") + c.name;
        ++running;
    }
    if (running < 2) return {};
    return "service '" + s.proxy + "' runs in several containers (" + names +
           "), and only one of them would be reloaded: end the others, `rollout up` does";
}

std::string shared_name(const sight& seen) {
    if (seen.namesakes.empty()) return {};
    const auto& n = seen.namesakes.front();
    return "container " + n.container +
           (n.project.empty() ? "" : " of project '" + n.project + '\'') +
           " answers to the name '" + n.name + "' in the network " + n.network +
           " too, so nginx sends it a part of this project's requests: give the services of the "
           "colors names that nobody else has there, or take it off that network";
}

}  // namespace

std::string obstacle_to_up(const sight& seen, const settings& s) {
    return under_another_name(seen, s);
}

std::string obstacle(const sight& seen, const settings& s) {
    for (const auto& found :
         {under_another_name(seen, s), further_proxy(seen, s), shared_name(seen), paused(seen, s)})
        if (!found.empty()) return found;
    return {};
}

std::string obstacle_to_a_move(const sight& seen, const settings& s) {
    if (recorded_live(seen).empty()) return {};
    const auto live = seen.record->live;
    for (const auto& service : s.services(live)) {
        const auto& all = seen.stack.containers;
        const bool there = std::any_of(all.begin(), all.end(),
                                       [&](const auto& c) { return c.service == service; });
        if (!there)
            return "users are on " + color_name(live) + ", and its service '" + service +
                   "' has no container, so " + color_name(live) + " is not whole: `rollout up " +
                   service + "` makes one";
    }
    return {};
}

bool recorded_live_runs(const sight& seen) {
    const auto live = recorded_live(seen);
    return !live.empty() &&
           std::all_of(live.begin(), live.end(), [](const auto& c) { return c.running(); });
}

void refuse_obstacle(const std::string& obstacle) {
    if (!obstacle.empty()) throw engine_work::failure(engine_work::exit_code::failed, obstacle);
}

}  // namespace rollout::blue_green
