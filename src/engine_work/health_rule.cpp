#include <rollout/engine_work/health_rule.hpp>

namespace rollout::engine_work {

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using namespace std::chrono_literals;

nanoseconds or_default(nanoseconds value) {
    return value > 0ns ? value : nanoseconds(30s);
}

}  // namespace

milliseconds health_limit(const health_rule& rule) {
    const int retries = rule.retries > 0 ? rule.retries : 3;
    const auto round = or_default(rule.interval) + or_default(rule.timeout);
    const auto whole = rule.start_period + (retries + 1) * round + 5s;
    return std::chrono::duration_cast<milliseconds>(whole);
}

milliseconds probe_limit(const health_rule& rule) {
    return std::chrono::duration_cast<milliseconds>(or_default(rule.timeout));
}

std::optional<std::vector<std::string>> probe_command(const health_rule& rule) {
    if (rule.test.size() < 2) return std::nullopt;
    if (rule.test.front() == "CMD")
        return std::vector<std::string>(rule.test.begin() + 1, rule.test.end());
    if (rule.test.front() == "CMD-SHELL")
        return std::vector<std::string>{"/bin/sh", "-c", rule.test[1]};
    return std::nullopt;
}

}  // namespace rollout::engine_work
