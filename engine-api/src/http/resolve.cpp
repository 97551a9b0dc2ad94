#include "http/resolve.hpp"

#include <engine_api/cancellation.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/system/system_error.hpp>

#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace engine_api::http {

namespace net = boost::asio;
using boost::system::error_code;

namespace {

/// What the thread and its caller share. The thread may outlive the caller, and then its executor.
struct search : std::enable_shared_from_this<search> {
    std::mutex mutex;
    net::steady_timer* waiting = nullptr;  // the caller's; null once it has left
    bool done = false;
    peer_list found;
    error_code problem;

    void finish(peer_list peers, error_code ec) {
        const std::lock_guard lock(mutex);
        if (!waiting) return;
        net::post(waiting->get_executor(), [self = shared_from_this(), peers, ec] {
            const std::lock_guard inner(self->mutex);
            self->done = true;
            self->found = peers;
            self->problem = ec;
            if (self->waiting) self->waiting->cancel();
        });
    }
};

/// The caller's stay: however it ends, the thread learns of it.
class stay {
  public:
    stay(std::shared_ptr<search> in, net::steady_timer& timer) : in_(std::move(in)) {
        in_->waiting = &timer;
    }
    ~stay() {
        const std::lock_guard lock(in_->mutex);
        in_->waiting = nullptr;
    }
    stay(const stay&) = delete;
    stay& operator=(const stay&) = delete;

  private:
    std::shared_ptr<search> in_;
};

}  // namespace

peer_list system_lookup(const std::string& host, std::uint16_t port, error_code& ec) {
    net::io_context unused;
    net::ip::tcp::resolver resolver(unused);
    peer_list peers;
    for (const auto& entry : resolver.resolve(host, std::to_string(port), ec))
        peers.push_back(entry.endpoint());
    return peers;
}

net::awaitable<peer_list> resolve(net::any_io_executor executor, const endpoint& where,
                                  deadline::clock::time_point expiry, lookup look_up) {
    error_code ec;
    const auto address = net::ip::make_address(where.host, ec);
    if (!ec) co_return peer_list(1, net::ip::tcp::endpoint(address, where.port));

    net::steady_timer timer(executor, expiry);
    const auto shared = std::make_shared<search>();
    const stay here(shared, timer);
    std::thread([shared, look_up, host = where.host, port = where.port] {
        error_code problem;
        auto peers = look_up(host, port, problem);
        shared->finish(std::move(peers), problem);
    }).detach();
    co_await timer.async_wait(net::redirect_error(net::use_awaitable, ec));
    if (ec == net::error::operation_aborted && !shared->done) co_await take_cancellation();
    if (!shared->done)
        throw boost::system::system_error(ec ? ec : error_code(boost::beast::error::timeout));
    if (shared->problem) throw boost::system::system_error(shared->problem);
    co_return shared->found;
}

}  // namespace engine_api::http
