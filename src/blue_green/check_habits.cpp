#include "check_rules.hpp"

#include <chrono>

namespace rollout::blue_green {

namespace {

using level = finding::level;
using findings = std::vector<finding>;
using std::chrono::nanoseconds;
using namespace std::chrono_literals;

constexpr nanoseconds longest_notice = 60s;

std::string in_seconds(nanoseconds time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count()) + " s";
}

bool is_off(const compose::healthcheck& h) {
    return h.disable || (!h.test.empty() && h.test.front() == "NONE");
}

/// Until the engine calls a version unhealthy that never answers well.
nanoseconds time_to_notice(const compose::healthcheck& h) {
    const auto interval = h.interval.value_or(0s) > 0s ? *h.interval : nanoseconds(30s);
    const auto retries = h.retries.value_or(0) > 0 ? *h.retries : 3;
    return h.start_period.value_or(0s) + interval * static_cast<std::int64_t>(retries);
}

void a_healthcheck(const checked& c, findings& found) {
    const auto settle = in_seconds(c.settings.health.settle);
    for (const auto* s : c.colors()) {
        if (s->healthcheck && is_off(*s->healthcheck))
            found.push_back({level::warning, s->name,
                             "its healthcheck is turned off: a version counts as good when it has "
                             "run for " +
                                 settle,
                             "add a `healthcheck` that says whether it can serve"});
        else if (!s->healthcheck)
            found.push_back({level::warning, s->name,
                             "the file has no healthcheck for it: unless its image brings one, a "
                             "version counts as good when it has run for " +
                                 settle,
                             "add a `healthcheck` that says whether it can serve"});
    }
}

void a_healthcheck_that_notices_soon(const checked& c, findings& found) {
    const auto& limit = c.settings.health.limit;
    if (limit && *limit <= longest_notice) return;
    for (const auto* s : c.colors()) {
        if (!s->healthcheck || is_off(*s->healthcheck)) continue;
        const auto time = time_to_notice(*s->healthcheck);
        if (time > longest_notice)
            found.push_back({level::warning, s->name,
                             "its healthcheck needs " + in_seconds(time) +
                                 " to call a broken version unhealthy, and a deploy waits for that",
                             "give it a shorter `interval` or `start_period`, or set "
                             "`health_timeout`"});
    }
}

void a_time_to_stop(const checked& c, findings& found) {
    for (const auto* s : c.colors())
        if (!s->stop_grace_period)
            found.push_back({level::advice, s->name,
                             "without `stop_grace_period` the engine kills it 10 s after its stop "
                             "signal, whatever it still serves",
                             "give it more time than its longest request takes, and a "
                             "`stop_signal` on which it finishes what it has begun"});
}

bool restarts(const compose::service& s) {
    if (!s.restart.empty()) return s.restart != "no";
    return s.deploy && s.deploy->restart_policy && s.deploy->restart_policy->condition != "none";
}

void a_proxy_that_comes_back(const checked& c, findings& found) {
    if (c.settings.has_foreign_proxy()) return;
    if (!restarts(c.proxy))
        found.push_back({level::warning, c.proxy.name,
                         "it has no `restart` policy: after a crash or a reboot nobody serves",
                         "add `restart: unless-stopped`"});
}

/// A color behind a profile starts by a deploy only.
void a_proxy_that_waits_for_both(const checked& c, findings& found) {
    if (c.settings.has_foreign_proxy()) return;
    const auto& needs = c.proxy.depends_on;
    const bool blue = needs.contains(c.blue.name);
    const bool green = needs.contains(c.green.name);
    if (blue == green) return;
    const auto& other = blue ? c.green : c.blue;
    if (!other.profiles.empty()) return;
    found.push_back({level::warning, c.proxy.name,
                     "it depends on " + (blue ? c.blue : c.green).name + " and not on " +
                         other.name + ", which starts with the stack too and may be live",
                     "put " + c.green.name + " behind a profile and depend on " + c.blue.name});
}

void one_color_at_the_start(const checked& c, findings& found) {
    if (c.green.profiles.empty())
        found.push_back({level::advice, c.green.name,
                         "it is behind no profile, so both colors start with the stack",
                         "add `profiles: [green]`"});
}

constexpr check_rule all_habits[] = {
    a_healthcheck,           a_healthcheck_that_notices_soon, a_time_to_stop,
    a_proxy_that_comes_back, a_proxy_that_waits_for_both,     one_color_at_the_start};

}  // namespace

std::span<const check_rule> habit_rules() {
    return all_habits;
}

}  // namespace rollout::blue_green
