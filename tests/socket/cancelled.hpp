// Work that is cancelled from outside while it is under way.
#pragma once

#include "support.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <optional>

namespace engine_api {

inline constexpr std::chrono::milliseconds at_once{100};

/// Cancels `work` a little after its start, and expects it to end at once; what it threw.
inline std::optional<failure> cancelled(
    const std::function<net::awaitable<void>(net::any_io_executor)>& work) {
    net::io_context context;
    net::cancellation_signal signal;
    std::optional<failure> ended;
    auto emitted = clock_type::time_point::max();
    auto finished = clock_type::time_point::max();
    net::co_spawn(context, work(context.get_executor()),
                  net::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr thrown) {
                      finished = clock_type::now();
                      ended = failure_of([&] {
                          if (thrown) std::rethrow_exception(thrown);
                      });
                  }));
    net::steady_timer timer(context, must_expire);
    timer.async_wait([&](auto) {
        emitted = clock_type::now();
        signal.emit(net::cancellation_type::terminal);
    });
    context.run_for(never_expires);
    EXPECT_LT(finished - emitted, at_once);
    return ended;
}

inline void expect_cancelled(const std::optional<failure>& ended) {
    ASSERT_TRUE(ended) << "it ended as if nothing had happened";
    EXPECT_EQ(ended->kind, error_kind::cancelled) << ended->text;
}

}  // namespace engine_api
