#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>

namespace app {

/// Variables of a process, by name.
using environment = std::map<std::string, std::string, std::less<>>;

/// A variable holds a value that the app cannot run with; `what()` is the whole line for the user.
class settings_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// What the environment asks of the app. The defaults here are those of an empty environment.
struct settings {
    settings() = default;

    std::uint16_t port = 8000;               ///< APP_PORT; 0 (the system chooses) only in tests
    std::string replica;                     ///< APP_REPLICA_ID, else the host name
    std::string version = "dev";             ///< APP_VERSION
    std::chrono::milliseconds warm_up{};     ///< APP_READY_AFTER_SECONDS
    bool never_ready = false;                ///< APP_NEVER_READY
    bool fail_root = false;                  ///< APP_FAIL_ROOT
    std::uint64_t fail_every = 0;            ///< APP_FAIL_EVERY: of the answers of `/`; 0 = none
    std::chrono::milliseconds fail_after{};  ///< APP_FAIL_AFTER_SECONDS; zero = never
    std::string body;                        ///< APP_BODY: of `/`; empty = its own
    std::string redirect;                    ///< APP_REDIRECT: where `/` leads; empty = nowhere
    bool cut_body = false;                   ///< APP_CUT_BODY: `/` breaks off
    bool tls_bytes = false;                  ///< APP_TLS_BYTES: `/` answers as a TLS server would
    std::chrono::milliseconds delay{};       ///< APP_RESPONSE_DELAY_MS: before each answer of `/`
    std::chrono::milliseconds exit_after{};  ///< APP_EXIT_AFTER_SECONDS; zero = never
};

/// Reads the settings. An empty variable counts as absent, so that a Compose file can pass
/// variables through. Durations and numbers that cannot be read or are negative are zero; a switch
/// is on when it says `1` or `true`. Throws `settings_error` for an APP_PORT outside 1 to 65535.
settings read_settings(const environment& variables, const std::string& host_name);

}  // namespace app
