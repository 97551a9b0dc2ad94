#include "sleep.hpp"

#include <engine_api/client.hpp>
#include <rollout/deploy/health_wait.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>
#include <sstream>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr auto poll_interval = 2s;
constexpr auto first_pause = 20ms;
constexpr auto longest_pause = 1s;

health_result not_healthy(std::string why) {
    return {false, std::move(why)};
}

strategy::health_rule rule_of(const engine_api::container_details& c) {
    strategy::health_rule rule;
    if (!c.healthcheck) return rule;
    rule.test = c.healthcheck->test;
    rule.interval = c.healthcheck->interval;
    rule.timeout = c.healthcheck->timeout;
    rule.start_period = c.healthcheck->start_period;
    rule.retries = c.healthcheck->retries;
    return rule;
}

std::string seconds_text(milliseconds d) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(d).count()) + " s";
}

/// One container under watch. The three watchers run at the same time, on connections of their
/// own; the first that knows ends them all.
class health_watch {
  public:
    health_watch(engine_api::client& engine, std::string container,
                 const engine_api::container_details& first, const health_options& options)
        : engine_(engine),
          container_(std::move(container)),
          rule_(rule_of(first)),
          restarts_(options.fresh ? 0 : first.restart_count) {}

    [[nodiscard]] const strategy::health_rule& rule() const { return rule_; }

    /// nullopt = not decided yet.
    [[nodiscard]] std::optional<health_result> judge(const engine_api::container_details& c) const {
        const auto& s = c.state;
        const auto code = std::to_string(s.exit_code);
        if (c.restart_count > restarts_ || s.status == "restarting")
            return not_healthy("it exits and is restarted");
        if (!s.running)
            return not_healthy("it is " + s.status + " with exit code " + code +
                               (s.oom_killed ? ", killed for lack of memory" : "") +
                               (s.error.empty() ? "" : ": " + s.error));
        if (!s.health) return std::nullopt;
        if (s.health->status == "healthy") return health_result{true, "its healthcheck passes"};
        if (s.health->status == "unhealthy")
            return not_healthy("its healthcheck failed " +
                               std::to_string(s.health->failing_streak) + " times in a row");
        return std::nullopt;
    }

    net::awaitable<health_result> by_events(engine_api::event_stream events) {
        for (;;) {
            const auto event = co_await events.next();
            if (!event) break;
            const auto details = co_await engine_.containers().inspect(container_);
            if (const auto result = judge(details)) co_return *result;
        }
        co_return co_await by_polling();
    }

    net::awaitable<health_result> by_polling() {
        for (;;) {
            co_await sleep_for(poll_interval);
            const auto details = co_await engine_.containers().inspect(container_);
            if (const auto result = judge(details)) co_return *result;
        }
    }

    net::awaitable<health_result> by_probing(std::vector<std::string> command) {
        engine_api::exec_options options;
        options.command = std::move(command);
        std::chrono::nanoseconds pause = first_pause;
        for (;;) {
            const auto until = engine_api::deadline::after(strategy::probe_limit(rule_));
            const auto probe = co_await engine_.exec().run(container_, options, until);
            if (probe.exit_code == 0)
                co_return health_result{true, "its healthcheck passes when run by exec"};
            last_probe_ = probe;
            co_await sleep_for(pause);
            pause = std::min<std::chrono::nanoseconds>(pause * 3 / 2, longest_pause);
        }
    }

    net::awaitable<health_result> by_running(milliseconds settle) {
        co_await sleep_for(settle);
        const auto details = co_await engine_.containers().inspect(container_);
        if (const auto result = judge(details)) co_return *result;
        co_return health_result{true, "it has no healthcheck and runs for " + seconds_text(settle)};
    }

    /// The engine keeps the output of its own probes only, and the first of those comes late.
    [[nodiscard]] std::vector<std::string> last_probe() const {
        std::vector<std::string> lines;
        if (!last_probe_) return lines;
        lines.push_back("healthcheck run by exec: exit code " +
                        std::to_string(last_probe_->exit_code) + ", output:");
        std::istringstream in(last_probe_->output);
        for (std::string line; std::getline(in, line);)
            lines.push_back("  " + line);
        return lines;
    }

    net::awaitable<health_result> by_limit(milliseconds limit) {
        co_await sleep_for(limit);
        co_return not_healthy("it is not healthy after " + seconds_text(limit));
    }

  private:
    engine_api::client& engine_;
    std::string container_;
    strategy::health_rule rule_;
    int restarts_;
    std::optional<engine_api::exec_result> last_probe_;
};

/// Never returns; for a watcher that is not wanted.
net::awaitable<health_result> never() {
    for (;;)
        co_await sleep_for(1h);
}

}  // namespace

net::awaitable<health_result> wait_healthy(engine_api::client& engine, std::string container,
                                           health_options options) {
    using namespace net::experimental::awaitable_operators;
    engine_api::events_options filter;
    filter.filter.add("type", "container").add("container", container);
    auto events = co_await engine.system().events(filter);
    const auto first = co_await engine.containers().inspect(container);
    health_watch watch(engine, container, first, options);
    if (const auto known = watch.judge(first)) co_return *known;

    const bool has_check = first.state.health.has_value();
    const auto command = strategy::probe_command(watch.rule());
    auto probing =
        has_check && command && options.eager_probe ? watch.by_probing(*command) : never();
    auto running = has_check ? never() : watch.by_running(options.settle);
    const auto limit = options.limit.value_or(strategy::health_limit(watch.rule()));
    auto first_to_know =
        co_await (watch.by_events(std::move(events)) || watch.by_polling() || std::move(probing) ||
                  std::move(running) || watch.by_limit(limit));
    auto result = std::visit([](auto& known) { return std::move(known); }, first_to_know);
    if (!result.healthy) result.details = watch.last_probe();
    co_return result;
}

}  // namespace rollout::deploy
