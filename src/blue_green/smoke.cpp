#include "smoke.hpp"

#include "expectation.hpp"

#include <rollout/engine_work/sleep.hpp>

#include <algorithm>
#include <variant>
#include <vector>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_api::probe_problem;
using std::chrono::milliseconds;

std::vector<smoke_url> urls_of(const smoke_settings& settings) {
    std::vector<smoke_url> all;
    auto& first = all.emplace_back();
    first.text = settings.url;
    first.target = settings.target;
    all.insert(all.end(), settings.urls.begin(), settings.urls.end());
    return all;
}

struct seen_in {
    const expectation& expected;
    smoke_result& result;

    void operator()(const engine_api::http_answer& answer) const {
        const auto found = first_difference(expected, answer);
        result.passed = !found;
        result.reached = true;
        result.last = found ? found->saw : "status " + std::to_string(answer.status);
        result.expected = found ? found->expected : "";
    }
    void operator()(const engine_api::probe_failure& failure) const {
        result.passed = false;
        result.problem = failure.problem;
        result.last = failure.text;
        result.expected = words_for(expected.status);
    }
};

net::awaitable<smoke_result> try_once(const smoke_settings& settings,
                                      const engine_api::probe_options& options) {
    smoke_result result;
    const auto urls = urls_of(settings);
    for (const auto& asked : urls) {
        const auto until = engine_api::deadline::after(settings.timeout);
        const auto seen = co_await engine_api::probe_http(asked.target, options, until);
        result.url = asked.text;
        std::visit(seen_in{settings.expected, result}, seen);
        if (!result.passed) break;
    }
    co_return result;
}

/// That this try, the n-th that failed, is not the last.
probe_mismatched going_on(const smoke_settings& settings, const smoke_result& result, int failed) {
    probe_mismatched event;
    event.attempt = failed;
    event.attempts = settings.attempts;
    event.saw = result.last;
    event.expected = result.expected;
    event.expected_status = settings.expected.status.front().first;
    if (result.url != settings.url) event.further_url = result.url;
    return event;
}

}  // namespace

smoke_settings of_the_old_version(smoke_settings asked) {
    auto status = std::move(asked.expected.status);
    asked.expected = expectation();
    asked.expected.status = std::move(status);
    asked.urls.clear();
    return asked;
}

smoke_settings asked_once(smoke_settings asked) {
    asked.attempts = 1;
    asked.passes = 1;
    return asked;
}

bool never_connected(const smoke_result& result) {
    if (!result.problem) return false;
    switch (*result.problem) {
        case probe_problem::name_not_found:
        case probe_problem::refused:
        case probe_problem::unreachable:
        case probe_problem::untrusted:
        case probe_problem::tls: return true;
        case probe_problem::timeout:
        case probe_problem::closed:
        case probe_problem::bad_answer: return false;
    }
    return false;
}

engine_api::probe_options probe_options_of(const smoke_settings& settings,
                                           const smoke_route& route) {
    engine_api::probe_options options;
    options.user_agent = "rollout-smoke";
    options.insecure = settings.insecure;
    options.ca_file = settings.ca_file;
    options.host = settings.host;
    if (!settings.host.empty())
        options.server_name = engine_api::parse_http_target("http://" + settings.host).host;
    options.headers = route.headers;
    options.connect_host = route.connect_host;
    options.connect_port = route.connect_port;
    return options;
}

net::awaitable<smoke_result> smoke(smoke_settings settings, reporter& to, smoke_route route) {
    const auto options = probe_options_of(settings, route);
    int failed = 0;
    int passed = 0;
    for (int tries = 1;; ++tries) {
        auto result = co_await try_once(settings, options);
        result.attempts = tries;
        passed = result.passed ? passed + 1 : 0;
        failed += result.passed ? 0 : 1;
        if (passed >= settings.passes || failed >= settings.attempts) co_return result;
        if (!result.passed) to.report(going_on(settings, result, failed));
        co_await engine_work::sleep_for(settings.delay);
    }
}

net::awaitable<smoke_result> soak(smoke_settings settings, milliseconds duration,
                                  milliseconds interval, reporter& to, smoke_route route,
                                  smoke_watch also) {
    using clock = std::chrono::steady_clock;
    const auto options = probe_options_of(settings, route);
    const auto end = clock::now() + duration;
    int failed = 0;  // in a row
    smoke_result result;
    result.passed = true;
    for (auto now = clock::now(); now < end || failed > 0; now = clock::now()) {
        const auto left = std::chrono::ceil<milliseconds>(end - now);
        co_await engine_work::sleep_for(failed > 0 ? interval : std::min(interval, left));
        const int tries = result.attempts + 1;
        result = co_await try_once(settings, options);
        result.attempts = tries;
        std::string wrong;
        if (also) wrong = co_await also();
        if (!wrong.empty()) {
            result.passed = false;
            result.last = std::move(wrong);
            result.expected.clear();
            co_return result;
        }
        failed = result.passed ? 0 : failed + 1;
        if (failed > 0 && (!never_connected(result) || failed >= settings.attempts))
            co_return result;
        if (failed > 0) to.report(going_on(settings, result, failed));
    }
    co_return result;
}

}  // namespace rollout::blue_green
