#pragma once

#include <rollout/engine_work/image_events.hpp>
#include <rollout/plan/operation.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// What happens while a command works on a project, as types: each event names what happened to
/// which thing, with its facts as fields. How it is said to a person or a program is decided by who
/// renders it (src/cli/render). `fields` hands each fact with its name to a visitor; those names
/// and `name` are part of the JSON output (docs/events.md), so they only ever grow.
namespace rollout::engine_work {

/// `visit(name, value)` for the facts of an operation; an absent one is an empty text.
template <class Visit>
void operation_fields(const plan::operation& op, Visit& visit) {
    visit("action", to_string(op.what));
    visit("kind", to_string(op.target.what));
    visit("name", op.target.name);
    visit("service", op.service);
    visit("network", op.network);
    visit("new_name", op.new_name);
    visit("cause", op.cause);
}

/// It will be carried out, in the order of these events.
struct operation_planned {
    static constexpr std::string_view name = "operation_planned";
    plan::operation operation;
    template <class Visit>
    void fields(Visit&& visit) const {
        operation_fields(operation, visit);
    }
};

/// It is carried out now.
struct operation_started {
    static constexpr std::string_view name = "operation_started";
    plan::operation operation;
    template <class Visit>
    void fields(Visit&& visit) const {
        operation_fields(operation, visit);
    }
};

/// It is over.
struct operation_ended {
    static constexpr std::string_view name = "operation_ended";
    plan::operation operation;
    std::int64_t duration_ms = 0;
    bool done = false;  ///< false: it failed or was cut off; why is said by who ends because of it
    template <class Visit>
    void fields(Visit&& visit) const {
        operation_fields(operation, visit);
        visit("duration_ms", duration_ms);
        visit("done", done);
    }
};

/// A registry's login could not be had, and work goes on without it.
struct login_missing {
    static constexpr std::string_view name = "login_missing";
    std::string purpose;  ///< `pull`, `push`, `build`, or `logins` when none could be read at all
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("purpose", purpose);
        visit("why", why);
    }
};

/// The engine made a container and warns about it.
struct container_warning {
    static constexpr std::string_view name = "container_warning";
    std::string container;
    std::string warning;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("warning", warning);
    }
};

/// A lifecycle hook of a service runs in its container.
struct hook_started {
    static constexpr std::string_view name = "hook_started";
    std::string container;
    std::string hook;  ///< `post_start` or `pre_stop`
    std::string command;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("hook", hook);
        visit("command", command);
    }
};

/// A hook did not do what it had to, and work goes on.
struct hook_failed {
    static constexpr std::string_view name = "hook_failed";
    std::string container;
    std::string hook;
    std::string command;
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("hook", hook);
        visit("command", command);
        visit("why", why);
    }
};

/// A command runs once, in a container of its own.
struct one_off_started {
    static constexpr std::string_view name = "one_off_started";
    std::string container;
    std::string purpose;  ///< `pre-deploy`
    std::string command;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("purpose", purpose);
        visit("command", command);
    }
};

/// One line of what it writes.
struct one_off_output {
    static constexpr std::string_view name = "one_off_output";
    std::string container;
    std::string purpose;
    std::string line;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("purpose", purpose);
        visit("line", line);
    }
};

/// It has ended with exit code 0.
struct one_off_done {
    static constexpr std::string_view name = "one_off_done";
    std::string container;
    std::string purpose;
    std::int64_t duration_ms = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("purpose", purpose);
        visit("duration_ms", duration_ms);
    }
};

struct container_healthy {
    static constexpr std::string_view name = "container_healthy";
    std::string container;
    std::string witness;  ///< how that is known
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("witness", witness);
    }
};

/// Something that this run made is removed again.
struct undoing {
    static constexpr std::string_view name = "undoing";
    plan::target made;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("kind", to_string(made.what));
        visit("target", made.name);
    }
};

/// Something that this run made, or its lock, is left behind.
struct undo_failed {
    static constexpr std::string_view name = "undo_failed";
    plan::target made;
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("kind", to_string(made.what));
        visit("target", made.name);
        visit("why", why);
    }
};

/// The lock of a run that did not end was taken over.
struct lock_taken_over {
    static constexpr std::string_view name = "lock_taken_over";
    std::string unfinished;  ///< its owner and what that one was doing
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("unfinished", unfinished);
    }
};

/// Another one holds the lock and is waited for; said once.
struct lock_awaited {
    static constexpr std::string_view name = "lock_awaited";
    std::string container;  ///< the lock's
    std::string owner;      ///< `user@host`
    int pid = 0;
    std::string purpose;        ///< what it does
    std::int64_t age_s = 0;     ///< for how long
    std::int64_t limit_ms = 0;  ///< how long it is waited for at most
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("owner", owner);
        visit("pid", pid);
        visit("purpose", purpose);
        visit("age_s", age_s);
        visit("limit_ms", limit_ms);
    }
};

/// The engine did not take a sign of life of this run's lock, for the first time. It is tried
/// again; without any the lock expires.
struct lock_not_renewed {
    static constexpr std::string_view name = "lock_not_renewed";
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("why", why);
    }
};

/// A user asked for that.
struct lock_removed {
    static constexpr std::string_view name = "lock_removed";
    std::string container;  ///< the lock's
    std::string owner;      ///< `user@host`
    int pid = 0;
    std::string purpose;     ///< what it did
    std::int64_t age_s = 0;  ///< how long ago it began
    bool was_dead = false;   ///< false: its owner may be at work
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("owner", owner);
        visit("pid", pid);
        visit("purpose", purpose);
        visit("age_s", age_s);
        visit("was_dead", was_dead);
    }
};

/// Nobody holds the lock that a user wanted to be removed.
struct lock_absent {
    static constexpr std::string_view name = "lock_absent";
    std::string container;  ///< that would be the lock
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
    }
};

/// A service runs with another configuration than the file's, and `up` does not change that.
struct service_left_alone {
    static constexpr std::string_view name = "service_left_alone";
    std::string service;
    bool spared = false;  ///< it may serve users: no flag of `up` changes it
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("service", service);
        visit("spared", spared);
    }
};

/// A command found no container for which there is something to do.
struct nothing_to_do {
    static constexpr std::string_view name = "nothing_to_do";
    std::string command;  ///< `start`, `stop`, `restart`, `kill`, `pause`, `unpause`, `remove`
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("command", command);
    }
};

/// A container that was waited for, or followed, has ended.
struct container_ended {
    static constexpr std::string_view name = "container_ended";
    std::string container;
    std::string service;
    int exit_code = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("service", service);
        visit("exit_code", exit_code);
    }
};

struct stack_started {
    static constexpr std::string_view name = "stack_started";
    bool changed = false;  ///< false: everything ran already
    bool runs = true;      ///< false: something does not, which was said
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("changed", changed);
        visit("runs", runs);
    }
};

struct stack_removed {
    static constexpr std::string_view name = "stack_removed";
    bool changed = false;  ///< false: there was nothing
    bool whole = true;     ///< false: only some services were asked for, or something stays
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("changed", changed);
        visit("whole", whole);
    }
};

struct nothing_to_build {
    static constexpr std::string_view name = "nothing_to_build";
    template <class Visit>
    void fields(Visit&&) const {}
};

/// One line of a container's log.
struct log_line {
    static constexpr std::string_view name = "log_line";
    std::string container;
    std::string line;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("line", line);
    }
};

/// Something in the Compose files or their variables that is worth a look.
struct file_warning {
    static constexpr std::string_view name = "file_warning";
    std::string warning;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("warning", warning);
    }
};

/// A signal asked the command to end; what is under way is brought to a clean end.
struct interrupted {
    static constexpr std::string_view name = "interrupted";
    int signal_number = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("signal", signal_number);
    }
};

using event =
    std::variant<operation_planned, operation_started, operation_ended, build_step, build_output,
                 pull_output, pull_progress, push_output, image_skipped, image_failed,
                 login_missing, container_warning, hook_started, hook_failed, one_off_started,
                 one_off_output, one_off_done, container_healthy, undoing, undo_failed,
                 lock_taken_over, lock_awaited, lock_not_renewed, lock_removed, lock_absent,
                 service_left_alone, nothing_to_do, container_ended, stack_started, stack_removed,
                 nothing_to_build, log_line, file_warning, interrupted>;

}  // namespace rollout::engine_work
