#include <support/engine/loop.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <exception>
#include <future>
#include <thread>
#include <utility>

namespace support::engine {

namespace net = boost::asio;

class loop::impl {
  public:
    net::io_context context{1};
    net::executor_work_guard<net::io_context::executor_type> busy{context.get_executor()};
    std::thread thread;
};

loop::loop() : impl_(std::make_unique<impl>()) {
    impl_->thread = std::thread([state = impl_.get()] { state->context.run(); });
}

loop::~loop() {
    stop();
}

net::io_context& loop::context() {
    return impl_->context;
}

void loop::run(const std::function<void()>& work) {
    if (impl_->context.get_executor().running_in_this_thread()) return work();
    std::promise<void> done;
    net::post(impl_->context, [&] {
        try {
            work();
            done.set_value();
        } catch (...) {
            done.set_exception(std::current_exception());
        }
    });
    done.get_future().get();
}

void loop::after(std::chrono::milliseconds pause, std::function<void()> work) {
    auto timer = std::make_shared<net::steady_timer>(impl_->context, pause);
    timer->async_wait([timer, work = std::move(work)](boost::system::error_code error) {
        if (!error) work();
    });
}

void loop::stop() {
    impl_->context.stop();
    if (impl_->thread.joinable()) impl_->thread.join();
}

}  // namespace support::engine
