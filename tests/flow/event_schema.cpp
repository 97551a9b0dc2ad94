#include "event_schema.hpp"

#include <rollout/blue_green/events.hpp>
#include <rollout/engine_work/events.hpp>

#include <cli/render/json.hpp>
#include <nlohmann/json.hpp>

#include <concepts>
#include <cstdint>
#include <map>
#include <sstream>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace flow {

namespace {

using json = nlohmann::ordered_json;
using rollout::engine_work::exit_code;
using rollout::plan::action;

json one_of(std::vector<std::string> words) {
    return {{"enum", std::move(words)}};
}

json typed(const char* type) {
    return {{"type", type}};
}

json list_of(json items) {
    return {{"type", "array"}, {"items", std::move(items)}};
}

json or_null(json schema) {
    return {{"anyOf", json::array({std::move(schema), typed("null")})}};
}

const json color = one_of({"blue", "green"});

json actions() {
    std::vector<std::string> words;
    for (int i = 0; i <= static_cast<int>(action::remove_image); ++i)
        words.emplace_back(to_string(static_cast<action>(i)));
    return one_of(words);
}

json outcomes() {
    std::vector<std::string> words;
    for (const auto code :
         {exit_code::done, exit_code::failed, exit_code::rolled_back, exit_code::person_must_look,
          exit_code::degraded, exit_code::broken, exit_code::usage, exit_code::no_engine,
          exit_code::lock_held, exit_code::interrupted, exit_code::terminated,
          static_cast<exit_code>(42)})
        words.emplace_back(rollout::cli::outcome_of(code));
    words.emplace_back(rollout::cli::program_ended);
    return one_of(words);
}

/// Texts that are one of a few words, by the names of their facts.
json text_named(std::string_view fact) {
    for (const auto* name : {"live", "from", "to", "color", "failed"})
        if (fact == name) return color;
    if (fact == "action") return actions();
    if (fact == "severity") return one_of({"error", "warning", "advice"});
    if (fact == "kind") return one_of({"container", "network", "volume", "image"});
    return typed("string");
}

/// How often each of some names occurred.
json counts() {
    return {{"type", "object"}, {"additionalProperties", typed("integer")}};
}

/// An object with these keys, all of them and no other.
json strict(json properties) {
    auto keys = json::array();
    for (const auto& [key, value] : properties.items())
        keys.push_back(key);
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", std::move(keys)},
            {"additionalProperties", false}};
}

json line_of(std::string_view event) {
    return {{"schema", {{"const", rollout::cli::json_schema_version}}},
            {"time",
             {{"type", "string"},
              {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z$"}}},
            {"event", {{"const", event}}}};
}

struct add_fact {
    json& properties;

    template <class Value>
    void operator()(const char* name, const Value&) const {
        if constexpr (std::same_as<Value, bool>)
            properties[name] = typed("boolean");
        else if constexpr (std::integral<Value>)
            properties[name] = typed("integer");
        else if constexpr (std::same_as<Value, std::map<std::string, std::int64_t>>)
            properties[name] = counts();
        else
            properties[name] = text_named(name);
    }
};

template <class Event>
Event sample() {
    if constexpr (std::is_default_constructible_v<Event>)
        return {};
    else
        return {rollout::plan::operation(action::pull_image, "")};
}

template <class Event>
json schema_of_event() {
    auto properties = line_of(Event::name);
    properties["level"] = one_of({"step", "detail", "progress", "warning", "error"});
    properties["phase"] = typed("string");
    properties["text"] = typed("string");
    sample<Event>().fields(add_fact{properties});
    return strict(std::move(properties));
}

template <class... Events>
void add_events(json& definitions, std::variant<Events...>*) {
    ((definitions[std::string(Events::name)] = schema_of_event<Events>()), ...);
}

json container() {
    json properties;
    for (const auto* name : {"id", "name", "service", "state", "status", "image", "image_id"})
        properties[name] = typed("string");
    properties["healthy"] = typed("boolean");
    return strict(std::move(properties));
}

json colors() {
    return strict({{"proxy_running", typed("boolean")},
                   {"live", or_null(color)},
                   {"live_running", typed("boolean")},
                   {"recorded", or_null(color)},
                   {"in_snippet", or_null(color)},
                   {"agree", typed("boolean")},
                   {"health", one_of({"healthy", "degraded", "broken"})},
                   {"lock", typed("string")},
                   {"unfinished", typed("boolean")},
                   {"waiting", or_null(color)},
                   {"url", typed("string")},
                   {"answer", typed("string")},
                   {"finding", typed("string")},
                   {"trouble", typed("string")}});
}

json history_entry() {
    json properties;
    for (const auto* name : {"at", "who", "command", "image_id", "result"})
        properties[name] = typed("string");
    properties["from"] = color;
    properties["to"] = color;
    properties["took_ms"] = typed("integer");
    properties["steps_ms"] = {{"type", "object"}, {"additionalProperties", typed("integer")}};
    properties["lost"] = or_null(typed("integer"));
    return strict(std::move(properties));
}

void add_values(json& definitions) {
    auto status = line_of("status");
    status["project"] = typed("string");
    status["colors"] = or_null(colors());
    status["containers"] = list_of(container());
    definitions["status"] = strict(std::move(status));
    auto containers = line_of("containers");
    containers["project"] = typed("string");
    containers["containers"] = list_of(container());
    definitions["containers"] = strict(std::move(containers));
    auto history = line_of("history");
    history["project"] = typed("string");
    history["entries"] = list_of(history_entry());
    definitions["history"] = strict(std::move(history));
    auto result = line_of("result");
    result["command"] = typed("string");
    result["outcome"] = outcomes();
    result["exit_code"] = typed("integer");
    result["message"] = typed("string");
    result["details"] = list_of(typed("string"));
    definitions["result"] = strict(std::move(result));
}

template <class... Events>
void report_each(rollout::cli::renderer& to, std::variant<Events...>*) {
    (to.report(sample<Events>()), ...);
}

}  // namespace

std::string a_line_of_each_event() {
    std::ostringstream out;
    rollout::cli::json_renderer to(out);
    report_each(to, static_cast<rollout::engine_work::event*>(nullptr));
    report_each(to, static_cast<rollout::blue_green::event*>(nullptr));
    return out.str();
}

std::string event_schema() {
    json definitions;
    add_events(definitions, static_cast<rollout::engine_work::event*>(nullptr));
    add_events(definitions, static_cast<rollout::blue_green::event*>(nullptr));
    add_values(definitions);
    auto any = json::array();
    for (const auto& [name, definition] : definitions.items())
        any.push_back({{"$ref", "#/definitions/" + name}});
    const json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                         {"title", "One line of rollout --progress json"},
                         {"oneOf", any},
                         {"definitions", definitions}};
    return schema.dump(2) + '\n';
}

}  // namespace flow
