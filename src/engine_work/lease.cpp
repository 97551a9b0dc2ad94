#include "lease.hpp"

#include "lock_labels.hpp"

#include <engine_api/body_source.hpp>
#include <engine_api/client.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <exception>
#include <span>
#include <stdexcept>
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

constexpr std::size_t largest_tar = 16 * 1024;
constexpr std::chrono::milliseconds pause_after_failure = 2s;
constexpr auto renewal_limit = 10s;

void check(archive* writer, int result) {
    if (result != ARCHIVE_OK) throw std::runtime_error(archive_error_string(writer));
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
    const auto content = std::to_string(expires) + '\n';
    std::string tar(largest_tar, '\0');
    std::size_t used = 0;
    const std::unique_ptr<archive, decltype(&archive_write_free)> writer(archive_write_new(),
                                                                         &archive_write_free);
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              &archive_entry_free);
    archive_entry_set_pathname(entry.get(), lease_path + 1);
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(content.size()));
    auto* const out = writer.get();
    check(out, archive_write_set_format_ustar(out));
    check(out, archive_write_set_bytes_per_block(out, 0));
    check(out, archive_write_open_memory(out, tar.data(), tar.size(), &used));
    check(out, archive_write_header(out, entry.get()));
    if (archive_write_data(out, content.data(), content.size()) < 0) check(out, ARCHIVE_FATAL);
    check(out, archive_write_close(out));
    tar.resize(used);
    return tar;
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
