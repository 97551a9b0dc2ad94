#pragma once

#include <rollout/blue_green/context.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>
#include <vector>

namespace rollout::blue_green {

/// The services that a deploy leaves alone, the proxy among them, and that run with another
/// configuration than the file's; only those that start with the stack.
[[nodiscard]] std::vector<std::string> outdated_others(const context& ctx,
                                                       const plan::observed& seen);

/// Carries `plan::update_operations` out. When that fails, or is cancelled, what was replaced by
/// then runs again before this throws.
boost::asio::awaitable<void> update_others(const context& ctx, plan::operations operations);

/// What an update of a run that was killed left, by `plan::settle_updates`; `seen` is what was
/// observed, and is again if that changed it.
boost::asio::awaitable<void> settle_others(const context& ctx, plan::observed& seen);

}  // namespace rollout::blue_green
