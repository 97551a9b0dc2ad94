#include "lease.hpp"

#include "lock_labels.hpp"
#include "one_file_tar.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <exception>
#include <utility>

namespace rollout::engine_work {

namespace net = boost::asio;
using namespace std::chrono_literals;

struct lease_state {
    lease_state(const net::any_io_executor& executor, engine_api::client& e, reporter& r)
        : engine(e), says(r), ended(executor, net::steady_timer::time_point::max()) {}

    engine_api::client& engine;
    reporter& says;
    std::string container;
    std::chrono::milliseconds interval{0};
    net::cancellation_signal cancel;
    net::steady_timer ended;  ///< cancelled when the renewal has ended
    bool running = true;
};

namespace {

constexpr std::chrono::milliseconds pause_after_failure = 2s;
constexpr auto renewal_limit = 10s;

struct renewal {
    bool ended = false;  ///< the lock is no more, or the renewal was cancelled
    std::string problem;
};

net::awaitable<renewal> renew(engine_api::client& engine, const std::string& container) {
    const auto until = engine_api::deadline::after(renewal_limit);
    const engine_api::put_options options;
    auto tar = text_body(lease_tar(unix_now() + lease_seconds));
    renewal result;
    try {
        co_await engine.containers().put_archive(container, "/", std::move(tar), options, until);
    } catch (const engine_api::error& e) {
        using kind = engine_api::error_kind;
        result.ended = e.kind() == kind::not_found || e.kind() == kind::cancelled;
        result.problem = e.what();
    }
    co_return result;
}

net::awaitable<void> keep_renewing(std::shared_ptr<lease_state> s) {
    auto pause = s->interval;
    bool told = false;
    for (;;) {
        co_await sleep_for(pause);
        const auto result = co_await renew(s->engine, s->container);
        if (result.ended) co_return;
        const bool good = result.problem.empty();
        pause = good ? s->interval : std::min(s->interval, pause_after_failure);
        if (!good && !std::exchange(told, true)) s->says.report(lock_not_renewed{result.problem});
    }
}

}  // namespace

std::string lease_tar(std::int64_t expires) {
    return one_file_tar(lease_path + 1, std::to_string(expires) + '\n');
}

std::optional<std::int64_t> expiry_in(std::string_view lease) {
    std::int64_t value = 0;
    const auto [stop, ec] = std::from_chars(lease.data(), lease.data() + lease.size(), value);
    return ec == std::errc() ? std::optional(value) : std::nullopt;
}

lease_keeper::lease_keeper(net::any_io_executor executor, engine_api::client& engine,
                           reporter& says, std::string container,
                           std::chrono::milliseconds interval)
    : state_(std::make_shared<lease_state>(executor, engine, says)) {
    state_->container = std::move(container);
    state_->interval = interval;
    const auto ended = [s = state_](const std::exception_ptr&) {
        s->running = false;
        s->ended.cancel();
    };
    net::co_spawn(executor, keep_renewing(state_),
                  net::bind_cancellation_slot(state_->cancel.slot(), ended));
}

lease_keeper::~lease_keeper() {
    state_->cancel.emit(net::cancellation_type::terminal);
}

net::awaitable<void> lease_keeper::end() {
    const auto s = state_;
    s->cancel.emit(net::cancellation_type::terminal);
    while (s->running)
        co_await s->ended.async_wait(net::as_tuple(net::use_awaitable));
}

}  // namespace rollout::engine_work
