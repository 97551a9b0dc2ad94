#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <traffic/client.hpp>
#include <traffic/long_client.hpp>
#include <traffic/tally.hpp>
#include <traffic/target.hpp>
#include <traffic/traffic.hpp>

namespace traffic {

namespace net = boost::asio;
using clock_type = std::chrono::steady_clock;

class load::impl final : public ledger {
  public:
    explicit impl(options settings)
        : settings_(std::move(settings)),
          where_(parse_target(settings_.url)),
          start_(clock_type::now()),
          counts_(start_) {
        for (int i = 0; i < settings_.keep_alive; ++i)
            add_client(true);
        for (int i = 0; i < settings_.closing; ++i)
            add_client(false);
        for (int i = 0; i < settings_.slow; ++i)
            start(run_slow_client(where_, settings_, *this));
        for (int i = 0; i < settings_.uploads; ++i)
            start(run_upload_client(where_, settings_, *this));
        for (int i = 0; i < settings_.websockets; ++i)
            start(run_websocket_client(where_, settings_, *this));
        thread_ = std::thread([this] {
            context_.run();
            finish();
        });
    }

    ~impl() override { stop(); }

    report stop() {
        stopping_ = true;
        if (thread_.joinable()) thread_.join();
        return so_far();
    }

    report so_far() const {
        const std::lock_guard lock(mutex_);
        return final_ ? *final_ : counts_.at(clock_type::now());
    }

    bool running() const {
        const std::lock_guard lock(mutex_);
        return !final_;
    }

    bool take() override {
        if (stopping_ || taken_ == settings_.max_requests) return false;
        if (clock_type::now() - start_ >= settings_.limit) return false;
        ++taken_;
        return true;
    }

    void answered(std::string_view body) override {
        const std::lock_guard lock(mutex_);
        counts_.answered(clock_type::now(), body);
    }

    void failed(std::string reason) override {
        const std::lock_guard lock(mutex_);
        counts_.failed(clock_type::now(), std::move(reason));
    }

    void ended_idle() override {
        const std::lock_guard lock(mutex_);
        counts_.ended_idle();
    }

    void finished(const std::string& kind) override {
        const std::lock_guard lock(mutex_);
        counts_.finished(kind);
    }

  private:
    void add_client(bool keep_alive) { start(run_client(where_, settings_, keep_alive, *this)); }

    void start(net::awaitable<void> client) {
        net::co_spawn(context_, std::move(client), net::detached);
    }

    void finish() {
        const std::lock_guard lock(mutex_);
        final_ = counts_.at(clock_type::now());
    }

    const options settings_;
    const target where_;
    const clock_type::time_point start_;
    std::atomic<bool> stopping_{false};
    std::uint64_t taken_ = 0;   // only in the load's thread
    mutable std::mutex mutex_;  // counts_ and final_
    tally counts_;
    std::optional<report> final_;
    net::io_context context_{1};
    std::thread thread_;
};

load::load(options settings) {
    check(settings);
    impl_ = std::make_unique<impl>(std::move(settings));
}

load::~load() = default;

report load::stop() {
    return impl_->stop();
}

report load::so_far() const {
    return impl_->so_far();
}

bool load::running() const {
    return impl_->running();
}

}  // namespace traffic
