#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace rollout::engine_work {

/// Forgets, at its end, a cancellation that came since its begin.
class cancellation_forgotten {
  public:
    cancellation_forgotten(boost::asio::cancellation_state& state, bool told_by_asio)
        : state_(state), kept_(told_by_asio || state.cancelled() != none) {}
    cancellation_forgotten(const cancellation_forgotten&) = delete;
    cancellation_forgotten& operator=(const cancellation_forgotten&) = delete;
    ~cancellation_forgotten() {
        if (!kept_) state_.clear();
    }

  private:
    static constexpr auto none = boost::asio::cancellation_type::none;

    boost::asio::cancellation_state& state_;
    bool kept_;  ///< it was asked before, or Asio itself tells the caller
};

/// Runs `work` out of reach of the caller's cancellation: for what must not be torn, such as a
/// cutover or a clean-up. The caller's cancellation state is left as it was. A signal that comes
/// meanwhile ends no wait, not even the next one; who wants to know asks the `interruption`.
///
/// A caller that may have been cancelled already must have said
/// `co_await this_coro::throw_if_cancelled(false)`, as every command does first: cancellation ends
/// one wait, see `engine_api::take_cancellation`, and the waits behind that are begun as ever.
/// Throws what `work` throws. `T` needs a default constructor.
template <typename T>
boost::asio::awaitable<T> protect(boost::asio::awaitable<T> work) {
    namespace net = boost::asio;
    const auto executor = co_await net::this_coro::executor;
    const bool told_by_asio = co_await net::this_coro::throw_if_cancelled();
    auto state = co_await net::this_coro::cancellation_state;
    const cancellation_forgotten meanwhile(state, told_by_asio);
    auto started = net::co_spawn(executor, std::move(work), net::deferred);
    co_return co_await std::move(started)(
        net::bind_cancellation_slot(net::cancellation_slot(), net::use_awaitable));
}

}  // namespace rollout::engine_work
