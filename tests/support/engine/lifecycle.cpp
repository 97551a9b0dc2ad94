#include <support/byte_pipe.hpp>
#include <support/engine/lifecycle.hpp>
#include <support/engine/nginx_process.hpp>
#include <support/engine/ports.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <utility>

namespace support::engine {
namespace {

[[noreturn]] void fail_to_start(container& one, unsigned status, const std::string& message) {
    one.exit_code = 128;
    one.error = message;
    throw refusal{status, message};
}

void check_networks(core& engine, container& one) {
    for (const auto& [name, at] : one.endpoints) {
        if (!engine.find_network(at.network)) {
            fail_to_start(one, 404, "network " + name + " not found");
        }
    }
}

void check_ports(core& engine, container& one) {
    const auto taken = taken_port(engine, one);
    if (taken.empty()) return;
    fail_to_start(one, 500,
                  "driver failed programming external connectivity on endpoint " + one.name + " (" +
                      text::fresh_id() + "): Bind for " + taken +
                      " failed: port is already allocated");
}

void tell_volumes(core& engine, const container& one, const std::string& action) {
    for (const auto& at : one.mounts) {
        if (at.type != "volume") continue;
        std::map<std::string, std::string> attributes{{"container", one.id}, {"driver", "local"}};
        if (action == "mount") {
            attributes["destination"] = at.destination;
            attributes["propagation"] = "";
            attributes["read/write"] = at.writable ? "true" : "false";
        }
        engine.events.publish({"volume", action, at.name, std::move(attributes), "", {}});
    }
}

void run_program(core& engine, const container_ptr& one) {
    for (const auto& line : one->how.log)
        write_log(*one, line);
    if (engine.plays_nginx(*one)) {
        one->nginx = nginx_process::launch(engine, one);
        if (!one->nginx) return;  // its configuration is bad: it has ended already
    }
    watch_health(engine, one);
    if (one->input) run_on_input(engine, one);
    if (!one->how.exits_after) return;
    engine.where().after(*one->how.exits_after, [&engine, one, run = one->run] {
        if (one->run == run) end(engine, one, one->how.exit_code, one->how.oom_killed);
    });
}

// Waiters of `condition` learn the exit code.
void answer_waiters(container& one, const std::string& condition) {
    const auto line = "{\"Error\":null,\"StatusCode\":" + std::to_string(one.exit_code) + "}\n";
    for (auto& waiting : one.waiters) {
        if (waiting.condition != condition) continue;
        if (const auto pipe = waiting.pipe.lock()) {
            pipe->push(line);
            pipe->close();
        }
    }
    std::erase_if(one.waiters, [&](const waiter& each) { return each.condition == condition; });
}

void finish_run(core& engine, container& one, int exit_code) {
    ++one.run;
    one.exit_code = exit_code;
    one.pid = 0;
    one.finished = now();
    one.published = json::object();
    one.nginx.reset();
    end_execs(engine, one);
    // No event: the engine only marks that nobody probes any more.
    if (one.verdict) one.verdict->status = "unhealthy";
    engine.tell(one, "die", {{"exitCode", std::to_string(exit_code)}});
    for (auto& [name, at] : one.endpoints)
        disconnect(engine, one, at);
    tell_volumes(engine, one, "unmount");
    for (const auto& reader : std::exchange(one.log_readers, {})) {
        if (const auto pipe = reader.pipe.lock()) pipe->close();
    }
}

bool wants_restart(const container& one) {
    const auto& policy = member(one.host_config, "RestartPolicy");
    const auto name = text_member(policy, "Name");
    if (name == "always" || name == "unless-stopped") return true;
    if (name != "on-failure" || one.exit_code == 0) return false;
    const auto& most = member(policy, "MaximumRetryCount");
    return !most.is_number() || most == 0 || one.restarts < most.get<int>();
}

void settle_exited(core& engine, const container_ptr& one) {
    one->status = "exited";
    answer_waiters(*one, "not-running");
    if (flag_member(one->host_config, "AutoRemove")) remove(engine, one);
}

void bring_up(core& engine, const container_ptr& one) {
    check_networks(engine, *one);
    check_ports(engine, *one);
    if (!one->how.start_error.empty()) {
        fail_to_start(*one, one->how.start_error_status, one->how.start_error);
    }
    for (auto& [name, at] : one->endpoints)
        connect(engine, *one, at);
    tell_volumes(engine, *one, "mount");
    ++one->run;
    one->root_answers = 0;
    one->status = "running";
    one->pid = engine.fresh_pid();
    one->started = now();
    one->exit_code = 0;
    one->oom_killed = false;
    one->error.clear();
    one->published = published_ports(engine, *one);
    engine.tell(*one, "start");
    run_program(engine, one);
}

}  // namespace

void connect(core& engine, container& one, endpoint& at) {
    const auto to = engine.need_network(at.network);
    at.network_id = to->id;
    at.id = text::fresh_id();
    if (to->subnet > 0) {
        at.address = "172." + std::to_string(to->subnet) + ".0." + std::to_string(to->next_host++);
    }
    const auto short_id = one.id.substr(0, 12);
    const bool named =
        std::find(at.aliases.begin(), at.aliases.end(), short_id) != at.aliases.end();
    if (to->name != "bridge" && !named) at.aliases.push_back(short_id);
    engine.tell(*to, "connect", &one);
}

void disconnect(core& engine, container& one, endpoint& at) {
    if (at.id.empty()) return;
    at.id.clear();
    at.address.clear();
    if (const auto from = engine.find_network(at.network_id)) {
        engine.tell(*from, "disconnect", &one);
    }
}

void start(core& engine, const container_ptr& one) {
    one->stopped_by_hand = false;
    one->restarts = 0;
    bring_up(engine, one);
}

void end(core& engine, const container_ptr& one, int exit_code, bool oom_killed) {
    if (one->status != "running" && one->status != "paused") return;
    if (oom_killed) engine.tell(*one, "oom");
    one->oom_killed = oom_killed;
    finish_run(engine, *one, exit_code);
    answer_waiters(*one, "next-exit");
    if (one->stopped_by_hand || !wants_restart(*one)) return settle_exited(engine, one);
    one->status = "restarting";
    ++one->restarts;
    engine.where().after(one->how.restart_delay, [&engine, one, run = one->run] {
        if (one->run != run || one->status != "restarting") return;
        try {
            bring_up(engine, one);
        } catch (const refusal&) {
            settle_exited(engine, one);
        }
    });
}

void end_by_hand(core& engine, const container_ptr& one, int exit_code) {
    if (!one->up()) return;
    one->stopped_by_hand = true;
    if (one->status == "restarting") return settle_exited(engine, one);
    end(engine, one, exit_code, false);
}

void remove(core& engine, const container_ptr& one) {
    if (std::erase(engine.containers, one) == 0) return;
    ++one->run;
    one->status = "removing";
    std::erase_if(engine.execs,
                  [&](const auto& entry) { return entry.second->container_id == one->id; });
    engine.tell(*one, "destroy");
    answer_waiters(*one, "removed");
}

void run_on_input(core& engine, const container_ptr& one) {
    if (!one->how.on_input) return;
    const exec_call call{one->id, one->name, one->command_line(), {}, *one->input};
    const auto result = one->how.on_input(call);
    for (const auto& line : text::split(result.out, '\n'))
        if (!line.empty()) write_log(*one, {line});
    for (const auto& line : text::split(result.err, '\n'))
        if (!line.empty()) write_log(*one, {line, true});
    engine.where().after(result.takes, [&engine, one, run = one->run, result] {
        if (one->run == run) end(engine, one, result.exit_code, false);
    });
}

void judge(core& engine, const container_ptr& one, const std::string& status,
           const std::string& output) {
    if (!one->verdict) return;
    auto& verdict = *one->verdict;
    const bool good = status == "healthy";
    const auto moment = rfc3339(now());
    verdict.log.push_back(
        {{"Start", moment}, {"End", moment}, {"ExitCode", good ? 0 : 1}, {"Output", output}});
    if (verdict.log.size() > 5) verdict.log.pop_front();
    const auto& retries = member(member(one->config, "Healthcheck"), "Retries");
    const int enough = retries.is_number() && retries > 0 ? retries.get<int>() : 3;
    verdict.failing_streak = good                    ? 0
                             : status == "unhealthy" ? std::max(verdict.failing_streak + 1, enough)
                                                     : verdict.failing_streak + 1;
    if (std::exchange(verdict.status, status) != status)
        engine.tell(*one, "health_status: " + status);
}

void watch_health(core& engine, const container_ptr& one) {
    one->verdict.reset();
    if (!one->has_healthcheck()) return;
    one->verdict.emplace();
    const auto later = [&](milliseconds pause, std::string status, std::string output) {
        engine.where().after(pause, [&engine, one, status, output, run = one->run] {
            if (one->run == run && !one->verdict->by_hand) judge(engine, one, status, output);
        });
    };
    const auto& how = one->how;
    if (how.healthy_after) {
        later(*how.healthy_after, "healthy", how.probe_output);
    } else {
        later(milliseconds{5}, "starting", how.failing_probe_output);  // within its start period
    }
    if (how.unhealthy_after) later(*how.unhealthy_after, "unhealthy", how.failing_probe_output);
}

std::string rendered(const container& one, const logged& entry, bool timestamps) {
    const auto text = (timestamps ? rfc3339(entry.when) + " " : "") + entry.line.text + "\n";
    if (flag_member(one.config, "Tty")) return text;
    return text::frame(entry.line.err ? 2 : 1, text);
}

void write_log(container& one, const log_line& line) {
    one.log.push_back({now(), line});
    for (const auto& reader : one.log_readers) {
        const auto pipe = reader.pipe.lock();
        if (pipe && (line.err ? reader.err : reader.out)) {
            pipe->push(rendered(one, one.log.back(), reader.timestamps));
        }
    }
}

}  // namespace support::engine
