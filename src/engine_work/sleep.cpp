#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace rollout::engine_work {

namespace net = boost::asio;

net::awaitable<void> sleep_for(std::chrono::nanoseconds duration) {
    net::steady_timer timer(co_await net::this_coro::executor,
                            std::chrono::duration_cast<net::steady_timer::duration>(duration));
    co_await timer.async_wait(net::use_awaitable);
}

}  // namespace rollout::engine_work
