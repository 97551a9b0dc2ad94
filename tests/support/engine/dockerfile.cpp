#include <support/engine/core.hpp>
#include <support/engine/dockerfile.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <cctype>
#include <regex>
#include <set>

namespace support::engine {
namespace {

const std::set<std::string>& known_instructions() {
    static const std::set<std::string> known{
        "ADD",    "ARG",   "CMD",         "COPY",  "ENTRYPOINT", "ENV",
        "EXPOSE", "FROM",  "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
        "RUN",    "SHELL", "STOPSIGNAL",  "USER",  "VOLUME",     "WORKDIR"};
    return known;
}

// ["a","b"], or a command line for the shell.
json command(const std::string& value) {
    auto list = json::parse(value, nullptr, false);
    if (list.is_array()) return list;
    return json::array({"/bin/sh", "-c", value});
}

std::string unquoted(std::string value) {
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
        value = value.substr(1, value.size() - 2);
    }
    return value;
}

// KEY=value KEY="with spaces"
std::vector<std::pair<std::string, std::string>> assignments(const std::string& value) {
    static const std::regex one("([^= ]+)=(\"[^\"]*\"|[^ ]*)");
    std::vector<std::pair<std::string, std::string>> made;
    for (std::sregex_iterator at(value.begin(), value.end(), one), end; at != end; ++at) {
        made.emplace_back(unquoted((*at)[1]), unquoted((*at)[2]));
    }
    return made;
}

std::int64_t nanoseconds(const std::string& text) {
    const auto unit = text.find_first_not_of("0123456789.");
    const double number = std::stod(text);
    const auto name = unit == std::string::npos ? "" : text.substr(unit);
    const double scale = name == "ms" ? 1e6 : name == "m" ? 60e9 : 1e9;
    return static_cast<std::int64_t>(number * scale);
}

json healthcheck(const std::string& value) {
    static const std::regex option("--([a-z-]+)=([^ ]+) *");
    json made = json::object();
    for (std::sregex_iterator at(value.begin(), value.end(), option), end; at != end; ++at) {
        const std::string name = (*at)[1];
        if (name == "interval") made["Interval"] = nanoseconds((*at)[2]);
        if (name == "timeout") made["Timeout"] = nanoseconds((*at)[2]);
        if (name == "start-period") made["StartPeriod"] = nanoseconds((*at)[2]);
        if (name == "retries") made["Retries"] = std::stoi((*at)[2]);
    }
    const auto rest = std::regex_replace(value, option, "");
    if (rest == "NONE") return {{"Test", json::array({"NONE"})}};
    const auto text = std::string(text::trim(rest.substr(std::min<std::size_t>(3, rest.size()))));
    const auto list = json::parse(text, nullptr, false);
    json test = json::array({list.is_array() ? "CMD" : "CMD-SHELL"});
    if (list.is_array()) {
        for (const auto& word : list)
            test.push_back(word);
    } else {
        test.push_back(text);
    }
    made["Test"] = test;
    return made;
}

}  // namespace

std::vector<instruction> parse_dockerfile(std::string_view text) {
    std::vector<instruction> made;
    std::string line;
    int number = 0;
    for (const auto& raw : text::split(text, '\n')) {
        ++number;
        const auto trimmed = text::trim(raw);
        if (line.empty() && (trimmed.empty() || trimmed.starts_with('#'))) continue;
        line += trimmed;
        if (line.ends_with('\\')) {
            line.back() = ' ';
            continue;
        }
        const auto space = line.find_first_of(" \t");
        auto name = line.substr(0, space);
        for (char& c : name)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        if (!known_instructions().contains(name)) {
            throw refusal{400, "dockerfile parse error line " + std::to_string(number) +
                                   ": unknown instruction: " + name};
        }
        const auto value = space == std::string::npos ? "" : line.substr(space + 1);
        made.push_back({name, std::string(text::trim(value)), line});
        line.clear();
    }
    if (made.empty()) throw refusal{400, "the Dockerfile (Dockerfile) cannot be empty"};
    return made;
}

void amend(const instruction& one, json& config) {
    if (one.name == "CMD") config["Cmd"] = command(one.value);
    if (one.name == "ENTRYPOINT") config["Entrypoint"] = command(one.value);
    if (one.name == "WORKDIR") config["WorkingDir"] = one.value;
    if (one.name == "USER") config["User"] = one.value;
    if (one.name == "STOPSIGNAL") config["StopSignal"] = one.value;
    if (one.name == "HEALTHCHECK") config["Healthcheck"] = healthcheck(one.value);
    if (one.name == "EXPOSE") {
        const bool typed = one.value.find('/') != std::string::npos;
        config["ExposedPorts"][one.value + (typed ? "" : "/tcp")] = json::object();
    }
    if (one.name == "ENV") {
        for (const auto& [key, value] : assignments(one.value)) {
            config["Env"].push_back(key + "=" + value);
        }
    }
    if (one.name == "LABEL") {
        for (const auto& [key, value] : assignments(one.value))
            config["Labels"][key] = value;
    }
}

}  // namespace support::engine
