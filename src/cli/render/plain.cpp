#include <rollout/base/time_text.hpp>

#include <cli/render/plain.hpp>
#include <cli/render/printable.hpp>
#include <cli/render/text_table.hpp>

#include <algorithm>
#include <ostream>
#include <sstream>
#include <utility>

namespace rollout::cli {

namespace {

using level = description::level;
using blue_green::color;

description step(const char* phase, std::string text) {
    return {level::step, phase, std::move(text)};
}

std::string name_of(const std::optional<color>& c, const char* absent) {
    return c ? std::string(to_string(*c)) : absent;
}

std::string agreement(const blue_green::live_status& s) {
    const auto live = std::string(to_string(s.live));
    if (!s.finding.empty())
        return s.finding + "; the next deploy takes " + live +
               " as live, and `rollout recover` makes sure of it";
    if (!s.live_running) return "record and proxy agree, but " + live + " is not running";
    return "record and proxy agree";
}

}  // namespace

void plain_renderer::print(const description& d) {
    const auto phase = printable(d.phase);
    const auto text = printable(d.text);
    switch (d.importance) {
        case level::step: out_ << phase << ": " << text << std::endl; break;
        case level::detail: out_ << phase << " | " << text << std::endl; break;
        case level::progress: break;
        case level::warning: err_ << phase << ": warning: " << text << std::endl; break;
        case level::error: err_ << phase << ": error: " << text << std::endl; break;
    }
}

void plain_renderer::tell(const description& d) {
    const bool is_problem = d.importance == level::warning || d.importance == level::error;
    if (is_problem || told_ == what::all) print(d);
}

void plain_renderer::report(const engine_work::event& e) {
    tell(describe(e));
}

void plain_renderer::report(const blue_green::event& e) {
    tell(describe(e));
}

void plain_renderer::print_live(const blue_green::live_status& live) {
    constexpr const char* no_record = "none, which means blue";
    print(step("health", std::string(to_string(health_of(live)))));
    if (!live.lock.empty())
        print(step("lock", live.lock + (live.unfinished ? ", and did not finish" : "")));
    if (!live.proxy_running) {
        print(step("live", "none: the proxy is not running"));
        print(step("record", name_of(live.recorded, no_record)));
        return;
    }
    print(step("live", std::string(to_string(live.live))));
    print(step("record", name_of(live.recorded, no_record)));
    print(step("snippet", name_of(live.in_snippet, "neither color")));
    if (!live.trouble.empty()) print(step("trouble", live.trouble));
    if (live.trouble.empty() || !live.finding.empty()) print(step("agreement", agreement(live)));
    if (live.waiting)
        print(step("waiting", std::string(to_string(*live.waiting)) + ", for `rollout promote`"));
    if (!live.url.empty()) print(step("url", live.url + ": " + live.answer));
}

void plain_renderer::print_containers(const std::vector<plan::observed_container>& containers) {
    for (const auto& c : containers)
        print(step("container", c.name + ": " + c.status + ", image " + c.image + " (" +
                                    c.image_id.substr(0, 19) + ')'));
    if (containers.empty()) print(step("container", "none; `rollout up` starts the stack"));
}

void plain_renderer::show(const stack_status& status) {
    print(step("project", status.project));
    if (status.live)
        print_live(*status.live);
    else
        print(step("live", "a plain stack: no service of it has two colors"));
    print_containers(status.containers);
}

void plain_renderer::show(const container_list& list) {
    out_ << list.text << std::flush;
}

namespace {

/// Those that took longest first; what took next to nothing is left out.
std::string steps_of(const blue_green::history_entry& e) {
    constexpr std::int64_t next_to_nothing = 10;
    std::vector<std::pair<std::int64_t, std::string>> steps;
    for (const auto& [name, took] : e.steps_ms)
        if (took >= next_to_nothing) steps.emplace_back(took, name);
    std::sort(steps.rbegin(), steps.rend());
    std::string words;
    for (const auto& [took, name] : steps)
        words += (words.empty() ? "" : ", ") + printable(name) + ' ' + std::to_string(took) + " ms";
    return words;
}

}  // namespace

void plain_renderer::show(const deploy_history& history) {
    std::vector<table_row> rows = {
        {"WHEN", "WHO", "COMMAND", "FROM", "TO", "RESULT", "LOST", "TOOK", "STEPS"}};
    for (const auto& e : history.entries)
        rows.push_back({base::utc_text(e.at), printable(e.who), printable(e.what),
                        std::string(to_string(e.from)),
                        std::string(to_string(e.to)) + ' ' + printable(e.image_id.substr(0, 19)),
                        printable(e.result), e.lost ? std::to_string(*e.lost) : "-",
                        std::to_string(e.took_ms) + " ms", steps_of(e)});
    out_ << table_text(std::move(rows)) << std::flush;
}

void plain_renderer::finish(const command_result& result) {
    for (const auto& line : result.details)
        print({level::detail, "why", line});
    if (result.message.empty()) return;
    print({level::error, result.about, result.message});
    std::istringstream excerpt(result.excerpt);
    for (std::string line; std::getline(excerpt, line);)
        err_ << printable(line) << std::endl;
}

}  // namespace rollout::cli
