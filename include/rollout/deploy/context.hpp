#pragma once

#include <rollout/compose/project.hpp>
#include <rollout/deploy/reporter.hpp>
#include <rollout/strategy/settings.hpp>

namespace engine_api {
class client;
class credentials;
}  // namespace engine_api

namespace rollout::deploy {

/// What every command that talks to an engine works with. All must outlive the command.
struct context {
    engine_api::client& engine;             ///< negotiated
    const engine_api::credentials& logins;  ///< of registries, for pulls and builds
    const compose::project& project;
    const strategy::settings& settings;
    deploy::reporter& reporter;
    /// The signal that asked the command to end; 0 = none. The command's coroutine is cancelled
    /// at the same time.
    const int& interrupted_by;
};

}  // namespace rollout::deploy
