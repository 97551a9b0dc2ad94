#pragma once

#include "proxy.hpp"
#include "witnesses.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace rollout::blue_green {

/// What the record, the snippet and the containers say about which color is live. Only GET
/// requests, no file is written.
boost::asio::awaitable<witnesses> look(const context& ctx, proxy& nginx,
                                       const plan::observed& seen);

/// Makes the verdict true: snippet, test, reload, generation, record. Throws `failure` (failed)
/// when that does not work out.
boost::asio::awaitable<void> settle(const context& ctx, proxy& nginx, const verdict& v);

/// The color in the record file; nullopt when it is missing, unreadable or names no color.
[[nodiscard]] std::optional<color> read_record(const context& ctx);

/// Writes the record file as a whole. Throws std::runtime_error.
void record(const context& ctx, color live);

}  // namespace rollout::blue_green
