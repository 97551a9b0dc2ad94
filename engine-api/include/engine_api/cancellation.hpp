#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/this_coro.hpp>

namespace engine_api {

/// True when the caller's coroutine was cancelled and no wait has ended by it yet; told once.
///
/// Asio tells a coroutine that has switched `throw_if_cancelled` off nothing when no wait of it was
/// under way, as between the end of a write and the read behind it. This library asks before each
/// wait and whenever one was ended, so that each cancellation ends exactly one wait: the one that
/// it meets, or else the next. Waits of your own do the same with this function.
///
/// A coroutine that has `throw_if_cancelled`, Asio's default, hears of it from Asio at its next
/// `co_await`; there it is always false and changes nothing.
inline boost::asio::awaitable<bool> take_cancellation() {
    namespace this_coro = boost::asio::this_coro;
    const bool told_by_asio = co_await this_coro::throw_if_cancelled();
    if (told_by_asio) co_return false;
    auto state = co_await this_coro::cancellation_state;
    const bool asked = state.cancelled() != boost::asio::cancellation_type::none;
    state.clear();
    co_return asked;
}

}  // namespace engine_api
