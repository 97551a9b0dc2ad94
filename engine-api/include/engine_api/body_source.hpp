#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace engine_api {

/// A request body that is made while it is sent, in constant memory.
class body_source {
  public:
    body_source() = default;
    body_source(const body_source&) = delete;
    body_source& operator=(const body_source&) = delete;
    virtual ~body_source() = default;

    /// Waited for before each `read`, for what is long in coming, such as a pipe: only cancellation
    /// limits it, and ends it as an operation of Asio. By default there is nothing to wait for.
    virtual boost::asio::awaitable<void> ready() { co_return; }
    /// Fills the front of `into` and returns how much; 0 = the end. May block on files. May throw:
    /// then the request is abandoned and the exception reaches the caller.
    virtual std::size_t read(std::span<char> into) = 0;
};

}  // namespace engine_api
