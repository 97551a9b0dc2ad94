#pragma once

#include <engine_api/containers.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/awaitable.hpp>
#include <cli/terminal/attached.hpp>

#include <string>

namespace rollout::cli {

/// How a program ends.
struct program_end {
    engine_api::exit_watch watch;
    int exit_code = 0;  ///< once it has ended
};

/// How to be attached to a container's own program, until it has ended: sizes go to its terminal,
/// and `signals`, if not null, to the program. Both must outlive the options, as `end` must.
[[nodiscard]] attached_options attached_to(engine_api::containers& containers,
                                           const std::string& id, bool tty,
                                           boost::asio::signal_set* signals, program_end& end);

/// The command's exit code: the program's, if it has ended.
[[nodiscard]] engine_work::exit_code code_of(attached_end how, const program_end& end);

}  // namespace rollout::cli
