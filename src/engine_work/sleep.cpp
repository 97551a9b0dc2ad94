#include <engine_api/cancellation.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

namespace rollout::engine_work {

namespace net = boost::asio;

net::awaitable<void> sleep_for(std::chrono::nanoseconds duration) {
    net::steady_timer timer(co_await net::this_coro::executor,
                            std::chrono::duration_cast<net::steady_timer::duration>(duration));
    boost::system::error_code ec;
    const bool asked = co_await engine_api::take_cancellation();
    if (!asked) co_await timer.async_wait(net::redirect_error(net::use_awaitable, ec));
    const bool ended = co_await engine_api::take_cancellation();
    if (asked || ended) ec = net::error::operation_aborted;
    if (ec) throw boost::system::system_error(ec);
}

}  // namespace rollout::engine_work
