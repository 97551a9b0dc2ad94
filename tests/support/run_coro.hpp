#pragma once

#include <support/waiting.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace support {

// Runs the coroutine that `factory` makes on an io_context of its own (`factory` takes nothing or
// that context's executor), and returns its value or throws its exception. When it has not finished
// within the limit the test fails, and std::runtime_error is thrown.
template <typename Factory>
auto run_coro(Factory factory, std::chrono::milliseconds limit = never_expires) {
    boost::asio::io_context context;
    const auto start = [&] {
        if constexpr (std::is_invocable_v<Factory, boost::asio::any_io_executor>) {
            return factory(boost::asio::any_io_executor(context.get_executor()));
        } else {
            return factory();
        }
    };
    using value_type = typename decltype(start())::value_type;
    bool finished = false;
    std::exception_ptr thrown;
    const auto unfinished = [&] {
        context.run_for(limit);
        if (finished) return;
        ADD_FAILURE() << "the coroutine did not finish within " << limit.count() << " ms";
        throw std::runtime_error("coroutine not finished");
    };
    if constexpr (std::is_void_v<value_type>) {
        boost::asio::co_spawn(context, start(), [&](std::exception_ptr error) {
            finished = true;
            thrown = error;
        });
        unfinished();
        if (thrown) std::rethrow_exception(thrown);
    } else {
        std::optional<value_type> value;
        boost::asio::co_spawn(context, start(), [&](std::exception_ptr error, value_type result) {
            finished = true;
            thrown = error;
            if (!error) value.emplace(std::move(result));
        });
        unfinished();
        if (thrown) std::rethrow_exception(thrown);
        return std::move(*value);
    }
}

}  // namespace support
