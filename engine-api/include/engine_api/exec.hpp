#pragma once

#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
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
};

struct terminal_size {
    terminal_size() = default;
    terminal_size(int r, int c) : rows(r), columns(c) {}
    int rows = 24;
    int columns = 80;
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

    /// create, start, read to the end, inspect until it has ended. `until` limits the whole; a
    /// command that has not ended by then goes on inside the container.
    boost::asio::awaitable<exec_result> run(std::string container, exec_options options,
                                            deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
