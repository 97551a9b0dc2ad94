#pragma once

#include "http_client.hpp"
#include "readiness_state.hpp"
#include "server.hpp"
#include "settings.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <atomic>
#include <functional>
#include <future>
#include <utility>

namespace app_tests {

inline app::settings any_port() {
    app::settings config;
    config.port = 0;
    config.replica = "blue";
    return config;
}

/// A server on a port that the system chose, on a thread of its own. It listens from construction
/// on, but serves nobody before `run()`.
class running_server {
  public:
    explicit running_server(const app::settings& config = any_port(),
                            const app::server_limits& limits = {})
        : readiness_(config.warm_up,
                     [this] { return app::readiness_state::clock::now() + skipped_.load(); }),
          server_(context_, config, readiness_, limits) {
        server_.start();
    }

    ~running_server() {
        context_.stop();
        if (running_.valid()) running_.wait();
    }

    running_server(const running_server&) = delete;
    running_server& operator=(const running_server&) = delete;

    running_server& run() {
        running_ = std::async(std::launch::async, [this] { context_.run(); });
        return *this;
    }

    /// Before `run()`: the drain is the first thing that happens.
    void drain() {
        boost::asio::post(context_, [this] { server_.drain(); });
    }

    /// `drain()` right after `action`, which runs on the server's thread: the server sees no event
    /// between the two.
    void drain_after(std::function<void()> action) {
        boost::asio::post(context_, [this, action = std::move(action)] {
            action();
            server_.drain();
        });
    }

    /// Moves the clock of the readiness.
    void advance(app::readiness_state::clock::duration step) { skipped_ = skipped_.load() + step; }

    /// Waits until everything that went before on the server's thread is done. Only while a
    /// connection is open: a drained server without one ends, and nothing is done any more.
    void settle() {
        std::promise<void> done;
        boost::asio::post(context_, [&done] { done.set_value(); });
        done.get_future().wait();
    }

    /// True when the drained server comes to its end.
    bool ends() { return running_.wait_for(never_expires) == std::future_status::ready; }

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }

  private:
    std::atomic<app::readiness_state::clock::duration> skipped_{};
    boost::asio::io_context context_{1};
    app::readiness_state readiness_;
    app::server server_;
    std::future<void> running_;
};

}  // namespace app_tests
