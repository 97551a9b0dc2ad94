#include "obstacle.hpp"

#include <rollout/base/joined.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <algorithm>

namespace rollout::blue_green {

namespace {

using container_list = std::vector<plan::observed_container>;

bool serves_users(const plan::observed_container& c) {
    return c.running() || c.state == "paused" || c.state == "restarting";
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

std::string under_another_name(const sight& seen, const settings& s) {
    const auto all = recorded_live(seen);
    if (all.empty()) return {};
    const auto live = seen.record->live;
    const auto& named = s.services(live);
    // A service that was taken out of the color leaves it whole.
    const bool whole = std::all_of(named.begin(), named.end(), [&](const auto& service) {
        return std::any_of(all.begin(), all.end(),
                           [&](const auto& c) { return c.service == service; });
    });
    if (whole) return {};
    for (const auto& c : all) {
        if (std::find(named.begin(), named.end(), c.service) != named.end()) continue;
        return "users are on " + color_name(live) + " in container " + c.name +
               ", as the record has it, and this file names other services for " +
               color_name(live) + " (" + base::joined(named, ", ") + ", not '" + c.service +
               "'): name it as before; the services of a color are renamed while the other color "
               "is live";
    }
    return {};
}

std::string paused(const sight& seen, const settings& s) {
    const auto recorded = seen.recorded();
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
    std::vector<std::string> names;
    for (const auto& c : seen.stack.containers)
        if (c.service == s.proxy && c.running()) names.push_back(c.name);
    if (names.size() < 2) return {};
    return "service '" + s.proxy + "' runs in several containers (" + base::joined(names, ", ") +
           "), and only one of them would be reloaded: end the others, `rollout up` does";
}

std::string shared_name(const sight& seen, const settings& s, color c) {
    const auto& services = s.services(c);
    const auto found =
        std::find_if(seen.namesakes.begin(), seen.namesakes.end(), [&](const namesake& n) {
            return std::find(services.begin(), services.end(), n.name) != services.end();
        });
    if (found == seen.namesakes.end()) return {};
    const auto& n = *found;
    return "container " + n.container +
           (n.project.empty() ? "" : " of project '" + n.project + '\'') +
           " answers to the name '" + n.name + "' in the network " + n.network +
           " too, so nginx may ask it for what is asked of " + color_name(c) +
           ": give the services of the colors names that nobody else has there, those of the color "
           "that is not live first, or take it off that network";
}

}  // namespace

std::string obstacle_to_up(const sight& seen, const settings& s) {
    return under_another_name(seen, s);
}

std::string obstacle(const sight& seen, const settings& s) {
    for (const auto& found : {under_another_name(seen, s), further_proxy(seen, s), paused(seen, s)})
        if (!found.empty()) return found;
    return {};
}

std::string obstacle_to_a_move(const sight& seen, const settings& s, color to) {
    return shared_name(seen, s, to);
}

std::string gap_in_live(const sight& seen, const settings& s) {
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

std::string trouble(const sight& seen, const settings& s, color live) {
    for (const auto& found : {obstacle(seen, s), shared_name(seen, s, live),
                              shared_name(seen, s, other(live)), gap_in_live(seen, s)})
        if (!found.empty()) return found;
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
