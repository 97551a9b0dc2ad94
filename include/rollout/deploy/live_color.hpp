#pragma once

#include <rollout/deploy/context.hpp>
#include <rollout/deploy/proxy.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/strategy/witnesses.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::deploy {

/// What the record, the snippet and the containers say about which color is live. Only GET
/// requests, no file is written.
boost::asio::awaitable<strategy::witnesses> look(const context& ctx, proxy& nginx,
                                                 const plan::observed& seen);

/// Makes the verdict true: snippet, test, reload, generation, record. Throws `failure` (failed)
/// when that does not work out.
boost::asio::awaitable<void> settle(const context& ctx, proxy& nginx,
                                    const strategy::verdict& verdict);

/// What the record file says.
struct record_reading {
    strategy::color live = strategy::color::blue;  ///< the color to assume from it alone
    bool written = false;  ///< false: it is missing, unreadable or names no color
};
[[nodiscard]] record_reading read_record(const strategy::settings& settings);

/// Writes the record file as a whole. Throws std::runtime_error.
void record(const strategy::settings& settings, strategy::color live);

}  // namespace rollout::deploy
