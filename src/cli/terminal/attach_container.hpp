#pragma once

#include <engine_api/containers.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/awaitable.hpp>
#include <cli/terminal/attached.hpp>

#include <string>

namespace rollout::cli {

/// How to be attached to a container's own program: sizes go to its terminal, and `signals`, if not
/// null, to the program.
[[nodiscard]] attached_options attached_to(engine_api::containers& containers,
                                           const std::string& id, bool tty,
                                           boost::asio::signal_set* signals);

/// The command's exit code: the program's, once it has ended, as `end` tells it.
[[nodiscard]] boost::asio::awaitable<engine_work::exit_code> code_of(attached_end how,
                                                                     engine_api::exit_watch& end);

}  // namespace rollout::cli
