#include "together.hpp"

#include <engine_api/cancellation.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <exception>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

net::awaitable<void> caught(net::awaitable<void> work, std::exception_ptr& problem) {
    try {
        co_await std::move(work);
    } catch (...) {
        problem = std::current_exception();
    }
}

}  // namespace

net::awaitable<void> together(net::awaitable<void> one, net::awaitable<void> other) {
    using namespace net::experimental::awaitable_operators;
    std::exception_ptr of_one;
    std::exception_ptr of_other;
    auto first = caught(std::move(one), of_one);
    auto second = caught(std::move(other), of_other);
    co_await (std::move(first) && std::move(second));
    if (!of_one && !of_other) co_return;
    co_await engine_api::take_cancellation();
    std::rethrow_exception(of_one ? of_one : of_other);
}

net::awaitable<void> all_together(std::vector<net::awaitable<void>> all) {
    if (all.empty()) co_return;
    auto last = std::move(all.back());
    all.pop_back();
    if (all.empty()) {
        co_await std::move(last);
        co_return;
    }
    auto others = all_together(std::move(all));
    co_await together(std::move(others), std::move(last));
}

}  // namespace rollout::engine_work
