#pragma once

#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

/// The project's proxy, which must run. Throws `failure` (failed) when it does not.
boost::asio::awaitable<plan::observed_container> find_proxy(const context& ctx);

/// Throws as `path_in_proxy` when the proxy does not see the snippets.
void check_proxy_sees_snippets(const context& ctx);

/// What speaks to it. Throws as `check_proxy_sees_snippets`.
[[nodiscard]] proxy proxy_in(const context& ctx, const plan::observed_container& container);

}  // namespace rollout::blue_green
