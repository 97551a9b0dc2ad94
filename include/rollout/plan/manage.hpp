#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/graph.hpp>
#include <rollout/plan/observed.hpp>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::plan {

/// What is done to containers that are there.
enum class verb {
    start,
    stop,
    restart,
    kill,
    pause,
    unpause,
    remove,
};

/// The name of the enumerator.
[[nodiscard]] constexpr std::string_view to_string(verb what) {
    switch (what) {
        case verb::start: return "start";
        case verb::stop: return "stop";
        case verb::restart: return "restart";
        case verb::kill: return "kill";
        case verb::pause: return "pause";
        case verb::unpause: return "unpause";
        case verb::remove: return "remove";
    }
    return "";
}

struct manage_options {
    manage_options() = default;
    verb what = verb::start;
    std::set<std::string> services;    ///< empty = all
    std::set<std::string> left_alone;  ///< services of which nothing is touched
    bool with_dependents = true;  ///< restart: also those that depend on one with `restart: true`
    bool stop_first = false;      ///< remove: what runs is stopped; false = it stays
    bool volumes = false;         ///< remove: anonymous ones too
    std::string signal;           ///< kill: a name or number; empty = SIGKILL
    bool orphans = false;         ///< kill: those of services that are not in the file, too
};

struct managed {
    graph what;
    std::vector<std::string> missing;  ///< start: services that have no container to start
};

/// The containers that `options` mean, those alone for which there is something to do, as docker
/// compose 2.40 does: a start takes what the named services depend on along, waits for it as
/// `depends_on` says, and without names is about the services that are enabled; a stop ends those
/// first that depend on others; a restart starts what is stopped, too; the rest has no order.
/// One-offs are only killed. Throws std::invalid_argument for an unknown service.
[[nodiscard]] managed manage(const compose::project& p, const observed& o,
                             const manage_options& options);

}  // namespace rollout::plan
