// A Docker Engine (API 1.41) played on a unix socket: real HTTP, an engine's state and rules behind
// it, programs that only pretend to run. It answers as dockerd 20.10.24 does.
//
//     support::fake_engine engine;
//     engine.add_image("app:2");
//     engine.behave(support::selector::by_image("app:2"), {.healthy_after = std::nullopt});
//     engine.inject("POST", "/containers/*/start", support::fault::reset_before_head());
//     ... client on engine.url() ...
//     EXPECT_EQ(engine.count("POST", "/containers/create"), 1u);
//     EXPECT_THAT(engine.unexpected(), IsEmpty());
//
// It runs on a thread of its own and may be used from any thread; handlers and behaviours run on
// the engine's thread. Methods that name a container take its name, its id or a unique prefix of
// the id, and throw std::out_of_range when there is none.
#pragma once

#include <support/behaviour.hpp>
#include <support/fault.hpp>
#include <support/message.hpp>
#include <support/nginx_model.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace support {

struct container_view {
    std::string id;
    std::string name;
    std::string image;     // as asked for
    std::string image_id;  // sha256:...
    std::string status;    // created, running, exited, restarting, paused
    std::string health;    // none, starting, healthy, unhealthy
    int exit_code = 0;
    int restarts = 0;
    std::string started_at;  // as inspect tells it
    std::map<std::string, std::string> labels;
    std::string json;  // as inspect answers

    bool running() const { return status == "running"; }
};

struct image_options {
    std::map<std::string, std::string> labels{};
    std::vector<std::string> env{};
    std::vector<std::string> cmd{};
    std::string healthcheck{};  // JSON as in an image's Config.Healthcheck; empty: none
    std::string platform = "linux/amd64";
    std::chrono::seconds age{0};  // since a pull or a build gave it its name
};

class fake_engine {
  public:
    fake_engine();
    ~fake_engine();
    fake_engine(const fake_engine&) = delete;
    fake_engine& operator=(const fake_engine&) = delete;

    std::string socket_path() const;
    std::string url() const;  // unix://<socket_path>

    // --- the record of requests, in order of arrival ---
    std::vector<request> requests() const;
    std::vector<request> mutating_requests() const;
    // Those that name this container, by name or id (request::container_id says how).
    std::vector<request> mutating_requests(std::string_view container) const;
    // `pattern` as in path_matches; method "*" is any.
    std::size_t count(std::string_view method, std::string_view pattern) const;
    // Waits until the predicate holds for the record; false after the timeout.
    bool wait_for(const std::function<bool(const std::vector<request>&)>& predicate,
                  milliseconds timeout) const;
    bool wait_for_request(std::string_view method, std::string_view pattern,
                          milliseconds timeout) const;
    // Request lines that no handler knew; they were answered 404 "page not found".
    std::vector<std::string> unexpected() const;
    void forget_requests();
    // Connections accepted so far / open now.
    std::size_t connections() const;
    std::size_t open_connections() const;

    // --- misbehaviour ---
    // The handler comes before the engine's own; a later one before an earlier one.
    void on(std::string method, std::string pattern, handler answer);
    // Faults that match the same request are tried in order; the first whose occurrence holds is
    // used.
    void inject(std::string method, std::string pattern, fault what,
                occurrence when = occurrence::always());
    void clear_faults();
    // Closes the socket and every connection / listens again on the same path.
    void go_down();
    void come_back();
    void set_api_version(std::string newest, std::string oldest = "1.12");

    // --- state ---
    // Answers the request as the engine would, without a record and without faults.
    reply call(std::string_view method, std::string_view target, std::string body = "");
    std::string add_image(const std::string& tag, const image_options& options = {});  // id
    // A pull of that reference adds it; unknown references fail as on a registry without them.
    void add_pullable_image(const std::string& tag, const image_options& options = {});
    // Pulls of pullable references from now on end with this error inside the stream / work when it
    // is empty.
    void fail_pulls(std::string message);
    // Builds from now on end in errorDetail with this message / work again when it is empty.
    void fail_builds(std::string message);
    // What containers find in a folder of the engine's host is kept at `on_disk` from now on: this
    // process does not see it by its name on that host.
    void keep_host_folder(const std::string& folder, const std::string& on_disk);
    void behave(const selector& who, behaviour how);
    void change(std::string_view container, const std::function<void(behaviour&)>& edit);

    std::vector<container_view> containers() const;  // oldest first
    container_view container(std::string_view name_or_id) const;
    bool has_container(std::string_view name_or_id) const;
    bool has_image(std::string_view reference) const;
    // The engine's verdict changes now (with its event), and the behaviour's own schedule for this
    // run ends. Throws std::out_of_range for a container without a healthcheck and for one that
    // never ran.
    void set_health(std::string_view container, std::string status, std::string output = "");
    // The program ends now.
    void crash(std::string_view container, int exit_code, bool oom_killed = false);
    void write_log(std::string_view container, const log_line& line);
    // The text of a file put into a container that no bind mount leads out of; empty when absent.
    std::string file_in(std::string_view container, std::string_view path) const;

    // --- nginx: containers whose image is nginx[:tag] or of a selector given here play one ---
    void play_nginx(const selector& who);
    // Settings for the proxies started or reloaded from now on.
    void set_nginx(nginx_options options);
    nginx_options nginx() const;
    // What the proxy container runs now; throws std::out_of_range when it does not play nginx.
    nginx_view nginx_of(std::string_view container) const;
    // "http://127.0.0.1:PORT": the world's way in, through the running proxy. A connection is reset
    // while no proxy runs.
    std::string public_url() const;
    unsigned short public_port() const;
    std::vector<public_answer> public_answers() const;
    std::size_t answered_by(std::string_view service) const;

  private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace support
