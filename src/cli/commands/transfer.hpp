#pragma once

#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/transfer.hpp>

namespace rollout::cli {

class frame;

using transfer_function = boost::asio::awaitable<void> (*)(const engine_work::context&,
                                                           engine_work::transfer_options);

/// What `pull` and `push` have in common: `how` with the services that the user named; `quiet`:
/// only what goes wrong is told.
engine_work::exit_code transfer(const frame& f, engine_work::transfer_options wanted, bool quiet,
                                transfer_function how);

}  // namespace rollout::cli
