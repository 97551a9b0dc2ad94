#pragma once

#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/timeouts.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace engine_api {

/// One row of `GET /containers/json`.
struct container_summary {
    std::string id;
    std::vector<std::string> names;  ///< without the leading slash
    std::string image;               ///< as it was asked for at create
    std::string image_id;
    std::string state;   ///< `created`, `running`, `paused`, `restarting`, `exited`, `dead`
    std::string status;  ///< the engine's sentence, `Up 3 minutes (healthy)`
    std::map<std::string, std::string> labels;
};

struct health_probe {
    int exit_code = 0;
    std::string output;
};

/// `State.Health`; absent in `container_state` when the container has no healthcheck.
struct health {
    std::string status;  ///< `starting`, `healthy`, `unhealthy`, `none`
    int failing_streak = 0;
    std::vector<health_probe> log;  ///< oldest first, at most five
};

struct container_state {
    std::string status;  ///< as in `container_summary::state`
    bool running = false;
    bool oom_killed = false;
    int exit_code = 0;
    std::string error;  ///< why the last start failed, in the engine's words
    std::string started_at;
    std::optional<engine_api::health> health;
};

/// `Config.Healthcheck`, the one in force: the image's unless the container overrides it.
/// Zero durations and retries mean the engine's default.
struct health_config {
    std::vector<std::string> test;
    std::chrono::nanoseconds interval{0};
    std::chrono::nanoseconds timeout{0};
    std::chrono::nanoseconds start_period{0};
    int retries = 0;
};

struct mount {
    std::string type;         ///< `bind`, `volume`, `tmpfs`, ...
    std::string source;       ///< host path or volume's directory
    std::string destination;  ///< path in the container
    bool read_write = true;
};

/// `GET /containers/{id}/json`.
struct container_details {
    std::string id;
    std::string name;  ///< without the leading slash
    std::string image;
    std::string image_id;
    std::string created;
    int restart_count = 0;
    container_state state;
    bool tty = false;
    std::map<std::string, std::string> labels;
    std::optional<health_config> healthcheck;
    std::vector<mount> mounts;
    std::vector<std::string> networks;
};

struct list_containers_options {
    list_containers_options() = default;
    bool all = false;  ///< also those that do not run
    filters filter;
};

struct created_container {
    std::string id;
    std::vector<std::string> warnings;
};

struct stop_options {
    stop_options() = default;
    std::optional<int> seconds;  ///< absent = the container's own stop timeout, else 10 s
};

struct remove_options {
    remove_options() = default;
    bool force = false;    ///< kill it first when it runs
    bool volumes = false;  ///< anonymous volumes too
};

struct logs_options {
    logs_options() = default;
    bool follow = false;
    bool timestamps = false;
    std::optional<int> tail;  ///< last lines; absent = all
};

/// `GET /containers/{id}/top`: the engine runs `ps` on its host.
struct process_table {
    std::vector<std::string> titles;
    std::vector<std::vector<std::string>> rows;
};

/// One file read out of a container.
struct file_in_container {
    std::string content;
    std::chrono::system_clock::time_point modified;
};

/// `/containers`. An empty id or name is refused (bad_request) before anything is sent. Valid as
/// long as the client it came from.
class containers {
  public:
    explicit containers(session& s) : session_(&s) {}

    boost::asio::awaitable<std::vector<container_summary>> list(list_containers_options o = {},
                                                                deadline until = {});
    /// `body` is the JSON document of `POST /containers/create`.
    boost::asio::awaitable<created_container> create(std::string name, std::string body,
                                                     deadline until = {});
    boost::asio::awaitable<container_details> inspect(std::string id, deadline until = {});
    /// False = it was running already (304).
    boost::asio::awaitable<bool> start(std::string id, deadline until = {});
    /// False = it had stopped already (304). The limit for the head grows by the time to stop.
    boost::asio::awaitable<bool> stop(std::string id, stop_options o = {}, deadline until = {});
    boost::asio::awaitable<void> remove(std::string id, remove_options o = {}, deadline until = {});
    boost::asio::awaitable<void> rename(std::string id, std::string name, deadline until = {});
    /// `tty` as `container_details::tty` says.
    boost::asio::awaitable<output_stream> logs(std::string id, bool tty, logs_options o = {},
                                               deadline until = {});
    boost::asio::awaitable<process_table> top(std::string id, std::string ps_args,
                                              deadline until = {});
    /// Reads one regular file (at most 1 MiB) through `GET /containers/{id}/archive`.
    boost::asio::awaitable<file_in_container> read_file(std::string id, std::string path,
                                                        deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
