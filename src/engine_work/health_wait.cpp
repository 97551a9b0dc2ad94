#include <engine_api/client.hpp>
#include <engine_api/error.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <algorithm>
#include <exception>
#include <sstream>

namespace rollout::engine_work {

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

health_rule rule_of(const engine_api::container_details& c) {
    health_rule rule;
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

/// One container under watch. Its watchers run at the same time, on connections of their
/// own; the first that knows ends them all.
class health_watch {
  public:
    health_watch(engine_api::client& engine, std::string container,
                 const engine_api::container_details& first, const health_options& options)
        : engine_(engine),
          container_(std::move(container)),
          rule_(rule_of(first)),
          until_(options.until),
          restarts_(options.fresh ? 0 : first.restart_count) {}

    [[nodiscard]] const health_rule& rule() const { return rule_; }

    /// At first sight: one that ended before and that the engine is just about to restart may
    /// well run then. One that waits long for it, or ends again, is not healthy.
    [[nodiscard]] std::optional<health_result> judge_first(
        const engine_api::container_details& c) const {
        if (c.state.status == "restarting" && c.restart_count == restarts_) return std::nullopt;
        return judge(c);
    }

    /// nullopt = not decided yet.
    [[nodiscard]] std::optional<health_result> judge(const engine_api::container_details& c) const {
        const auto& s = c.state;
        const auto code = std::to_string(s.exit_code);
        const bool completes = until_ == plan::wait_for::completed;
        const bool may_end = completes || until_ == plan::wait_for::settled;
        const bool restarts = s.status == "restarting";
        if (may_end && s.status == "exited" && s.exit_code == 0)
            return health_result{true, "it has ended with exit code 0"};
        // A job that its restart policy gives another try may complete yet.
        if (!completes && (c.restart_count > restarts_ || restarts))
            return not_healthy("it exits and is restarted");
        if (!s.running && !restarts)
            return not_healthy("it is " + s.status + " with exit code " + code +
                               (s.oom_killed ? ", killed for lack of memory" : "") +
                               (s.error.empty() ? "" : ": " + s.error));
        if (completes) return std::nullopt;
        if (!s.health && until_ == plan::wait_for::healthy)
            return not_healthy("it has no healthcheck, and another service waits for it to pass");
        if (!s.health) return std::nullopt;
        if (s.health->status == "healthy") return health_result{true, "its healthcheck passes"};
        if (s.health->status == "unhealthy")
            return not_healthy("its healthcheck failed " +
                               std::to_string(s.health->failing_streak) + " times in a row");
        return std::nullopt;
    }

    /// When the stream breaks, the engine is asked at once whether it is still there.
    net::awaitable<health_result> by_events(engine_api::event_stream events) {
        for (bool more = true; more;) {
            more = co_await next_event(events);
            const auto result = co_await look();
            if (result) co_return *result;
        }
        co_return co_await by_polling();
    }

    net::awaitable<health_result> by_polling() {
        for (;;) {
            co_await sleep_for(poll_interval);
            const auto result = co_await look();
            if (result) co_return *result;
        }
    }

    net::awaitable<health_result> by_probing(std::vector<std::string> command) {
        engine_api::exec_options options;
        options.command = std::move(command);
        std::chrono::nanoseconds pause = first_pause;
        for (;;) {
            const auto probe = co_await run_probe(options);
            if (probe && probe->exit_code == 0)
                co_return health_result{true, "its healthcheck passes when run by exec"};
            if (probe) last_probe_ = probe;
            co_await sleep_for(pause);
            pause = std::min<std::chrono::nanoseconds>(pause * 3 / 2, longest_pause);
        }
    }

    net::awaitable<health_result> by_running(milliseconds settle) {
        co_await sleep_for(settle);
        const auto result = co_await look();
        if (result) co_return *result;
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
        const bool completes = until_ == plan::wait_for::completed;
        co_return not_healthy((completes ? "it has not ended after " : "it is not healthy after ") +
                              seconds_text(limit));
    }

  private:
    net::awaitable<std::optional<health_result>> look() {
        try {
            const auto details = co_await engine_.containers().inspect(container_);
            co_return judge(details);
        } catch (const engine_api::error& e) {
            if (e.kind() != engine_api::error_kind::protocol) throw;
        }
        // The connection broke: alone, or because the engine is gone, and then this says so.
        const auto details = co_await engine_.containers().inspect(container_);
        co_return judge(details);
    }

    /// False when no more events will come.
    static net::awaitable<bool> next_event(engine_api::event_stream& events) {
        try {
            const auto event = co_await events.next();
            co_return event.has_value();
        } catch (const engine_api::error& e) {
            if (e.kind() == engine_api::error_kind::cancelled) throw;
        }
        co_return false;
    }

    /// nullopt = it could not be run to its end; whether that matters is for `look` to say.
    net::awaitable<std::optional<engine_api::exec_result>> run_probe(
        const engine_api::exec_options& options) {
        const auto until = engine_api::deadline::after(probe_limit(rule_));
        try {
            co_return co_await engine_.exec().run(container_, options, until);
        } catch (const engine_api::error& e) {
            if (e.kind() == engine_api::error_kind::cancelled) throw;
        }
        co_return std::nullopt;
    }

    engine_api::client& engine_;
    std::string container_;
    health_rule rule_;
    plan::wait_for until_;
    int restarts_;
    std::optional<engine_api::exec_result> last_probe_;
};

/// What a watcher came to know: `||` waits for one that returns, so an error must be returned too.
struct answer {
    health_result result;
    std::exception_ptr problem;
};

net::awaitable<answer> answer_of(net::awaitable<health_result> watcher) {
    answer a;
    try {
        a.result = co_await std::move(watcher);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        a.problem = std::current_exception();
    }
    co_return a;
}

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
    if (const auto known = watch.judge_first(first)) co_return *known;

    const bool completes = options.until == plan::wait_for::completed;
    const bool has_check = first.state.health.has_value() && !completes;
    const auto command = probe_command(watch.rule());
    auto probing =
        has_check && command && options.eager_probe ? watch.by_probing(*command) : never();
    auto running = has_check || completes ? never() : watch.by_running(options.settle);
    const auto limit =
        completes ? options.completion_limit : options.limit.value_or(health_limit(watch.rule()));
    auto limited = limit ? watch.by_limit(*limit) : never();
    auto first_to_know = co_await (answer_of(watch.by_events(std::move(events))) ||
                                   answer_of(watch.by_polling()) || answer_of(std::move(probing)) ||
                                   answer_of(std::move(running)) || answer_of(std::move(limited)));
    auto known = std::visit([](auto& a) { return std::move(a); }, first_to_know);
    if (known.problem) std::rethrow_exception(known.problem);
    auto result = std::move(known.result);
    if (!result.healthy) result.details = watch.last_probe();
    co_return result;
}

}  // namespace rollout::engine_work
