#pragma once

#include <engine_api/cancellation.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

#include <cstddef>

namespace engine_api::http {

/// Runs one read or write of a socket; a cancellation that came before it, when nothing was waited
/// for, ends it too. `begin` begins it with the completion token that it is given.
template <typename Begin>
boost::asio::awaitable<std::size_t> cancellable(Begin begin, boost::system::error_code& ec) {
    const bool asked = co_await take_cancellation();
    if (asked) {
        ec = boost::asio::error::operation_aborted;
        co_return 0;
    }
    const auto n = co_await begin(boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (ec == boost::asio::error::operation_aborted) co_await take_cancellation();
    co_return n;
}

}  // namespace engine_api::http
