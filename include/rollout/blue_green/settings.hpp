#pragma once

#include <engine_api/http_target.hpp>
#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/expectation.hpp>
#include <rollout/compose/model/project.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/plan/plan.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

struct smoke_url {
    smoke_url() = default;
    std::string text;
    engine_api::http_target target;  ///< what `text` names
};

/// How the public URL is probed after a cutover.
struct smoke_settings {
    smoke_settings() = default;
    std::string url;                 ///< empty = the proxy publishes no port, and none was given
    engine_api::http_target target;  ///< what `url` names, when it is not empty
    std::vector<smoke_url> urls;     ///< asked after it, in the same way, each time
    std::string host;       ///< the name to ask for in place of the URL's: `Host` header and SNI
    bool insecure = false;  ///< https: any certificate will do
    std::string ca_file;    ///< https: PEM; empty = the system's authorities
    expectation expected;   ///< of each answer
    int attempts = 3;       ///< that fail until the test does, at least 1
    int passes = 1;         ///< in a row until it is passed, at least 1
    std::chrono::milliseconds timeout{2'000};  ///< of one request, at least 1 ms
    std::chrono::milliseconds delay{250};      ///< between tries, at least 0
};

/// An `upstream` of the proxy whose servers are those of the live color.
struct upstream {
    upstream() = default;
    std::string blue;   ///< a service
    std::string green;  ///< likewise
    std::uint16_t port = 0;
    std::string snippet;            ///< the file with its servers; absolute once resolved
    std::string preview;            ///< the file with its preview route; likewise
    std::string server_parameters;  ///< behind the address of a server

    [[nodiscard]] const std::string& service(color c) const {
        return c == color::blue ? blue : green;
    }
};

/// Requests that are sent from before a cutover until the old version's last request is served, and
/// asked as the smoke test asks: its `host`, its certificates, its `timeout`.
struct measure_settings {
    measure_settings() = default;
    std::string url;                 ///< empty = nothing is measured
    engine_api::http_target target;  ///< what `url` names, when it is not empty
    int rate = 20;                   ///< requests a second, 1 to 1000
    /// More failed requests make the deploy fail, at least 0; absent = they are only counted.
    std::optional<int> max_failed;
    std::string by;  ///< the header of an answer that says who answered; empty = not told
};

/// What becomes of the color that lost its traffic, once its last request is served.
enum class retire { keep, stop, remove };

/// Who is who in a Compose file, where the small files of a deploy are, and how a deploy goes.
struct settings {
    /// The services of a color, at least one; the n-th of green stands where the n-th of blue does.
    std::vector<std::string> blue{"app"};
    std::vector<std::string> green{"app_green"};
    std::string proxy = "proxy";
    std::string proxy_project;    ///< whose service the proxy is; empty = this one's
    std::string proxy_container;  ///< its name, whatever made it; empty = it is a service's
    std::uint16_t port = 8000;    ///< where both colors listen
    std::string snippet = "nginx/conf.d/upstream.conf";  ///< absolute once resolved
    /// What stands behind the address in the snippet's `server` directive: words between blanks.
    std::string server_parameters;
    std::string preview = "nginx/conf.d/preview.conf";  ///< absolute once resolved
    std::string record = "state/active-color";          ///< absolute once resolved
    /// Where the engine's host has the project's folder, absolute; empty = to be found out.
    std::string engine_folder;
    std::chrono::milliseconds reload_limit{10'000};  ///< for the new nginx workers to appear
    smoke_settings smoke;
    std::chrono::milliseconds soak{0};  ///< how long to go on probing after the smoke test
    measure_settings measure;
    /// Services of no color that a deploy updates once the new version has passed.
    std::vector<std::string> with;
    plan::image_options images;
    std::vector<std::string> pre_deploy;  ///< program or arguments of one; empty = none
    std::chrono::milliseconds pre_deploy_limit{600'000};  ///< above 0
    engine_work::health_options health;
    std::chrono::milliseconds drain_limit{30'000};  ///< for the last requests to the old color
    blue_green::retire retire = blue_green::retire::keep;
    std::chrono::milliseconds lock_wait{0};  ///< for a lock that another one holds
    /// Between two tries of a step on the way back.
    std::chrono::milliseconds retry_delay{1'000};

    /// Those that `x-rollout.upstreams` lists; empty = one, made of what is above: the first
    /// service of each color, `port`, `snippet`, `preview`, `server_parameters`.
    std::vector<upstream> listed_upstreams;

    [[nodiscard]] bool has_foreign_proxy() const {
        return !proxy_project.empty() || !proxy_container.empty();
    }
    /// The services of both colors.
    [[nodiscard]] std::vector<std::string> colored() const;
    /// The services of this file that are looked at: both colors', and the proxy if it is one.
    [[nodiscard]] std::vector<std::string> roles() const;

    /// The service that is meant by who asks for one of the app's while `live` serves users: a blue
    /// one's name is the app's own and stands for its counterpart, any other for itself.
    [[nodiscard]] std::string meant_by(const std::string& service, color live) const;
    [[nodiscard]] const std::vector<std::string>& services(color c) const {
        return c == color::blue ? blue : green;
    }
    /// At least one. All of them are moved by one reload.
    [[nodiscard]] std::vector<upstream> upstreams() const;
};

/// Values by their names in the settings table (settings_table.hpp).
using setting_values = std::map<std::string, std::string>;

/// The variables of the table that are set and not empty, by the names of their settings.
[[nodiscard]] setting_values settings_from_environment(
    const std::map<std::string, std::string>& environment);

/// Defaults, then the file's `x-rollout`, then `environment`, then `flags`; the later one wins.
/// Relative paths start at the project's directory. A smoke URL that nobody gave is the address
/// that the proxy publishes on this host, and whichever it is, it is taken apart here. Throws
/// compose::error for a bad `x-rollout`, std::invalid_argument for a bad value elsewhere and for
/// values that do not go together.
[[nodiscard]] settings resolve_settings(const compose::project& project,
                                        const setting_values& environment,
                                        const setting_values& flags);

/// Adds the green services that the project has not: each the same as its blue one, behind the
/// profile `green`, with the label `rollout.color`. Where that one names another blue service as
/// what it depends on, whose network, IPC or PID namespace or whose volumes it uses, the derived
/// one names its green counterpart.
void derive_green(compose::project& project, const settings& s);

/// Throws std::invalid_argument when a service that the settings name is not in the project, and
/// says which names are.
void check_services(const compose::project& project, const settings& s);

}  // namespace rollout::blue_green
