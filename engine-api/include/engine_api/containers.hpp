#pragma once

#include <engine_api/body_source.hpp>
#include <engine_api/filters.hpp>
#include <engine_api/fwd.hpp>
#include <engine_api/streams.hpp>
#include <engine_api/terminal_size.hpp>
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

/// A port of a container that can be reached from outside of its networks.
struct published_port {
    int container_port = 0;
    std::string protocol;  ///< `tcp`, `udp`, `sctp`
    std::string host_ip;   ///< `0.0.0.0` and `::` stand for all addresses
    int host_port = 0;
};

struct mount {
    std::string type;         ///< `bind`, `volume`, `tmpfs`, ...
    std::string name;         ///< of a volume
    std::string source;       ///< host path or volume's directory
    std::string destination;  ///< path in the container
    bool read_write = true;
};

struct health_probe {
    int exit_code = 0;
    std::string output;
};

/// `State.Health` of a container; absent in `container_state` when it has no healthcheck.
struct health {
    std::string status;  ///< `starting`, `healthy`, `unhealthy`, `none`
    int failing_streak = 0;
    std::vector<health_probe> log;  ///< oldest first, at most five
};

/// One row of `GET /containers/json`.
struct container_summary {
    std::string id;
    std::vector<std::string> names;  ///< without the leading slash
    std::string image;               ///< as it was asked for at create
    std::string image_id;
    std::string command;       ///< with its arguments
    std::string state;         ///< `created`, `running`, `paused`, `restarting`, `exited`, `dead`
    std::string status;        ///< the engine's sentence, `Up 3 minutes (healthy)`
    std::int64_t created = 0;  ///< seconds since 1970
    std::map<std::string, std::string> labels;
    std::vector<published_port> ports;    ///< of one that runs
    std::vector<published_port> exposed;  ///< likewise; these have no host's address and port
    std::vector<std::string> networks;
    std::map<std::string, std::string> network_ids;  ///< by the networks' names
    std::vector<mount> mounts;
    /// Its IPv4 address in each network that gave it one; empty for one that does not run.
    std::map<std::string, std::string> addresses;
    /// Without its log, `none` for one without a healthcheck; absent below API 1.52.
    std::optional<engine_api::health> health;
};

struct container_state {
    std::string status;  ///< as in `container_summary::state`
    bool running = false;
    bool oom_killed = false;
    int exit_code = 0;
    std::string error;        ///< why the last start failed, in the engine's words
    std::string started_at;   ///< RFC 3339; year 1 = never
    std::string finished_at;  ///< likewise
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
    /// The further names by which others find it, by the network's name.
    std::map<std::string, std::vector<std::string>> aliases;
    std::vector<published_port> ports;  ///< of one that runs
};

struct list_containers_options {
    list_containers_options() = default;
    bool all = false;  ///< also those that do not run
    filters filter;
};

struct create_options {
    create_options() = default;
    std::string platform;  ///< `linux/arm64`; an image for another one is refused; empty = any
};

struct created_container {
    std::string id;
    std::vector<std::string> warnings;  ///< the engine's, and what was left out for its version
};

struct stop_options {
    stop_options() = default;
    std::optional<int> seconds;  ///< absent = the container's own stop timeout, else 10 s
    std::string signal;          ///< empty = the container's own; API 1.42
};

struct remove_options {
    remove_options() = default;
    bool force = false;    ///< kill it first when it runs
    bool volumes = false;  ///< anonymous volumes too
};

struct logs_options {
    logs_options() = default;
    bool follow = false;
    bool timestamps = false;  ///< each line begins with its RFC 3339 time and a blank
    bool out = true;
    bool err = true;
    std::optional<int> tail;                        ///< last lines; absent = all
    std::optional<std::chrono::nanoseconds> since;  ///< 1970; absent = from the beginning
    std::optional<std::chrono::nanoseconds> until;  ///< absent = to the end
};

/// Which of its standard streams a client gets.
struct attach_options {
    attach_options() = default;
    bool in = false;  ///< only of a container that was created with `OpenStdin`
    bool out = true;
    bool err = true;
    bool logs = false;        ///< first what was written before
    std::string detach_keys;  ///< as in `exec_options`
};

/// What `wait` waits for.
enum class wait_condition {
    not_running,  ///< at once when it does not run
    next_exit,
    removed,
};

struct wait_result {
    int exit_code = 0;
    std::string error;  ///< why waiting failed inside the engine; empty = it did not
};

/// A wait that has begun: no end from now on is missed. It owns its connection.
class exit_watch {
  public:
    explicit exit_watch(std::unique_ptr<byte_reader> reader);
    exit_watch(exit_watch&&) noexcept;
    exit_watch& operator=(exit_watch&&) noexcept;
    ~exit_watch();

    /// To be asked once. Only `until` and `timeouts::stream` limit it.
    boost::asio::awaitable<wait_result> result(deadline until = {});

  private:
    std::shared_ptr<byte_reader> reader_;
};

struct prune_result {
    std::vector<std::string> deleted;  ///< ids, or names where the resource has names alone
    std::int64_t space_reclaimed = 0;  ///< bytes
};

/// `GET /containers/{id}/top`: the engine runs `ps` on its host.
struct process_table {
    std::vector<std::string> titles;
    std::vector<std::vector<std::string>> rows;
};

/// What is at a path inside a container.
struct path_stat {
    std::string name;  ///< last part of the path
    std::int64_t size = 0;
    std::uint32_t permissions = 0;  ///< 0755 and the like
    bool is_directory = false;
    bool is_link = false;
    std::chrono::system_clock::time_point modified;  ///< the epoch where the engine says no time
    std::string link_target;                         ///< empty unless it is a link
};

struct put_options {
    put_options() = default;
    bool no_overwrite_dir_non_dir = false;  ///< a file never replaces a directory, nor one a file
    bool copy_uid_gid = false;              ///< owners as the archive says
};

/// One file read out of a container.
struct file_in_container {
    std::string content;
    std::chrono::system_clock::time_point modified;
};

/// `/containers`. An empty id or name is refused (bad_request) before anything is sent. Valid as
/// long as the client it came from. Requests that have no options struct are JSON documents as the
/// API describes them; fields that this engine's version lacks are left out or refused, see
/// README.md.
class containers {
  public:
    explicit containers(session& s) : session_(&s) {}

    boost::asio::awaitable<std::vector<container_summary>> list(list_containers_options o = {},
                                                                deadline until = {});
    /// `body` is the JSON document of `POST /containers/create`.
    boost::asio::awaitable<created_container> create(std::string name, std::string body,
                                                     create_options o = {}, deadline until = {});
    /// As `create`; nullopt when a container has the name already.
    boost::asio::awaitable<std::optional<created_container>> create_unless_taken(
        std::string name, std::string body, deadline until = {});
    boost::asio::awaitable<container_details> inspect(std::string id, deadline until = {});
    /// As `inspect`; nullopt when there is no such container (404).
    boost::asio::awaitable<std::optional<container_details>> find(std::string id,
                                                                  deadline until = {});
    /// False = it was running already (304).
    boost::asio::awaitable<bool> start(std::string id, deadline until = {});
    /// False = it had stopped already (304). The limit for the head grows by the time to stop; when
    /// that is the container's own, which the caller may not know, by ten minutes.
    boost::asio::awaitable<bool> stop(std::string id, stop_options o = {}, deadline until = {});
    /// As `stop`, and then a start.
    boost::asio::awaitable<void> restart(std::string id, stop_options o = {}, deadline until = {});
    /// `signal` as `SIGHUP` or a number; empty = SIGKILL. `conflict` when it does not run.
    boost::asio::awaitable<void> kill(std::string id, std::string signal = {}, deadline until = {});
    /// Freezes all its processes. `conflict` when it does not run or is paused already.
    boost::asio::awaitable<void> pause(std::string id, deadline until = {});
    /// `conflict` when it is not paused.
    boost::asio::awaitable<void> unpause(std::string id, deadline until = {});
    /// `body` is the JSON document of `POST /containers/{id}/update`; the engine's warnings.
    boost::asio::awaitable<std::vector<std::string>> update(std::string id, std::string body,
                                                            deadline until = {});
    /// Ends when the condition holds: only `until` and `timeouts::stream` limit it.
    boost::asio::awaitable<wait_result> wait(std::string id,
                                             wait_condition c = wait_condition::not_running,
                                             deadline until = {});
    /// The same, begun when it returns and asked for its result later.
    boost::asio::awaitable<exit_watch> watch_exit(std::string id, wait_condition c,
                                                  deadline until = {});
    /// Removes those that do not run and match.
    boost::asio::awaitable<prune_result> prune(filters filter = {}, deadline until = {});
    boost::asio::awaitable<void> remove(std::string id, remove_options o = {}, deadline until = {});
    boost::asio::awaitable<void> rename(std::string id, std::string name, deadline until = {});
    /// `tty` as `container_details::tty` says.
    boost::asio::awaitable<output_stream> logs(std::string id, bool tty, logs_options o = {},
                                               deadline until = {});
    /// Its standard streams from now on; the connection is upgraded (`Upgrade: tcp`). A container
    /// that is only created may be attached to: then nothing of it is missed. `tty` as
    /// `container_details::tty` says. The stream's end means that the container has ended, or that
    /// the user typed the detach keys, and that the engine still answers.
    boost::asio::awaitable<output_stream> attach(std::string id, bool tty, attach_options o = {},
                                                 deadline until = {});
    /// Only for a container with a tty that runs.
    boost::asio::awaitable<void> resize(std::string id, terminal_size size, deadline until = {});
    /// A row a second, of one that runs; one that does not has only zeros. Without `goes_on` one
    /// row, which takes the engine two seconds.
    boost::asio::awaitable<stats_stream> stats(std::string id, bool goes_on = true,
                                               deadline until = {});
    boost::asio::awaitable<process_table> top(std::string id, std::string ps_args,
                                              deadline until = {});
    /// `HEAD /containers/{id}/archive`.
    boost::asio::awaitable<path_stat> stat(std::string id, std::string path, deadline until = {});
    /// The file or folder at `path` as a tar.
    boost::asio::awaitable<download_stream> get_archive(std::string id, std::string path,
                                                        deadline until = {});
    /// Unpacks a tar into the folder `path`; also into a container that was only created, and
    /// through its bind mounts.
    boost::asio::awaitable<void> put_archive(std::string id, std::string path,
                                             std::unique_ptr<body_source> tar, put_options o = {},
                                             deadline until = {});
    /// Reads one regular file (at most 1 MiB) through `GET /containers/{id}/archive`.
    boost::asio::awaitable<file_in_container> read_file(std::string id, std::string path,
                                                        deadline until = {});
    /// As `read_file`; nullopt when there is no such file, or no such container (404).
    boost::asio::awaitable<std::optional<file_in_container>> find_file(std::string id,
                                                                       std::string path,
                                                                       deadline until = {});

  private:
    session* session_;
};

}  // namespace engine_api
