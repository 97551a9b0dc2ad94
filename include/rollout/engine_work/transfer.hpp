#pragma once

#include <rollout/engine_work/context.hpp>
#include <rollout/plan/transfer.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::engine_work {

struct transfer_options {
    transfer_options() = default;
    plan::transfer_options what;
    bool ignore_failures = false;  ///< they are reported, and that is all
};

/// Pulls the images of services, at most eight beside each other and each whatever becomes of the
/// others. Throws `failure`, engine_api::error, or std::invalid_argument for an unknown service.
boost::asio::awaitable<void> pull(const context& ctx, transfer_options options);

/// Pushes the images that are built from this file; likewise.
boost::asio::awaitable<void> push(const context& ctx, transfer_options options);

}  // namespace rollout::engine_work
