// Start, stop, restart, kill, pause, remove, rename and wait.
#include <support/byte_pipe.hpp>
#include <support/engine/lifecycle.hpp>
#include <support/engine/nginx_process.hpp>
#include <support/engine/text.hpp>

#include <array>
#include <cstdlib>
#include <utility>

namespace support::engine {
namespace {

constexpr std::array<std::pair<const char*, int>, 8> signal_numbers{{{"HUP", 1},
                                                                     {"INT", 2},
                                                                     {"QUIT", 3},
                                                                     {"KILL", 9},
                                                                     {"USR1", 10},
                                                                     {"USR2", 12},
                                                                     {"TERM", 15},
                                                                     {"WINCH", 28}}};

int signal_number(std::string name, int fallback) {
    if (name.empty()) return fallback;
    if (name.starts_with("SIG")) name = name.substr(3);
    for (const auto& [known, number] : signal_numbers) {
        if (name == known) return number;
    }
    const int number = std::atoi(name.c_str());
    if (number <= 0) throw refusal{400, "Invalid signal: " + name};
    return number;
}

int stop_signal(const container& one) {
    return signal_number(text_member(one.config, "StopSignal"), 15);
}

struct stop_plan {
    milliseconds takes;
    int exit_code;
    bool killed;
};

stop_plan plan_stop(const request& asked, const container& one) {
    const auto& configured = member(one.config, "StopTimeout");
    long seconds = configured.is_number() ? configured.get<long>() : 10;
    if (asked.query.contains("t")) seconds = std::atol(asked.param("t").c_str());
    const milliseconds limit = std::chrono::seconds(seconds);
    if (seconds >= 0 && one.how.stop_takes > limit) return {limit, 137, true};
    return {one.how.stop_takes, one.how.stop_exit_code, false};
}

void finish_stop(core& engine, const container_ptr& one, const stop_plan& plan) {
    if (plan.killed) engine.tell(*one, "kill", {{"signal", "9"}});
    end_by_hand(engine, one, plan.exit_code);
    engine.tell(*one, "stop");
}

// Does it now, or when the program has taken its time; the reply comes behind it.
template <typename Work>
reply after_stop(core& engine, const stop_plan& plan, const container_ptr& one, Work work) {
    auto answer = reply::empty(204);
    if (plan.takes.count() == 0) {
        work();
        return answer;
    }
    answer.delay = plan.takes;
    engine.where().after(plan.takes, [one, work, run = one->run] {
        if (one->run == run) work();
    });
    return answer;
}

reply answer_start(core& engine, const container_ptr& one) {
    if (one->status == "running" || one->status == "restarting") return reply::empty(304);
    if (one->status == "paused") {
        throw refusal{409, "cannot start a paused container, try unpause instead"};
    }
    start(engine, one);
    return reply::empty(204);
}

reply answer_stop(core& engine, const request& asked, const container_ptr& one) {
    if (!one->up()) return reply::empty(304);
    const auto plan = plan_stop(asked, *one);
    engine.tell(*one, "kill", {{"signal", std::to_string(stop_signal(*one))}});
    return after_stop(engine, plan, one, [&engine, one, plan] { finish_stop(engine, one, plan); });
}

reply answer_restart(core& engine, const request& asked, const container_ptr& one) {
    const auto again = [&engine, one] {
        start(engine, one);
        engine.tell(*one, "restart");
    };
    if (!one->up()) {
        again();
        return reply::empty(204);
    }
    const auto plan = plan_stop(asked, *one);
    engine.tell(*one, "kill", {{"signal", std::to_string(stop_signal(*one))}});
    return after_stop(engine, plan, one, [&engine, one, plan, again] {
        finish_stop(engine, one, plan);
        try {
            again();
        } catch (const refusal&) {
            // Its reply is on the way already; the container's State.Error tells why it is down.
        }
    });
}

reply answer_kill(core& engine, const request& asked, const container_ptr& one) {
    const int number = signal_number(asked.param("signal"), 9);
    if (!one->up()) {
        throw refusal{409,
                      "Cannot kill container: " + asked.path.substr(12, asked.path.size() - 17) +
                          ": Container " + one->id + " is not running"};
    }
    engine.tell(*one, "kill", {{"signal", std::to_string(number)}});
    if (number == 9) {
        end_by_hand(engine, one, 137);
    } else if (number == 1 && one->nginx) {
        one->nginx->reload();
    } else if (number == stop_signal(*one)) {
        end_by_hand(engine, one, one->how.stop_exit_code);
    }
    return reply::empty(204);
}

reply answer_pause(core& engine, const container_ptr& one, bool pausing) {
    const std::string from = pausing ? "running" : "paused";
    if (one->status != from) {
        throw refusal{409, "Container " + one->id + " is not " + from};
    }
    one->status = pausing ? "paused" : "running";
    engine.tell(*one, pausing ? "pause" : "unpause");
    return reply::empty(204);
}

void remove_anonymous_volumes(core& engine, const container& of) {
    std::erase_if(engine.volumes, [&](const auto& volume) {
        const auto uses = [&](const mount& at) {
            return at.type == "volume" && at.name == volume->name;
        };
        const auto used_by = [&](const auto& user) {
            return std::any_of(user->mounts.begin(), user->mounts.end(), uses);
        };
        return std::any_of(of.mounts.begin(), of.mounts.end(),
                           [&](const mount& at) { return at.anonymous && uses(at); }) &&
               std::none_of(engine.containers.begin(), engine.containers.end(), used_by);
    });
}

reply answer_remove(core& engine, const request& asked, const container_ptr& one) {
    if (one->up()) {
        if (!asked.flag("force")) {
            const std::string what = one->status == "running" ? "running" : one->status;
            throw refusal{409,
                          "You cannot remove a " + what + " container " + one->id +
                              ". Stop the container before attempting removal or force remove"};
        }
        engine.tell(*one, "kill", {{"signal", "9"}});
        end_by_hand(engine, one, 137);
    }
    remove(engine, one);
    if (asked.flag("v")) remove_anonymous_volumes(engine, *one);
    return reply::empty(204);
}

reply answer_rename(core& engine, const request& asked, const container_ptr& one) {
    const auto name = asked.param("name");
    if (name.empty()) throw refusal{400, "Neither old nor new names may be empty"};
    if (name == one->name) {
        throw refusal{400, "Renaming a container with the same name as its current name"};
    }
    try {
        check_name(engine, name);
    } catch (const refusal& reason) {
        throw refusal{reason.status, "Error when allocating new name: " + reason.message};
    }
    const auto old = std::exchange(one->name, name);
    engine.tell(*one, "rename", {{"oldName", "/" + old}});
    return reply::empty(204);
}

reply answer_wait(const request& asked, const container_ptr& one) {
    auto condition = asked.param("condition", "not-running");
    if (condition != "next-exit" && condition != "removed") condition = "not-running";
    auto pipe = std::make_shared<byte_pipe>();
    if (condition == "not-running" && !one->up()) {
        pipe->push("{\"Error\":null,\"StatusCode\":" + std::to_string(one->exit_code) + "}\n");
        pipe->close();
    } else {
        one->waiters.push_back({condition, pipe});
    }
    return reply::json_stream(pipe);
}

}  // namespace

void add_container_endpoints(core& engine, router& routes) {
    const auto add = [&](const char* method, const char* pattern, auto answer) {
        routes.add(method, pattern, [&engine, answer](const request& asked, const std::string& id) {
            return answer(engine, asked, engine.need_container(id));
        });
    };
    using who = const container_ptr&;
    add("POST", "/containers/{id}/start",
        [](core& in, const request&, who one) { return answer_start(in, one); });
    add("POST", "/containers/{id}/stop", answer_stop);
    add("POST", "/containers/{id}/restart", answer_restart);
    add("POST", "/containers/{id}/kill", answer_kill);
    add("POST", "/containers/{id}/pause",
        [](core& in, const request&, who one) { return answer_pause(in, one, true); });
    add("POST", "/containers/{id}/unpause",
        [](core& in, const request&, who one) { return answer_pause(in, one, false); });
    add("POST", "/containers/{id}/rename", answer_rename);
    add("POST", "/containers/{id}/wait",
        [](core&, const request& asked, who one) { return answer_wait(asked, one); });
    add("DELETE", "/containers/{id}", answer_remove);
}

}  // namespace support::engine
