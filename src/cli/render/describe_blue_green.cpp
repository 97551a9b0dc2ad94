#include <cli/render/describe.hpp>

namespace rollout::cli {

namespace {

using namespace blue_green;
using level = description::level;

std::string name(color c) {
    return std::string(to_string(c));
}

std::string without_newlines(std::string text) {
    while (!text.empty() && text.back() == '\n')
        text.pop_back();
    return text;
}

std::string seen(const std::string& saw, const std::string& expected) {
    return saw + (expected.empty() ? "" : ", expected " + expected);
}

/// `; answered by 1 (20), 2 (22)`.
std::string who_answered(const std::map<std::string, std::int64_t>& names) {
    std::string words;
    for (const auto& [name, count] : names)
        words +=
            (words.empty() ? "; answered by " : ", ") + name + " (" + std::to_string(count) + ')';
    return words;
}

level level_of(finding::level importance) {
    switch (importance) {
        case finding::level::error: return level::error;
        case finding::level::warning: return level::warning;
        case finding::level::advice: return level::step;
    }
    return level::step;
}

/// One row an event.
struct blue_green_words {
    description operator()(const live_color_doubtful& e) const {
        return {level::warning, "look",
                e.finding + "; taking " + name(e.live) + " as live" +
                    (e.reload ? " and making nginx load that" : "")};
    }
    description operator()(const live_color_down& e) const {
        return {level::warning, "look", "the live color " + name(e.live) + " is not running"};
    }
    description operator()(const folder_elsewhere& e) const {
        return {
            level::step, "look",
            "the engine's host has " + e.here + " at " + e.there + ": relative paths start there"};
    }
    description operator()(const deploy_planned& e) const {
        return {level::step, "plan", "from " + name(e.from) + " to " + name(e.to)};
    }
    description operator()(const other_outdated& e) const {
        return {level::warning, "plan",
                "'" + e.service +
                    "' runs with another configuration than the file's and is left "
                    "alone; " +
                    (e.is_proxy ? "`rollout up " + e.service +
                                      "` makes it anew, and nobody is served meanwhile"
                                : "`--with " + e.service + "` updates it, too")};
    }
    description operator()(const others_failed& e) const {
        if (e.why.empty())
            return {level::warning, "update",
                    "what is not needed any more is still there: " + e.left};
        if (!e.left.empty())
            return {level::warning, "update",
                    e.why + "; what was replaced could not be brought back: " + e.left};
        if (e.back.empty()) return {level::warning, "update", e.why + "; nothing was replaced"};
        return {level::warning, "update", e.why + "; " + e.back + " runs again as it was"};
    }
    description operator()(const cutover_planned& e) const {
        return {level::step, "plan", "write " + e.snippet + ": " + without_newlines(e.text)};
    }
    description operator()(const reload_planned&) const {
        return {level::step, "plan", "nginx -T, nginx -s reload, wait for the new workers"};
    }
    description operator()(const smoke_planned& e) const {
        return {level::step, "plan", "smoke test " + e.url + ", expecting " + e.expected};
    }
    description operator()(const preview_planned& e) const {
        return {level::step, "plan",
                e.through_proxy
                    ? "ask the new version through the proxy before users are moved"
                    : "ask the new version at its address before users are moved, where "
                      "that can be reached"};
    }
    description operator()(const measure_planned& e) const {
        const auto limit = e.max_failed < 0 ? std::string()
                                            : "; more than " + std::to_string(e.max_failed) +
                                                  " that fail take the deploy back";
        return {level::step, "plan",
                "measure " + e.url + " from then until the drain ends, " + std::to_string(e.rate) +
                    " requests a second" + limit};
    }
    description operator()(const old_version_unwell& e) const {
        return {level::warning, "look",
                "the version that serves does not answer as expected: " + e.url + ": " + e.saw};
    }
    description operator()(const preview_passed& e) const {
        return {level::step, "preview",
                std::string("the new version answers ") +
                    (e.through_proxy ? "through the proxy" : "at its address") + ": " + e.saw};
    }
    description operator()(const held& e) const {
        return {level::step, "held",
                name(e.waiting) + " waits for `rollout promote`, and no user is on it" +
                    (e.secret.empty()
                         ? ""
                         : "; the header `X-Rollout-Preview: " + e.secret + "` leads to it")};
    }
    description operator()(const preview_impossible& e) const {
        return {level::warning, "preview",
                "the new version was not asked before users are moved: " + e.why};
    }
    description operator()(const earlier_workers_draining&) const {
        return {level::step, "drain", "waiting for workers of an earlier reload"};
    }
    description operator()(const earlier_workers_remain&) const {
        return {level::warning, "drain", "they still serve old connections; going on without them"};
    }
    description operator()(const cutover_started& e) const {
        return {level::step, "cutover", "pointing the proxy at " + name(e.to)};
    }
    description operator()(const cutover_done& e) const {
        return {level::step, "cutover", "nginx serves " + name(e.to) + " with new workers"};
    }
    description operator()(const snippet_put_back&) const {
        return {level::warning, "cutover", "putting the old snippet back"};
    }
    description operator()(const snippet_not_at_rest& e) const {
        return {level::warning, "cutover",
                e.path + " could not be written as it is to be between deploys: " + e.why +
                    "; it names the same servers, but nginx does not start while one is unknown"};
    }
    description operator()(const record_failed& e) const {
        return {level::warning, e.on_the_way_back ? "rollback" : "record",
                "the record could not be written: " + e.why};
    }
    description operator()(const probe_mismatched& e) const {
        return {level::detail, "smoke",
                "attempt " + std::to_string(e.attempt) + " of " + std::to_string(e.attempts) +
                    ": " + (e.further_url.empty() ? "" : e.further_url + ": ") +
                    seen(e.saw, e.expected)};
    }
    description operator()(const smoke_passed& e) const {
        return {level::step, "smoke", e.url + ": " + e.saw};
    }
    description operator()(const smoke_failed& e) const {
        return {
            level::error, "smoke",
            e.url + ": " + seen(e.saw, e.expected) + ", attempts: " + std::to_string(e.attempts)};
    }
    description operator()(const soak_started& e) const {
        return {level::step, "soak",
                "the smoke test passed; asking on for " + std::to_string(e.duration_ms) + " ms"};
    }
    description operator()(const smoke_interrupted&) const {
        return {level::warning, "smoke", "interrupted before it was done; going back"};
    }
    description operator()(const measured& e) const {
        const auto why = e.first_failure.empty() ? "" : " (first: " + e.first_failure + ')';
        const auto skipped =
            e.skipped == 0 ? "" : ", " + std::to_string(e.skipped) + " not sent in time";
        return {e.failed == 0 ? level::step : level::warning, "measure",
                e.url + ": " + std::to_string(e.sent) + " requests, " + std::to_string(e.failed) +
                    " failed" + why + skipped + "; at most " + std::to_string(e.longest_gap_ms) +
                    " ms without a good answer, the slowest took " + std::to_string(e.slowest_ms) +
                    " ms" + who_answered(e.answered_by)};
    }
    description operator()(const measure_failed& e) const {
        return {level::error, "measure",
                e.url + ": " + std::to_string(e.failed) + " requests failed, at most " +
                    std::to_string(e.max_failed) + " may; the first: " + e.first_failure};
    }
    description operator()(const users_measured& e) const {
        return {e.failed == 0 ? level::step : level::warning, "measure",
                "the proxy's log: " + std::to_string(e.requests) + " requests of users, " +
                    std::to_string(e.failed) + " failed, the slowest took " +
                    std::to_string(e.slowest_ms) + " ms"};
    }
    description operator()(const smoke_after_rollback& e) const {
        return {level::step, "smoke", e.url + " after the rollback: " + e.saw};
    }
    description operator()(const rollback_started& e) const {
        return {level::step, "rollback", "pointing the proxy back at " + name(e.to)};
    }
    description operator()(const diagnosis& e) const {
        return {level::detail, "diagnosis", e.line};
    }
    description operator()(const rolled_back& e) const {
        const auto kept =
            e.stopped ? " is stopped and kept in container " : " is left running in container ";
        return {level::step, "rollback",
                name(e.live) + " is live again; the failed " + name(e.failed) + kept + e.container};
    }
    description operator()(const went_live& e) const {
        return {level::step, "live", name(e.live) + " is live"};
    }
    description operator()(const drained& e) const {
        return {level::step, "drain", "the last request to " + name(e.color) + " is served"};
    }
    description operator()(const drain_incomplete& e) const {
        return {level::warning, "drain",
                "old workers still serve connections after " + std::to_string(e.limit_ms) + " ms"};
    }
    description operator()(const drain_interrupted& e) const {
        return {level::warning, "drain",
                "interrupted while the last requests to " + name(e.color) +
                    " are served; nginx ends its old workers by itself" +
                    (e.container.empty() ? ""
                                         : ", and container " + e.container + " is left as it is")};
    }
    description operator()(const retire_failed& e) const {
        return {level::warning, "retire", e.why};
    }
    description operator()(const recovered& e) const {
        return {level::step, "recover",
                "nginx serves " + name(e.live) + ", and the record says so"};
    }
    description operator()(const snippet_written& e) const {
        return {level::step, "start", "write " + e.snippet + " for the live color " + name(e.live)};
    }
    description operator()(const snippet_reset& e) const {
        return {level::step, "down", "set " + e.snippet + " back to blue"};
    }
    description operator()(const serving_ends& e) const {
        const auto* until = e.command == "restart" ? "while it restarts"
                            : e.command == "pause" ? "until `rollout unpause`"
                                                   : "until `rollout up`";
        return {level::warning, e.command,
                "users are served by " + e.containers + ", and by nobody " + until};
    }
    description operator()(const colors_kept& e) const {
        return {level::warning, "remove",
                "left alone, as `rollout rollback` may need them: " + e.containers +
                    "; name their services to remove them"};
    }
    description operator()(const record_removed& e) const {
        return {level::step, "down", "removed " + e.record};
    }
    description operator()(const check_finding& e) const {
        const auto& f = e.found;
        const bool advice = f.importance == finding::level::advice;
        return {level_of(f.importance), "check",
                (advice ? "advice: " : "") + f.subject + ": " + f.text +
                    (f.remedy.empty() ? "" : "; " + f.remedy)};
    }
    description operator()(const check_done& e) const {
        return {level::step, "check",
                "errors: " + std::to_string(e.errors) + ", warnings: " +
                    std::to_string(e.warnings) + ", advice: " + std::to_string(e.advice)};
    }
};

}  // namespace

description describe(const blue_green::event& e) {
    return std::visit(blue_green_words(), e);
}

}  // namespace rollout::cli
