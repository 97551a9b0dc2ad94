#include "measure.hpp"

#include "measure_tally.hpp"
#include "smoke.hpp"

#include <engine_api/error.hpp>
#include <engine_api/http_probe.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <string>
#include <variant>

namespace rollout::blue_green {

namespace net = boost::asio;
using measure_clock = std::chrono::steady_clock;

struct measurement_state {
    struct slot {
        net::cancellation_signal cancel;
        bool busy = false;
    };

    measurement_state(const net::any_io_executor& executor, const settings& s)
        : wanted(s.measure),
          expected(s.smoke.expected),
          timeout(s.smoke.timeout),
          options(probe_options_of(s.smoke)),
          tally(measure_clock::now()),
          one_ended(executor, net::steady_timer::time_point::max()) {
        options.user_agent = "rollout-measure";
    }

    [[nodiscard]] bool at_work() const {
        return sending ||
               std::any_of(slots.begin(), slots.end(), [](const slot& one) { return one.busy; });
    }
    [[nodiscard]] measure_figures figures() const {
        return tally.at(stopped ? *stopped : measure_clock::now());
    }

    measure_settings wanted;
    expectation expected;
    std::chrono::milliseconds timeout;
    engine_api::probe_options options;
    measure_tally tally;
    std::array<slot, 8> slots;
    net::cancellation_signal stop_sending;
    bool sending = true;
    std::optional<measure_time> stopped;
    net::steady_timer one_ended;  ///< cancelled when a request or the sending has ended
};

namespace {

using shared_state = std::shared_ptr<measurement_state>;

struct note_answer {
    const measurement_state& of;
    measured_request& request;

    void operator()(const engine_api::http_answer& answer) const {
        request.answered = true;
        request.good = is_good_answer(answer.status, of.expected);
        request.saw = "status " + std::to_string(answer.status);
        if (!of.wanted.by.empty()) request.by = answer.headers.value(of.wanted.by);
    }
    void operator()(const engine_api::probe_failure& failure) const { request.saw = failure.text; }
};

net::awaitable<void> measure_once(shared_state s) {
    measured_request request;
    request.sent = measure_clock::now();
    const auto until = engine_api::deadline::after(s->timeout);
    try {
        const auto seen = co_await engine_api::probe_http(s->wanted.target, s->options, until);
        std::visit(note_answer{*s, request}, seen);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) co_return;
        request.saw = e.what();
    }
    request.ended = measure_clock::now();
    s->tally.add(request);
}

void send_or_skip(const shared_state& s) {
    const auto free =
        std::find_if(s->slots.begin(), s->slots.end(), [](const auto& one) { return !one.busy; });
    if (free == s->slots.end()) {
        s->tally.skip(1);
        return;
    }
    auto& mine = *free;
    mine.busy = true;
    const auto ended = [s, &mine](const std::exception_ptr&) {
        mine.busy = false;
        s->one_ended.cancel();
    };
    net::co_spawn(s->one_ended.get_executor(), measure_once(s),
                  net::bind_cancellation_slot(mine.cancel.slot(), ended));
}

net::awaitable<void> keep_measuring(shared_state s) {
    measure_pace pace(measure_clock::now(), s->wanted.rate);
    for (;;) {
        co_await engine_work::sleep_for(pace.due() - measure_clock::now());
        // A wait that was over already when it was stopped ends as if it had not been.
        if (s->stopped) co_return;
        send_or_skip(s);
        s->tally.skip(pace.go_on(measure_clock::now()));
    }
}

void stop_sending(measurement_state& s) {
    if (!s.stopped) s.stopped = measure_clock::now();
    s.stop_sending.emit(net::cancellation_type::terminal);
}

void give_up(measurement_state& s) {
    for (auto& one : s.slots)
        one.cancel.emit(net::cancellation_type::terminal);
}

measured event_of(const measurement_state& s) {
    const auto figures = s.figures();
    measured e;
    e.url = s.wanted.url;
    e.sent = figures.sent;
    e.failed = figures.failed;
    e.skipped = figures.skipped;
    e.longest_gap_ms = figures.longest_gap.count();
    e.slowest_ms = figures.slowest.count();
    e.first_failure = figures.first_failure;
    e.answered_by = figures.answered_by;
    return e;
}

}  // namespace

measurement::measurement(const net::any_io_executor& executor, const settings& s) {
    if (s.measure.url.empty()) return;
    state_ = std::make_shared<measurement_state>(executor, s);
    const auto ended = [state = state_](const std::exception_ptr&) {
        state->sending = false;
        state->one_ended.cancel();
    };
    net::co_spawn(executor, keep_measuring(state_),
                  net::bind_cancellation_slot(state_->stop_sending.slot(), ended));
}

measurement::~measurement() {
    if (!state_) return;
    stop_sending(*state_);
    give_up(*state_);
}

std::optional<measure_failed> measurement::failed() const {
    if (!state_ || !state_->wanted.max_failed) return std::nullopt;
    const auto figures = state_->figures();
    const int most = *state_->wanted.max_failed;
    if (figures.charged <= most) return std::nullopt;
    measure_failed e;
    e.url = state_->wanted.url;
    e.failed = figures.charged;
    e.max_failed = most;
    e.first_failure = figures.first_charged;
    return e;
}

void measurement::charge() {
    if (state_) state_->tally.charge_from(measure_clock::now());
}

std::string measurement::unreachable() const {
    if (!state_) return {};
    const auto figures = state_->figures();
    return figures.answered == 0 ? figures.first_failure : "";
}

net::awaitable<std::optional<measured>> measurement::end() {
    const auto s = state_;
    if (!s) co_return std::nullopt;
    stop_sending(*s);
    while (s->at_work()) {
        const auto asked = (co_await net::this_coro::cancellation_state).cancelled();
        if (asked != net::cancellation_type::none) give_up(*s);
        co_await s->one_ended.async_wait(net::as_tuple(net::use_awaitable));
    }
    co_return event_of(*s);
}

}  // namespace rollout::blue_green
