#pragma once

#include <rollout/blue_green/context.hpp>
#include <rollout/plan/one_off.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

/// The settings' pre-deploy command, for the color that is to become live.
[[nodiscard]] plan::one_off pre_deploy_of(const settings& s, color to);

/// Runs that command, if there is one, once the images of `to` are on the engine and before
/// anything is replaced. Whatever it throws (as `engine_work::run_one_off`), neither color was
/// changed. A signal that comes when the command has ended throws nothing: ask
/// `ctx.work.interrupted`.
boost::asio::awaitable<void> run_pre_deploy(const context& ctx, color to);

}  // namespace rollout::blue_green
