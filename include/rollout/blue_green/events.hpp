#pragma once

#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/finding.hpp>
#include <rollout/blue_green/manage_events.hpp>
#include <rollout/blue_green/measure_events.hpp>
#include <rollout/blue_green/others_events.hpp>
#include <rollout/blue_green/preview_events.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

/// What happens in a blue/green deploy beyond the operations on the engine; see
/// engine_work/events.hpp for what an event is.
namespace rollout::blue_green {

/// The witnesses of the live color do not agree.
struct live_color_doubtful {
    static constexpr std::string_view name = "live_color_doubtful";
    std::string finding;
    color live = color::blue;  ///< the one that is taken as live
    bool reload = false;       ///< nginx is made to load that before anything else
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("finding", finding);
        visit("live", to_string(live));
        visit("reload", reload);
    }
};

struct live_color_down {
    static constexpr std::string_view name = "live_color_down";
    color live = color::blue;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("live", to_string(live));
    }
};

/// The engine's host has the project's folder in another place: its relative host paths start
/// there.
struct folder_elsewhere {
    static constexpr std::string_view name = "folder_elsewhere";
    std::string here;
    std::string there;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("here", here);
        visit("there", there);
    }
};

struct deploy_planned {
    static constexpr std::string_view name = "deploy_planned";
    color from = color::blue;
    color to = color::green;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("from", to_string(from));
        visit("to", to_string(to));
    }
};

struct cutover_planned {
    static constexpr std::string_view name = "cutover_planned";
    std::string snippet;  ///< the file
    std::string text;     ///< what will be in it
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("snippet", snippet);
        visit("contents", text);
    }
};

/// The configuration will be tested and reloaded, and the new workers waited for.
struct reload_planned {
    static constexpr std::string_view name = "reload_planned";
    template <class Visit>
    void fields(Visit&&) const {}
};

struct smoke_planned {
    static constexpr std::string_view name = "smoke_planned";
    std::string url;
    std::string expected;  ///< of an answer, in words
    int status = 0;        ///< the first that is expected
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("status", status);
        visit("expected", expected);
    }
};

/// Workers of an earlier reload may still serve requests from the idle color.
struct earlier_workers_draining {
    static constexpr std::string_view name = "earlier_workers_draining";
    template <class Visit>
    void fields(Visit&&) const {}
};

struct earlier_workers_remain {
    static constexpr std::string_view name = "earlier_workers_remain";
    template <class Visit>
    void fields(Visit&&) const {}
};

struct cutover_started {
    static constexpr std::string_view name = "cutover_started";
    color to = color::green;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("to", to_string(to));
    }
};

/// New workers serve that color, and none of the old ones accepts connections.
struct cutover_done {
    static constexpr std::string_view name = "cutover_done";
    color to = color::green;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("to", to_string(to));
    }
};

/// A cutover did not work out.
struct snippet_put_back {
    static constexpr std::string_view name = "snippet_put_back";
    template <class Visit>
    void fields(Visit&&) const {}
};

/// It is left as it was for the cutover: the same servers, and nginx does not start while their
/// names are unknown.
struct snippet_not_at_rest {
    static constexpr std::string_view name = "snippet_not_at_rest";
    std::string path;
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("path", path);
        visit("why", why);
    }
};

struct record_failed {
    static constexpr std::string_view name = "record_failed";
    bool on_the_way_back = false;
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("on_the_way_back", on_the_way_back);
        visit("why", why);
    }
};

/// One failed try of the smoke test that is not the last.
struct probe_mismatched {
    static constexpr std::string_view name = "probe_mismatched";
    int attempt = 0;
    int attempts = 0;
    std::string saw;
    std::string expected;     ///< in place of it; empty where `saw` says it all
    int expected_status = 0;  ///< the first that is expected
    std::string further_url;  ///< of `smoke.urls`; empty = `smoke.url` was asked
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("attempt", attempt);
        visit("attempts", attempts);
        visit("saw", saw);
        visit("expected", expected);
        visit("expected_status", expected_status);
        visit("further_url", further_url);
    }
};

struct smoke_passed {
    static constexpr std::string_view name = "smoke_passed";
    std::string url;
    std::string saw;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("saw", saw);
    }
};

struct smoke_failed {
    static constexpr std::string_view name = "smoke_failed";
    std::string url;
    std::string saw;
    std::string expected;     ///< in place of it; empty where `saw` says it all
    int expected_status = 0;  ///< the first that is expected
    int attempts = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("saw", saw);
        visit("expected", expected);
        visit("expected_status", expected_status);
        visit("attempts", attempts);
    }
};

/// The new version passed its smoke test, and is asked again and again for a while.
struct soak_started {
    static constexpr std::string_view name = "soak_started";
    std::int64_t duration_ms = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("duration_ms", duration_ms);
    }
};

struct smoke_interrupted {
    static constexpr std::string_view name = "smoke_interrupted";
    template <class Visit>
    void fields(Visit&&) const {}
};

/// What the old color answers once it serves again.
struct smoke_after_rollback {
    static constexpr std::string_view name = "smoke_after_rollback";
    std::string url;
    std::string saw;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("saw", saw);
    }
};

struct rollback_started {
    static constexpr std::string_view name = "rollback_started";
    color to = color::blue;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("to", to_string(to));
    }
};

/// One line of what is known about the container that failed.
struct diagnosis {
    static constexpr std::string_view name = "diagnosis";
    std::string container;
    std::string line;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("container", container);
        visit("line", line);
    }
};

struct rolled_back {
    static constexpr std::string_view name = "rolled_back";
    color live = color::blue;
    color failed = color::green;
    std::string container;  ///< of the failed color
    bool stopped = false;   ///< false: it could not be stopped and runs on
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("live", to_string(live));
        visit("failed", to_string(failed));
        visit("container", container);
        visit("stopped", stopped);
    }
};

struct went_live {
    static constexpr std::string_view name = "went_live";
    color live = color::green;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("live", to_string(live));
    }
};

/// The last request to a color that has lost its traffic is served.
struct drained {
    static constexpr std::string_view name = "drained";
    blue_green::color color = blue_green::color::blue;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("color", to_string(color));
    }
};

struct drain_incomplete {
    static constexpr std::string_view name = "drain_incomplete";
    std::int64_t limit_ms = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("limit_ms", limit_ms);
    }
};

/// The new version is live, and the wait for the old one's last requests was cut short.
struct drain_interrupted {
    static constexpr std::string_view name = "drain_interrupted";
    blue_green::color color = blue_green::color::blue;
    std::string container;  ///< left as it is; empty = it was to be kept anyway
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("color", to_string(color));
        visit("container", container);
    }
};

/// A color that has lost its traffic could not be retired as asked.
struct retire_failed {
    static constexpr std::string_view name = "retire_failed";
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("why", why);
    }
};

/// The snippet was made to name the live color before the proxy starts.
struct snippet_written {
    static constexpr std::string_view name = "snippet_written";
    std::string snippet;
    color live = color::blue;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("snippet", snippet);
        visit("live", to_string(live));
    }
};

struct snippet_reset {
    static constexpr std::string_view name = "snippet_reset";
    std::string snippet;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("snippet", snippet);
    }
};

struct record_removed {
    static constexpr std::string_view name = "record_removed";
    std::string record;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("record", record);
    }
};

/// What `check` has to say about one thing.
struct check_finding {
    static constexpr std::string_view name = "check_finding";
    finding found;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("severity", to_string(found.importance));
        visit("subject", found.subject);
        visit("problem", found.text);
        visit("remedy", found.remedy);
    }
};

struct check_done {
    static constexpr std::string_view name = "check_done";
    int errors = 0;
    int warnings = 0;
    int advice = 0;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("errors", errors);
        visit("warnings", warnings);
        visit("advice", advice);
    }
};

using event =
    std::variant<live_color_doubtful, live_color_down, folder_elsewhere, deploy_planned,
                 other_outdated, cutover_planned, reload_planned, smoke_planned, preview_planned,
                 measure_planned, old_version_unwell, preview_passed, preview_impossible, held,
                 earlier_workers_draining, earlier_workers_remain, cutover_started, cutover_done,
                 snippet_put_back, snippet_not_at_rest, record_failed, probe_mismatched,
                 smoke_passed, smoke_failed, soak_started, smoke_interrupted, measured,
                 measure_failed, users_measured, smoke_after_rollback, rollback_started, diagnosis,
                 rolled_back, others_failed, went_live, drained, drain_incomplete,
                 drain_interrupted, retire_failed, recovered, snippet_written, snippet_reset,
                 record_removed, serving_ends, colors_kept, check_finding, check_done>;

}  // namespace rollout::blue_green
