// What the fake engine knows of its objects. Touched on the engine's thread only.
#pragma once

#include <support/behaviour.hpp>
#include <support/engine/clock.hpp>
#include <support/engine/json.hpp>

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace support {
class byte_pipe;
}

namespace support::engine {

class nginx_process;

struct endpoint {
    std::string network;     // name or id as the container asked for it
    std::string network_id;  // known from the first connection on
    std::string id;          // empty while not connected
    std::string address;     // 172.18.0.2
    std::vector<std::string> aliases;
    json asked;  // EndpointSettings of the request
};

struct mount {
    std::string type;    // bind or volume
    std::string name;    // of the volume
    std::string source;  // as the engine tells it
    std::string destination;
    std::string mode;
    bool writable = true;
    std::string on_disk{};   // where the fake keeps `source`
    bool anonymous = false;  // a volume that was made for this container and goes with it
};

struct health {
    std::string status = "starting";
    int failing_streak = 0;
    bool by_hand = false;  // set by a test: what was scheduled does not count any more
    std::deque<json> log;  // the last five
};

struct logged {
    instant when;
    log_line line;
};

struct log_reader {
    std::weak_ptr<byte_pipe> pipe;
    bool out = false;
    bool err = false;
    bool timestamps = false;
};

struct waiter {
    std::string condition;  // not-running, next-exit, removed
    std::weak_ptr<byte_pipe> pipe;
};

struct container {
    std::string id;
    std::string name;
    json config;
    json host_config;
    std::string image;
    std::string image_id;
    std::vector<mount> mounts;
    std::map<std::string, endpoint> endpoints;  // by network as asked for
    json published = json::object();            // NetworkSettings.Ports while it runs

    instant created;
    std::string status = "created";
    std::optional<instant> started;
    std::optional<instant> finished;
    int exit_code = 0;
    bool oom_killed = false;
    bool stopped_by_hand = false;
    std::string error;
    int pid = 0;
    int restarts = 0;
    std::optional<health> verdict;
    // Grows with each start and end: what was scheduled for an earlier run finds that it is stale.
    int run = 0;
    unsigned long root_answers = 0;  // of the app to "/", in this run

    behaviour how;
    std::vector<logged> log;
    std::vector<log_reader> log_readers;
    std::optional<std::string> input;  // all of its stdin, once it has ended
    std::vector<waiter> waiters;
    std::map<std::string, std::string> files;  // path -> content, of what no mount leads out
    std::shared_ptr<nginx_process> nginx;      // while an nginx runs in it

    bool up() const { return status == "running" || status == "paused" || status == "restarting"; }
    bool has_healthcheck() const;
    std::map<std::string, std::string> labels() const;
    std::string service() const;  // com.docker.compose.service
    std::string environment(const std::string& key) const;
    std::vector<std::string> command_line() const;  // Entrypoint and Cmd
};

struct exec_instance {
    std::string id;
    std::string container_id;
    std::vector<std::string> argv;
    std::vector<std::string> env;
    bool tty = false;
    bool in = false;
    bool out = false;
    bool err = false;
    bool started = false;
    bool running = false;
    std::optional<int> exit_code;
    int pid = 0;
    std::shared_ptr<byte_pipe> output;  // of the one who started it
};

inline constexpr const char* own_platform = "linux/amd64";

struct image {
    std::string id;  // sha256:...
    std::vector<std::string> tags;
    json config;
    std::string platform;  // os/arch[/variant]
    instant created;
    instant tagged;
};

// What a registry has.
struct pullable_image {
    json config;
    std::string platform;
};

struct network {
    std::string id;
    std::string name;
    std::string driver = "bridge";
    json labels = json::object();
    json options = json::object();
    json request = json::object();
    instant created;
    int subnet = 0;
    int next_host = 2;
};

struct volume {
    std::string name;
    json labels;
    json options;
    std::string folder;
    instant created;
};

}  // namespace support::engine
