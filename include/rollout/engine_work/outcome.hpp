#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace rollout::engine_work {

/// What a command tells its caller; README and docs/deploy.md list them.
enum class exit_code : int {
    done = 0,              ///< after a deploy: the new version is live
    failed = 1,            ///< nothing changed for users, the old color keeps serving
    rolled_back = 2,       ///< the new version was live and was taken back
    person_must_look = 3,  ///< the way back failed too
    degraded = 4,          ///< `status`: users are served, and something is to be done
    broken = 5,            ///< `status`: users are not served
    usage = 64,
    no_engine = 69,
    lock_held = 75,
    interrupted = 130,  ///< SIGINT, after a clean abort
    terminated = 143,   ///< SIGTERM or SIGHUP, likewise
};

/// Ends a command. `what()` is one line; the details (log lines, nginx's words) follow below it.
class failure : public std::runtime_error {
  public:
    failure(exit_code code, const std::string& message, std::vector<std::string> details = {})
        : std::runtime_error(message), code_(code), details_(std::move(details)) {}

    [[nodiscard]] exit_code code() const { return code_; }
    [[nodiscard]] const std::vector<std::string>& details() const { return details_; }

  private:
    exit_code code_;
    std::vector<std::string> details_;
};

}  // namespace rollout::engine_work
