// What the programs inside the fake engine's containers do.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace support {

using std::chrono::milliseconds;

struct exec_call {
    std::string container_id;
    std::string container_name;
    std::vector<std::string> argv;
    std::vector<std::string> env;
    std::string input;  // all of stdin when it was attached
};

struct exec_result {
    int exit_code = 0;
    std::string out{};
    std::string err{};
    milliseconds takes{0};
};

struct log_line {
    std::string text;  // without its line feed
    bool err = false;  // stderr instead of stdout
};

// One program's behaviour; where a test sets none, it follows the sample app's switches in the
// container's environment (APP_NEVER_READY, APP_FAIL_ROOT, ...). It is looked up when a container
// is created; `fake_engine::change` alters that of a container that exists.
struct behaviour {
    // The engine's health verdict, counted from the start; only for containers with a healthcheck.
    // Absent healthy_after: stays "starting". unhealthy_after may follow healthy_after.
    std::optional<milliseconds> healthy_after = milliseconds{10};
    std::optional<milliseconds> unhealthy_after{};
    std::string probe_output = "ready";
    std::string failing_probe_output = "not ready";

    // When the container's own healthcheck command, run by exec, starts to exit 0. Absent: it
    // agrees with the engine's verdict at that moment. `probe` overrides both.
    std::optional<milliseconds> ready_after{};
    std::function<exec_result(const exec_call&)> probe{};

    // The program ends by itself that long after each start. The restart policy of the container
    // decides what follows; a restart comes after restart_delay.
    std::optional<milliseconds> exits_after{};
    int exit_code = 1;
    bool oom_killed = false;
    milliseconds restart_delay{10};

    // Starting fails with this text (status start_error_status); empty: it works.
    std::string start_error{};
    unsigned start_error_status = 500;

    // How long a stop takes, and the exit code it ends with; 137 when stop_takes exceeds the
    // timeout.
    milliseconds stop_takes{0};
    int stop_exit_code = 0;

    std::vector<log_line> log{};  // written at each start

    // A program that reads its stdin to the end, writes and ends. Needs a client that attaches.
    std::function<exec_result(const exec_call&)> on_input{};

    // Other commands run by exec. Absent, or when it answers nothing: exit 126 with the runtime's
    // "executable file not found" text.
    std::function<std::optional<exec_result>(const exec_call&)> exec{};

    // What the app answers to "/" through the proxy. Absent body: the sample app's
    // {"replica","version"}. /health, /ready and everything else are answered as the sample app
    // does. Every Nth answer to "/" in a run (0: none), and each from that long after its start on,
    // is 500, whatever http_status says.
    unsigned http_status = 200;
    unsigned long http_fails_every = 0;
    std::optional<milliseconds> http_fails_after{};
    std::optional<std::string> http_body{};
    milliseconds http_takes{0};
};

// Which containers a behaviour is for. All that is set must hold; a later one wins over an earlier
// one.
struct selector {
    std::string image{};        // as written in the create request
    std::string name{};         // container name without slash
    std::string label{};        // "key" or "key=value"
    std::string environment{};  // "KEY" or "KEY=value"

    static selector by_image(std::string image);
    static selector by_name(std::string name);
    static selector by_service(std::string service);  // com.docker.compose.service
    static selector by_label(std::string label);
    static selector by_environment(std::string entry);
};

}  // namespace support
