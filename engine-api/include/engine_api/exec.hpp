#pragma once

#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

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
    bool attach_stdin = false;
    bool tty = false;
};

struct exec_state {
    bool running = false;
    std::optional<int> exit_code;  ///< absent while it runs
};

/// What a finished command left behind.
struct exec_result {
    int exit_code = 0;
    std::string output;  ///< stdout and stderr in the order they came, at most 64 KiB
};

/// `/containers/{id}/exec`, `/exec`. Valid as long as the client it came from.
class exec {
  public:
    explicit exec(session& s) : session_(&s) {}

    boost::asio::awaitable<std::string> create(std::string container, exec_options options,
                                               deadline until = {});
    /// Attached; the connection is upgraded (`Upgrade: tcp`).
    boost::asio::awaitable<output_stream> start(std::string exec_id, bool tty, deadline until = {});
    boost::asio::awaitable<exec_state> inspect(std::string exec_id, deadline until = {});

    /// create, start, read to the end, inspect. `until` limits the whole; a command that has not
    /// ended by then goes on inside the container.
    boost::asio::awaitable<exec_result> run(std::string container, exec_options options,
                                            deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
