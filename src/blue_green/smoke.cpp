#include "smoke.hpp"

#include <engine_api/http_probe.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <variant>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

engine_api::probe_options options_of(const smoke_settings& settings) {
    engine_api::probe_options options;
    options.user_agent = "rollout-smoke";
    options.insecure = settings.insecure;
    options.ca_file = settings.ca_file;
    options.host = settings.host;
    options.server_name = settings.host.substr(0, settings.host.find(':'));
    return options;
}

struct seen_in {
    const smoke_settings& settings;
    smoke_result& result;

    void operator()(const engine_api::http_answer& answer) const {
        result.passed = answer.status == settings.status;
        result.last = "status " + std::to_string(answer.status);
    }
    void operator()(const engine_api::probe_failure& failure) const { result.last = failure.text; }
};

}  // namespace

net::awaitable<smoke_result> smoke(smoke_settings settings, reporter& to) {
    const auto options = options_of(settings);
    smoke_result result;
    for (;;) {
        ++result.attempts;
        const auto until = engine_api::deadline::after(settings.timeout);
        const auto seen = co_await engine_api::probe_http(settings.target, options, until);
        std::visit(seen_in{settings, result}, seen);
        if (result.passed || result.attempts >= settings.attempts) co_return result;
        to.report(
            probe_mismatched{result.attempts, settings.attempts, result.last, settings.status});
        co_await engine_work::sleep_for(settings.delay);
    }
}

}  // namespace rollout::blue_green
