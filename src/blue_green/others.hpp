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

/// Carries `plan::update_operations` and then `surplus_operations` out. When the former fail, or
/// are cancelled, all that was replaced by then runs again before this throws; `brought_back`
/// becomes false where it does not. What only could not be removed is reported.
boost::asio::awaitable<void> update_others(const context& ctx, plan::operations operations,
                                           plan::operations surplus, bool& brought_back);

/// What an update before this run left, by `plan::settle_updates`; `cut_off`: its run did not end.
/// `seen` is what was observed, and is again if that changed it. An error of the engine is
/// reported, and throws only if nothing can be observed.
boost::asio::awaitable<void> settle_others(const context& ctx, plan::observed& seen, bool cut_off);

}  // namespace rollout::blue_green
