#pragma once

#include <rollout/compose/project.hpp>
#include <rollout/strategy/color.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace rollout::strategy {

/// How the public URL is probed after a cutover.
struct smoke_settings {
    std::string url;  ///< empty = derived from the proxy's published port
    int status = 200;
    int attempts = 3;                          ///< at least 1
    std::chrono::milliseconds timeout{2'000};  ///< of one attempt, at least 1 ms
    std::chrono::milliseconds delay{250};      ///< between attempts, at least 0
};

/// Who is who in a Compose file, and where the two small files of a deploy are.
struct settings {
    std::string blue = "app";
    std::string green = "app_green";
    std::string proxy = "proxy";
    std::uint16_t port = 8000;                           ///< where both colors listen
    std::string snippet = "nginx/conf.d/upstream.conf";  ///< absolute once resolved
    std::string record = "state/active-color";           ///< absolute once resolved
    std::chrono::milliseconds reload_limit{10'000};      ///< for the new nginx workers to appear
    smoke_settings smoke;

    [[nodiscard]] const std::string& service(color c) const {
        return c == color::blue ? blue : green;
    }
};

/// Values by their names in `x-rollout` (`blue`, `green`, `proxy`, `port`, `snippet`, `record`,
/// `reload_timeout`, `smoke.url`, `smoke.status`, `smoke.attempts`, `smoke.timeout`,
/// `smoke.delay`).
using setting_values = std::map<std::string, std::string>;

/// The `ROLLOUT_*` variables that are set and not empty, by the names above.
[[nodiscard]] setting_values settings_from_environment(
    const std::map<std::string, std::string>& environment);

/// Defaults, then the file's `x-rollout`, then `environment`, then `flags`; the later one wins.
/// Relative paths start at the project's directory. Numbers of the smoke test are clamped to what
/// makes sense. A duration is a number of seconds (`0.5`) or has a unit (`500ms`, `2s`, `1m`).
/// Throws compose::error for a bad `x-rollout`, std::invalid_argument for a bad value elsewhere.
[[nodiscard]] settings resolve_settings(const compose::project& project,
                                        const setting_values& environment,
                                        const setting_values& flags);

/// Adds a green service to a project that has only the blue one: the same service, behind the
/// profile `green`, with the label `rollout.color`. Nothing happens when green is there.
void derive_green(compose::project& project, const settings& s);

/// Throws std::invalid_argument when a service that the settings name is not in the project, and
/// says which names are.
void check_services(const compose::project& project, const settings& s);

}  // namespace rollout::strategy
