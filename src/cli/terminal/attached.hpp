#pragma once

#include <engine_api/streams.hpp>
#include <engine_api/terminal_size.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/signal_set.hpp>
#include <cli/process.hpp>

#include <functional>
#include <string>

namespace rollout::cli {

struct attached_options {
    attached_options() = default;
    bool input = true;        ///< false: standard input is left alone
    bool tty = false;         ///< the program has one: the keys go to it as they are typed
    std::string detach_keys;  ///< empty = the engine's default; only with a tty
    /// Tells the engine the terminal's size; only with a tty. What it throws is tried again soon
    /// after the start, when the program may not run yet, and forgotten then.
    std::function<boost::asio::awaitable<void>(engine_api::terminal_size)> resize;
    /// Signals that are sent to us, and how one is passed on; absent: none is.
    boost::asio::signal_set* signals = nullptr;
    std::function<boost::asio::awaitable<void>(int number)> pass_on;
    /// Waited for once the program's output has ended, with signals still passed on; absent: not.
    std::function<boost::asio::awaitable<void>()> until;
};

enum class attached_end {
    of_output,    ///< the program has closed its output, or ended
    by_keys,      ///< the user typed the detach keys: the program goes on
    of_a_reader,  ///< nobody reads our output any more
};

/// Makes our standard streams those of a program that is attached to: what it writes is written
/// here byte by byte, what comes in is sent to it, and the end of our input ends its input. With a
/// tty our terminal is raw meanwhile. However it ends, the terminal is as before. Throws
/// engine_api::error, std::system_error for a stream of ours, and either when it is cancelled; and
/// engine_work::failure with the signal's exit code at the third SIGINT or SIGTERM to pass on.
boost::asio::awaitable<attached_end> be_attached(standard_descriptors here,
                                                 engine_api::output_stream& program,
                                                 attached_options options);

/// The exit code of a program that SIGPIPE ends, as shells tell it.
inline constexpr int exit_code_of_sigpipe = 141;

}  // namespace rollout::cli
