#include "command_line.hpp"

#include "healthcheck.hpp"
#include "serve.hpp"

#include <boost/asio/ip/host_name.hpp>
#include <boost/system/system_error.hpp>

#include <cstdio>

namespace app {
namespace {

constexpr int usage_error = 64;

/// Shorter than the three seconds that the sample stack's healthcheck grants.
constexpr std::chrono::milliseconds probe_limit{2'500};

constexpr const char* help = R"(rollout-app: the sample app that rollout deploys

  rollout-app                      serve HTTP until SIGTERM or SIGINT, then drain and exit 0
  rollout-app healthcheck [PATH]   ask the app on 127.0.0.1:APP_PORT for PATH (/ready);
                                   exit 0 when it answers 200, else 1
  rollout-app --help               this text

Paths
  GET /health   200 "ok" as long as the process lives
  GET /ready    200 "ready", or 503 "not ready" during the warm-up and the drain
  GET /         200 {"replica":...,"version":...}; POST does the same

Environment (an empty variable counts as absent)
  APP_PORT                 port to listen on, 1 to 65535 (8000)
  APP_REPLICA_ID           "replica" in the answer of / (the host name)
  APP_VERSION              "version" in the answer of / (dev)
  APP_READY_AFTER_SECONDS  length of the warm-up; fractions allowed (0)

For tests and demonstrations
  APP_FAIL_ROOT=1          / answers 500; /health and /ready stay as they are
  APP_FAIL_EVERY           every Nth answer of / is 500 (0 = none)
  APP_FAIL_AFTER_SECONDS   / answers 500 from then on (0 = never)
  APP_BODY                 what / answers, with 200
  APP_REDIRECT             / answers 301 and this Location
  APP_CUT_BODY=1           / promises more than it sends, and closes
  APP_NEVER_READY=1        /ready always answers 503
  APP_RESPONSE_DELAY_MS    / answers this late (0)
  APP_EXIT_AFTER_SECONDS   the process dies after so long, with exit status 3 (0 = never)

Exit status
  0  drained, or healthy      1  cannot listen, or not healthy
  3  APP_EXIT_AFTER_SECONDS   64 arguments or APP_PORT that make no sense
)";

int refuse(const std::string& complaint) {
    std::fprintf(stderr, "rollout-app: %s\n", complaint.c_str());
    return usage_error;
}

int check_health(std::uint16_t port, const std::string& path) {
    try {
        const probe_answer answer = probe(port, path, probe_limit);
        std::printf("%u %s\n", answer.status, answer.body.c_str());
        return answer.status == 200 ? 0 : 1;
    } catch (const boost::system::system_error& failure) {
        std::fprintf(stderr, "rollout-app: no answer from 127.0.0.1:%u%s: %s\n",
                     static_cast<unsigned>(port), path.c_str(), failure.code().message().c_str());
        return 1;
    }
}

}  // namespace

int run_command_line(const std::vector<std::string>& arguments, const environment& variables) {
    try {
        const auto count = arguments.size();
        if (count == 1 && (arguments[0] == "--help" || arguments[0] == "-h")) {
            std::fputs(help, stdout);
            return 0;
        }
        if (count == 0) {
            boost::system::error_code nameless;
            const std::string host_name = boost::asio::ip::host_name(nameless);
            return serve(read_settings(variables, host_name));
        }
        if (arguments[0] != "healthcheck" || count > 2) {
            return refuse("cannot understand \"" + arguments.back() + "\"; see rollout-app --help");
        }
        const std::string path = count == 2 ? arguments[1] : "/ready";
        if (!path.starts_with('/')) {
            return refuse("\"" + path + "\" is not a path; a path begins with /");
        }
        return check_health(read_settings(variables, {}).port, path);
    } catch (const settings_error& failure) {
        return refuse(failure.what());
    }
}

}  // namespace app
