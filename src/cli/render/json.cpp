#include <cli/render/json.hpp>
#include <cli/render/json_text.hpp>

#include <cstdio>
#include <ctime>
#include <ostream>

namespace rollout::cli {

namespace {

using json = nlohmann::ordered_json;
using time_point = std::chrono::system_clock::time_point;

/// RFC 3339 in UTC, with milliseconds.
std::string text_of(time_point at) {
    using namespace std::chrono;
    const auto since = duration_cast<milliseconds>(at.time_since_epoch());
    const std::time_t seconds = since.count() / 1000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char day[32];
    std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
    char all[48];
    std::snprintf(all, sizeof all, "%s.%03dZ", day, static_cast<int>(since.count() % 1000));
    return all;
}

const char* word_of(description::level importance) {
    switch (importance) {
        case description::level::step: return "step";
        case description::level::detail: return "detail";
        case description::level::progress: return "progress";
        case description::level::warning: return "warning";
        case description::level::error: return "error";
    }
    return "";
}

json object(const char* event, time_point at) {
    return {{"schema", json_schema_version}, {"time", text_of(at)}, {"event", event}};
}

void write(std::ostream& out, const json& line) {
    out << json_text(line) << std::endl;
}

struct add_to {
    json& object;

    template <class Value>
    void operator()(const char* name, const Value& value) const {
        object[name] = value;
    }
};

template <class Event>
void write_event(std::ostream& out, const Event& e, time_point at) {
    const auto words = describe(e);
    std::visit(
        [&](const auto& one) {
            auto line = object(one.name.data(), at);
            line["level"] = word_of(words.importance);
            line["phase"] = words.phase;
            line["text"] = words.text;
            one.fields(add_to{line});
            write(out, line);
        },
        e);
}

json container_object(const plan::observed_container& c) {
    return {{"id", c.id},       {"name", c.name},        {"service", c.service},
            {"state", c.state}, {"status", c.status},    {"healthy", c.healthy()},
            {"image", c.image}, {"image_id", c.image_id}};
}

json container_array(const std::vector<plan::observed_container>& containers) {
    auto all = json::array();
    for (const auto& c : containers)
        all.push_back(container_object(c));
    return all;
}

json color_or_null(const std::optional<blue_green::color>& c) {
    return c ? json(to_string(*c)) : json(nullptr);
}

json live_object(const blue_green::live_status& s) {
    json live = {{"proxy_running", s.proxy_running},
                 {"live", nullptr},
                 {"live_running", s.live_running},
                 {"recorded", color_or_null(s.recorded)},
                 {"in_snippet", color_or_null(s.in_snippet)},
                 {"agree", s.proxy_running && s.finding.empty()},
                 {"health", to_string(blue_green::health_of(s))},
                 {"lock", s.lock},
                 {"unfinished", s.unfinished},
                 {"waiting", color_or_null(s.waiting)},
                 {"url", s.url},
                 {"answer", s.answer},
                 {"finding", s.finding},
                 {"trouble", s.trouble}};
    if (s.proxy_running) live["live"] = to_string(s.live);
    return live;
}

json entry_object(const blue_green::history_entry& e) {
    const time_point at{std::chrono::seconds(e.at)};
    json made = {{"at", text_of(at)},      {"who", e.who},
                 {"command", e.what},      {"from", to_string(e.from)},
                 {"to", to_string(e.to)},  {"image_id", e.image_id},
                 {"result", e.result},     {"took_ms", e.took_ms},
                 {"steps_ms", e.steps_ms}, {"lost", nullptr}};
    if (e.lost) made["lost"] = *e.lost;
    return made;
}

}  // namespace

const char* outcome_of(engine_work::exit_code code) {
    using engine_work::exit_code;
    switch (code) {
        case exit_code::done: return "done";
        case exit_code::failed: return "failed";
        case exit_code::rolled_back: return "rolled_back";
        case exit_code::person_must_look: return "person_must_look";
        case exit_code::degraded: return "degraded";
        case exit_code::broken: return "broken";
        case exit_code::usage: return "usage";
        case exit_code::no_engine: return "no_engine";
        case exit_code::lock_held: return "lock_held";
        case exit_code::interrupted: return "interrupted";
        case exit_code::terminated: return "terminated";
    }
    return "exited";  // with the code of a container
}

void json_renderer::report(const engine_work::event& e) {
    write_event(out_, e, now_());
}

void json_renderer::report(const blue_green::event& e) {
    write_event(out_, e, now_());
}

void json_renderer::show(const stack_status& status) {
    auto line = object("status", now_());
    line["project"] = status.project;
    line["colors"] = status.live ? live_object(*status.live) : json(nullptr);
    line["containers"] = container_array(status.containers);
    write(out_, line);
}

void json_renderer::show(const container_list& list) {
    auto line = object("containers", now_());
    line["project"] = list.project;
    line["containers"] = container_array(list.containers);
    write(out_, line);
}

void json_renderer::show(const deploy_history& history) {
    auto line = object("history", now_());
    line["project"] = history.project;
    auto entries = json::array();
    for (const auto& e : history.entries)
        entries.push_back(entry_object(e));
    line["entries"] = std::move(entries);
    write(out_, line);
}

void json_renderer::finish(const command_result& result) {
    auto line = object("result", now_());
    line["command"] = result.command;
    line["outcome"] = result.of_a_program ? program_ended : outcome_of(result.code);
    line["exit_code"] = static_cast<int>(result.code);
    line["message"] = result.message;
    line["details"] = result.details;
    write(out_, line);
}

}  // namespace rollout::cli
