// Exec instances: create, start (attached over a raw connection, or detached), inspect.
#include <support/byte_pipe.hpp>
#include <support/engine/core.hpp>
#include <support/engine/nginx_process.hpp>
#include <support/engine/raw_reply.hpp>
#include <support/engine/text.hpp>

#include <utility>

namespace support::engine {
namespace {

using exec_ptr = std::shared_ptr<exec_instance>;

std::vector<std::string> strings(const json& list) {
    std::vector<std::string> made;
    for (const auto& entry : list)
        made.push_back(entry);
    return made;
}

// The healthcheck's command as the engine itself would run it; empty when there is none.
std::vector<std::string> probe_command(const container& one) {
    if (!one.has_healthcheck()) return {};
    const auto test = strings(member(member(one.config, "Healthcheck"), "Test"));
    if (test.front() == "CMD") return {test.begin() + 1, test.end()};
    return {"/bin/sh", "-c", test.back()};
}

exec_result run_probe(const container& one, const exec_call& call) {
    const auto& how = one.how;
    if (how.probe) return how.probe(call);
    const bool ready = how.ready_after ? now() - *one.started >= *how.ready_after
                                       : one.verdict && one.verdict->status == "healthy";
    return ready ? exec_result{0, how.probe_output, "", {}}
                 : exec_result{1, how.failing_probe_output, "", {}};
}

bool is_nginx(const container& one, const std::vector<std::string>& argv) {
    return one.nginx && argv.front() == "nginx";
}

// Only programs of a test may read what is sent to them.
bool reads_input(const container& one, const exec_instance& what) {
    return what.in && what.argv != probe_command(one) && !is_nginx(one, what.argv);
}

// Absent when the container has no such program.
std::optional<exec_result> result_of(const container& one, const exec_instance& what,
                                     const std::string& input) {
    const exec_call call{one.id, one.name, what.argv, what.env, input};
    if (what.argv == probe_command(one)) return run_probe(one, call);
    if (one.how.exec) {
        if (auto result = one.how.exec(call)) return result;
    }
    if (is_nginx(one, what.argv)) return one.nginx->command(what.argv);
    return std::nullopt;
}

std::string not_found(const exec_instance& what) {
    return "OCI runtime exec failed: exec failed: unable to start container process: exec: \"" +
           what.argv.front() + "\": executable file not found in $PATH: unknown";
}

// `shown` is how the engine names the container in one of its sentences.
void check_running(const container& one, const std::string& shown) {
    if (!one.up()) throw refusal{409, "Container " + one.id + " is not running"};
    if (one.status == "paused") {
        throw refusal{409, "Container " + shown + " is paused, unpause the container before exec"};
    }
    if (one.status == "restarting") {
        throw refusal{
            409, "Container " + one.id + " is restarting, wait until the container is running"};
    }
}

std::string command_of(const exec_instance& what) {
    // The engine joins the program and its arguments with a space even when there are none.
    return what.argv.front() + " " + text::join({what.argv.begin() + 1, what.argv.end()}, " ");
}

void tell(core& engine, const exec_instance& what, const std::string& action,
          std::map<std::string, std::string> extra = {}) {
    extra["execID"] = what.id;
    if (const auto one = engine.container_by_id(what.container_id))
        engine.tell(*one, action, extra);
}

reply create_exec(core& engine, const request& asked, const std::string& reference) {
    const auto one = engine.need_container(reference);
    const auto body = body_of(asked);
    auto made = std::make_shared<exec_instance>();
    made->argv = strings(member(body, "Cmd"));
    if (made->argv.empty()) throw refusal{400, "No exec command specified"};
    check_running(*one, reference);
    made->id = text::fresh_id();
    made->container_id = one->id;
    made->env = strings(member(body, "Env"));
    made->tty = flag_member(body, "Tty");
    made->in = flag_member(body, "AttachStdin");
    made->out = flag_member(body, "AttachStdout");
    made->err = flag_member(body, "AttachStderr");
    engine.execs[made->id] = made;
    tell(engine, *made, "exec_create: " + command_of(*made));
    return reply::json(201, encoded({{"Id", made->id}}) + "\n");
}

std::string output_frame(const exec_instance& what, int stream, const std::string& bytes) {
    if (bytes.empty()) return "";
    if (!what.tty) return text::frame(stream, bytes);
    std::string made;
    for (const char c : bytes) {
        if (c == '\n') made += '\r';
        made += c;
    }
    return made;
}

void finish(core& engine, const exec_ptr& what, const exec_result& result) {
    what->running = false;
    what->exit_code = result.exit_code;
    if (what->out) what->output->push(output_frame(*what, 1, result.out));
    if (what->err) what->output->push(output_frame(*what, 2, result.err));
    tell(engine, *what, "exec_die", {{"exitCode", std::to_string(result.exit_code)}});
    what->output->close();
}

void run_to_end(core& engine, const exec_ptr& what, const exec_result& result) {
    if (result.takes.count() == 0) return finish(engine, what, result);
    engine.where().after(result.takes, [&engine, what, result] {
        if (what->running) finish(engine, what, result);
    });
}

// False when there is no such program.
bool launch(core& engine, const exec_ptr& what, const std::string& input,
            const std::shared_ptr<byte_pipe>& output) {
    const auto one = engine.need_container(what->container_id);
    const auto result = result_of(*one, *what, input);
    if (!result) {
        what->exit_code = 126;
        return false;
    }
    what->pid = engine.fresh_pid();
    what->running = true;
    what->output = output;
    run_to_end(engine, what, *result);
    return true;
}

void launch_attached(core& engine, const exec_ptr& what, const std::string& input,
                     const std::shared_ptr<byte_pipe>& output) {
    if (launch(engine, what, input, output)) return;
    output->push(output_frame(*what, 1, not_found(*what) + (what->tty ? "\n" : "\r\n")));
    output->close();
}

constexpr char end_of_transmission = '\x04';     // Ctrl-D
constexpr const char* detach_keys = "\x10\x11";  // Ctrl-P, Ctrl-Q

bool has_ended(const exec_instance& what, const byte_pipe& input, const std::string& collected) {
    const bool typed = what.tty && collected.find(end_of_transmission) != std::string::npos;
    return typed || input.closed();
}

// The program starts when all of its input is there, which a terminal ends with Ctrl-D. The detach
// keys end the connection alone.
void launch_behind_input(core& engine, const exec_ptr& what,
                         const std::shared_ptr<byte_pipe>& input,
                         const std::shared_ptr<byte_pipe>& output) {
    auto collected = std::make_shared<std::string>();
    // The callback must not own the pipe that owns it.
    input->on_change([&engine, what, collected, output, from = input.get()] {
        while (!from->empty())
            *collected += from->pop();
        if (what->tty && collected->find(detach_keys) != std::string::npos) return output->close();
        const bool begun = what->running || what->exit_code;
        if (begun || !has_ended(*what, *from, *collected)) return;
        launch_attached(engine, what, *collected, output);
    });
}

exec_ptr need_exec(const core& engine, const std::string& id) {
    const auto found = engine.execs.find(id);
    if (found == engine.execs.end()) throw refusal{404, "No such exec instance: " + id};
    return found->second;
}

reply start_exec(core& engine, const request& asked, const std::string& id) {
    const auto what = need_exec(engine, id);
    const auto one = engine.need_container(what->container_id);
    const bool detached = flag_member(body_of(asked), "Detach");
    check_running(*one, one->id);
    if (what->started) {
        const auto message = "Error: Exec command " + id + " has already run";
        if (detached) throw refusal{409, message};
        auto made = raw_reply(asked);
        made.stream->push(text::frame(1, message + "\r\n"));
        made.stream->close();
        return made;
    }
    what->started = true;
    tell(engine, *what, "exec_start: " + command_of(*what));
    if (detached) {
        if (!launch(engine, what, "", std::make_shared<byte_pipe>())) {
            throw refusal{400, not_found(*what)};
        }
        return reply::empty(200);
    }
    auto made = raw_reply(asked);
    if (reads_input(*one, *what)) {
        launch_behind_input(engine, what, made.input, made.stream);
    } else {
        launch_attached(engine, what, "", made.stream);
    }
    return made;
}

reply inspect_exec(const core& engine, const std::string& id) {
    const auto what = need_exec(engine, id);
    const std::vector<std::string> arguments(what->argv.begin() + 1, what->argv.end());
    return ok({{"ID", what->id},
               {"Running", what->running},
               {"ExitCode", what->exit_code ? json(*what->exit_code) : json()},
               {"ProcessConfig",
                {{"tty", what->tty},
                 {"entrypoint", what->argv.front()},
                 {"arguments", json(arguments)},
                 {"privileged", false}}},
               {"OpenStdin", what->in},
               {"OpenStderr", what->err},
               {"OpenStdout", what->out},
               {"CanRemove", false},
               {"ContainerID", what->container_id},
               {"DetachKeys", ""},
               {"Pid", what->pid}});
}

}  // namespace

void end_execs(core& engine, const container& one) {
    for (const auto& [id, what] : engine.execs) {
        if (what->container_id == one.id && what->running) finish(engine, what, {137, "", "", {}});
    }
}

void add_exec_endpoints(core& engine, router& routes) {
    routes.add("POST", "/containers/{id}/exec",
               [&engine](const request& asked, const std::string& id) {
                   return create_exec(engine, asked, id);
               });
    routes.add("POST", "/exec/{id}/start", [&engine](const request& asked, const std::string& id) {
        return start_exec(engine, asked, id);
    });
    routes.add("POST", "/exec/{id}/resize", [&engine](const request&, const std::string& id) {
        need_exec(engine, id);
        return reply::empty(200);
    });
    routes.add("GET", "/exec/{id}/json", [&engine](const request&, const std::string& id) {
        return inspect_exec(engine, id);
    });
}

}  // namespace support::engine
