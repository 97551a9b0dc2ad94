#pragma once

#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/terminal_size.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace engine_api {

struct exec_options {
    exec_options() = default;
    std::vector<std::string> command;  ///< program and arguments; no shell is involved
    std::vector<std::string> environment;
    std::string user;         ///< empty = the container's
    std::string working_dir;  ///< empty = the container's
    bool privileged = false;
    bool attach_stdin = false;
    bool tty = false;
    /// That end the attached connection and leave the command running, `ctrl-p,ctrl-q`; only with a
    /// tty. Empty = the engine's.
    std::string detach_keys;
    /// Of the tty from the start on; API 1.42, left out on an older engine.
    std::optional<terminal_size> console_size;
};

struct exec_state {
    bool running = false;
    std::optional<int> exit_code;  ///< absent while it runs
};

inline constexpr std::size_t longest_exec_output = 64 * 1024;

/// What a finished command left behind.
struct exec_result {
    int exit_code = 0;
    std::string
        output;  ///< stdout and stderr in the order they came, at most `longest_exec_output`
};

/// `/containers/{id}/exec`, `/exec`. Valid as long as the client it came from.
class exec {
  public:
    explicit exec(session& s) : session_(&s) {}

    boost::asio::awaitable<std::string> create(std::string container, exec_options options,
                                               deadline until = {});
    /// Attached; the connection is upgraded (`Upgrade: tcp`). `tty` as it was created. `until`
    /// limits the time to the response head. The stream's end means that the command has closed its
    /// output and that the engine still answers; `inspect` tells whether it has ended.
    boost::asio::awaitable<output_stream> start(std::string exec_id, bool tty, deadline until = {});
    /// Returns when the command runs; its output goes nowhere.
    boost::asio::awaitable<void> start_detached(std::string exec_id, bool tty, deadline until = {});
    /// Only for a command with a tty that runs.
    boost::asio::awaitable<void> resize(std::string exec_id, terminal_size size,
                                        deadline until = {});
    boost::asio::awaitable<exec_state> inspect(std::string exec_id, deadline until = {});

    /// Asks until the command has ended: its exit code. The end of the output comes a little before
    /// it, and long before it when the command closed its output and went on.
    boost::asio::awaitable<int> wait(std::string exec_id, deadline until = {});

    /// create, start, read to the end, wait. `until` limits the whole; a
    /// command that has not ended by then goes on inside the container.
    boost::asio::awaitable<exec_result> run(std::string container, exec_options options,
                                            deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
