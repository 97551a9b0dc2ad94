#include <rollout/base/time_text.hpp>

#include <cli/render/describe.hpp>

namespace rollout::cli {

namespace {

using namespace engine_work;
using level = description::level;

const char* phase_of(plan::action what) {
    using plan::action;
    switch (what) {
        case action::build_image: return "build";
        case action::pull_image: return "pull";
        case action::push_image: return "push";
        case action::wait_healthy: return "health";
        case action::create_network:
        case action::create_volume:
        case action::create_container:
        case action::connect_network:
        case action::disconnect_network:
        case action::rename_container:
        case action::put_file:
        case action::start_container:
        case action::restart_container:
        case action::unpause_container: return "start";
        case action::pause_container:
        case action::kill_container:
        case action::stop_container: return "stop";
        case action::remove_container:
        case action::remove_network:
        case action::remove_volume:
        case action::remove_image: return "remove";
    }
    return "";
}

const char* phase_of_hook(const std::string& hook) {
    return hook == "post_start" ? "start" : "remove";
}

std::string name_of(const plan::target& t) {
    return std::string(to_string(t.what)) + ' ' + t.name;
}

/// `ann@ci (pid 42), who began 'deploy' 30 s ago`, of an event about a lock.
template <class Event>
std::string holder_of(const Event& e) {
    return e.owner + " (pid " + std::to_string(e.pid) + "), who began '" + e.purpose + "' " +
           base::age_text(e.age_s) + " ago";
}

/// One row an event.
struct engine_work_words {
    description operator()(const operation_planned& e) const {
        return {level::step, "plan", to_string(e.operation)};
    }
    description operator()(const operation_started& e) const {
        return {level::step, phase_of(e.operation.what), to_string(e.operation)};
    }
    description operator()(const operation_ended& e) const {
        return {level::progress, phase_of(e.operation.what),
                to_string(e.operation) + (e.done ? ": done after " : ": not done after ") +
                    std::to_string(e.duration_ms) + " ms"};
    }
    description operator()(const build_step& e) const {
        return {level::step, "build",
                e.service + ": step " + std::to_string(e.step) + '/' + std::to_string(e.steps) +
                    ": " + e.instruction};
    }
    description operator()(const build_output& e) const { return {level::detail, "build", e.line}; }
    description operator()(const pull_output& e) const { return {level::detail, "pull", e.line}; }
    description operator()(const pull_progress& e) const {
        const auto share = e.total > 0 ? ' ' + std::to_string(e.current * 100 / e.total) + '%' : "";
        return {level::progress, "pull", e.image + ": layer " + e.layer + ": " + e.status + share};
    }
    description operator()(const push_output& e) const { return {level::detail, "push", e.line}; }
    description operator()(const image_skipped& e) const {
        return {level::step, e.purpose,
                (e.image.empty() ? "" : e.image + " of ") + e.service + ": " + e.why};
    }
    description operator()(const image_failed& e) const {
        return {level::warning, e.purpose, e.why};
    }
    description operator()(const login_missing& e) const {
        const bool none = e.purpose == "logins";
        const auto* rest = none                  ? "; going on without registry logins"
                           : e.purpose == "pull" ? "; pulling without a login"
                           : e.purpose == "push" ? "; pushing without a login"
                                                 : "; building without that login";
        return {level::warning, e.purpose, e.why + rest};
    }
    description operator()(const container_warning& e) const {
        return {level::warning, "start", e.container + ": " + e.warning};
    }
    description operator()(const hook_started& e) const {
        return {level::step, phase_of_hook(e.hook),
                "run the " + e.hook + " hook of " + e.container + ": " + e.command};
    }
    description operator()(const hook_failed& e) const {
        return {level::warning, phase_of_hook(e.hook),
                "the " + e.hook + " hook `" + e.command + "` of " + e.container +
                    " failed: " + e.why + "; going on without it"};
    }
    description operator()(const one_off_started& e) const {
        return {level::step, e.purpose, "run " + e.command + " in container " + e.container};
    }
    description operator()(const one_off_output& e) const {
        return {level::detail, e.purpose, e.line};
    }
    description operator()(const one_off_done& e) const {
        return {level::step, e.purpose, "done after " + std::to_string(e.duration_ms) + " ms"};
    }
    description operator()(const container_healthy& e) const {
        return {level::step, "health", e.container + ": " + e.witness};
    }
    description operator()(const undoing& e) const {
        return {level::step, "remove", "remove " + name_of(e.made) + " (made by this run)"};
    }
    description operator()(const undo_failed& e) const {
        return {level::warning, "remove", name_of(e.made) + " is left behind: " + e.why};
    }
    description operator()(const lock_taken_over& e) const {
        return {
            level::warning, "lock",
            "an earlier run did not finish (" + e.unfinished + "); going on from what is there"};
    }
    description operator()(const lock_awaited& e) const {
        return {level::step, "lock",
                "waiting for " + holder_of(e) + "; at most " +
                    base::age_text((e.limit_ms + 999) / 1000)};
    }
    description operator()(const lock_not_renewed& e) const {
        return {level::warning, "lock",
                e.why + "; without a renewal the lock of this run expires in less than a minute"};
    }
    description operator()(const lock_removed& e) const {
        return {level::step, "lock",
                "removed the lock of " + holder_of(e) +
                    (e.was_dead ? " and gives no sign of life" : " and may be at work")};
    }
    description operator()(const lock_absent& e) const {
        return {level::step, "lock", "nobody holds it: there is no container " + e.container};
    }
    description operator()(const service_left_alone& e) const {
        const auto remedy =
            e.spared
                ? std::string("`rollout deploy` brings a new version of it live")
                : "`rollout up " + e.service + "` makes it anew, and nobody is served meanwhile";
        return {level::warning, "start",
                e.service + " runs with another configuration than the file's and is left alone; " +
                    remedy};
    }
    description operator()(const nothing_to_do& e) const {
        return {level::step, e.command, "there is no container to " + e.command};
    }
    description operator()(const container_ended& e) const {
        return {level::step, "end",
                "container " + e.container + " exited with code " + std::to_string(e.exit_code)};
    }
    description operator()(const stack_started& e) const {
        const auto* words = !e.runs     ? "everything is started, and not all of it runs"
                            : e.changed ? "everything runs"
                                        : "everything runs already";
        return {level::step, "up", words};
    }
    description operator()(const stack_removed& e) const {
        return {level::step, "down",
                !e.changed ? "there was nothing to remove"
                : e.whole  ? "everything is removed"
                           : "what was asked for is removed"};
    }
    description operator()(const nothing_to_build&) const {
        return {level::step, "build", "no service to build"};
    }
    description operator()(const log_line& e) const { return {level::detail, e.container, e.line}; }
    description operator()(const file_warning& e) const {
        return {level::warning, "compose", e.warning};
    }
    description operator()(const interrupted&) const {
        return {level::warning, "signal", "asked to end; cleaning up"};
    }
};

}  // namespace

description describe(const engine_work::event& e) {
    return std::visit(engine_work_words(), e);
}

}  // namespace rollout::cli
