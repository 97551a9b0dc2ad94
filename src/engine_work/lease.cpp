#include "lease.hpp"

#include "lock_labels.hpp"

#include <engine_api/body_source.hpp>
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
#include <numeric>
#include <span>
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

constexpr std::size_t tar_block = 512;
constexpr std::chrono::milliseconds pause_after_failure = 2s;
constexpr auto renewal_limit = 10s;

std::string octal(std::size_t number, std::size_t digits) {
    std::string text(digits, '0');
    for (auto at = text.rbegin(); at != text.rend(); ++at, number /= 8)
        *at = static_cast<char>('0' + number % 8);
    return text;
}

/// The header of POSIX' ustar for one regular file.
std::string tar_header(std::string_view name, std::size_t size) {
    std::string header(tar_block, '\0');
    const auto put = [&header](std::size_t at, std::string_view text) {
        header.replace(at, text.size(), text);
    };
    put(0, name);
    put(100, octal(0644, 7));
    put(108, octal(0, 7));  // user
    put(116, octal(0, 7));  // group
    put(124, octal(size, 11));
    put(136, octal(0, 11));  // changed
    put(148, "        ");    // what the sum is made with
    put(156, "0");           // a regular file
    put(257, "ustar");
    put(263, "00");
    const auto sum = std::accumulate(header.begin(), header.end(), 0u, [](unsigned all, char c) {
        return all + static_cast<unsigned char>(c);
    });
    put(148, octal(sum, 6) + '\0');
    return header;
}

class text_source final : public engine_api::body_source {
  public:
    explicit text_source(std::string text) : text_(std::move(text)) {}

    std::size_t read(std::span<char> into) override {
        const auto n = std::min(into.size(), text_.size() - sent_);
        std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(sent_), n, into.begin());
        sent_ += n;
        return n;
    }

  private:
    std::string text_;
    std::size_t sent_ = 0;
};

struct renewal {
    bool ended = false;  ///< the lock is no more, or the renewal was cancelled
    std::string problem;
};

net::awaitable<renewal> renew(engine_api::client& engine, const std::string& container) {
    const auto until = engine_api::deadline::after(renewal_limit);
    const engine_api::put_options options;
    auto tar = std::make_unique<text_source>(lease_tar(unix_now() + lease_seconds));
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
    auto content = std::to_string(expires) + '\n';
    auto tar = tar_header(std::string_view(lease_path).substr(1), content.size());
    content.resize(tar_block);
    constexpr std::size_t blocks_at_the_end = 2;
    return tar + content + std::string(blocks_at_the_end * tar_block, '\0');
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
