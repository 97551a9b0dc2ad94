#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/compose/model/project.hpp>
#include <rollout/engine_work/interruption.hpp>
#include <rollout/engine_work/reporter.hpp>

namespace engine_api {
class credentials;
}

namespace rollout::engine_work {

/// What every command that talks to an engine works with, for any project. All must outlive the
/// command.
struct context {
    engine_api::client& engine;             ///< negotiated
    const engine_api::credentials& logins;  ///< of registries, for pulls and builds
    const compose::project& project;
    engine_work::reporter& reporter;
    const interruption& interrupted;

    /// The same, about another project.
    [[nodiscard]] context about(const compose::project& other) const {
        return {engine, logins, other, reporter, interrupted};
    }
};

}  // namespace rollout::engine_work
