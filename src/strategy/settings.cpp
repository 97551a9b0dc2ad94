#include <rollout/compose/load.hpp>
#include <rollout/strategy/settings.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace rollout::strategy {

namespace {

[[noreturn]] void refuse(const std::string& what, const std::string& value, const char* wanted) {
    throw std::invalid_argument(what + ": '" + value + "' is not " + wanted);
}

int parse_int(const std::string& name, const std::string& text) {
    int value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, ec] = std::from_chars(text.data(), end, value);
    if (ec != std::errc() || stop != end) refuse(name, text, "a whole number");
    return value;
}

std::chrono::milliseconds parse_time(const std::string& name, const std::string& text) {
    constexpr const char* wanted = "a time such as 2, 0.5, 500ms, 2s or 1m";
    constexpr double longest_ms = 24 * 3'600'000.0;
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, ec] = std::from_chars(text.data(), end, value);
    if (ec != std::errc() || !std::isfinite(value)) refuse(name, text, wanted);
    const std::string unit(stop, end);
    double factor = 0;
    if (unit.empty() || unit == "s") factor = 1000;
    if (unit == "ms") factor = 1;
    if (unit == "m") factor = 60'000;
    if (factor == 0) refuse(name, text, wanted);
    const auto ms = std::clamp(value * factor, 0.0, longest_ms);
    return std::chrono::milliseconds(std::llround(ms));
}

std::string absolute(const std::string& base, const std::string& path) {
    return (std::filesystem::path(base) / path).lexically_normal().string();
}

int parse_status(const std::string& name, const std::string& text) {
    const int status = parse_int(name, text);
    if (status < 100 || status > 599) refuse(name, text, "a status of HTTP");
    return status;
}

std::uint16_t parse_port(const std::string& name, const std::string& text) {
    const int port = parse_int(name, text);
    if (port < 1 || port > 65535) refuse(name, text, "a port");
    return static_cast<std::uint16_t>(port);
}

struct rule {
    const char* setting;   // in x-rollout
    const char* variable;  // in the environment
    void (*apply)(settings& s, const std::string& name, const std::string& value);
};

/// Everything that can be set, each in one place.
constexpr rule rules[] = {
    {"blue", "ROLLOUT_BLUE", [](auto& s, auto&, auto& value) { s.blue = value; }},
    {"green", "ROLLOUT_GREEN", [](auto& s, auto&, auto& value) { s.green = value; }},
    {"proxy", "ROLLOUT_PROXY", [](auto& s, auto&, auto& value) { s.proxy = value; }},
    {"port", "ROLLOUT_PORT",
     [](auto& s, auto& name, auto& value) { s.port = parse_port(name, value); }},
    {"snippet", "ROLLOUT_UPSTREAM_CONF", [](auto& s, auto&, auto& value) { s.snippet = value; }},
    {"record", "ROLLOUT_STATE_PATH", [](auto& s, auto&, auto& value) { s.record = value; }},
    {"reload_timeout", "ROLLOUT_RELOAD_TIMEOUT",
     [](auto& s, auto& name, auto& value) { s.reload_limit = parse_time(name, value); }},
    {"smoke.url", "ROLLOUT_SMOKE_URL", [](auto& s, auto&, auto& value) { s.smoke.url = value; }},
    {"smoke.status", "ROLLOUT_SMOKE_STATUS",
     [](auto& s, auto& name, auto& value) { s.smoke.status = parse_status(name, value); }},
    {"smoke.attempts", "ROLLOUT_SMOKE_ATTEMPTS",
     [](auto& s, auto& name, auto& value) {
         s.smoke.attempts = std::max(1, parse_int(name, value));
     }},
    {"smoke.timeout", "ROLLOUT_SMOKE_TIMEOUT",
     [](auto& s, auto& name, auto& value) {
         s.smoke.timeout = std::max(std::chrono::milliseconds(1), parse_time(name, value));
     }},
    {"smoke.delay", "ROLLOUT_SMOKE_DELAY",
     [](auto& s, auto& name, auto& value) { s.smoke.delay = parse_time(name, value); }},
};

void apply(settings& s, const std::string& name, const std::string& value) {
    const auto found = std::find_if(std::begin(rules), std::end(rules),
                                    [&name](const rule& r) { return name == r.setting; });
    if (found == std::end(rules)) throw std::invalid_argument("unknown setting '" + name + "'");
    found->apply(s, name, value);
}

std::string scalar_text(const compose::node& n, const std::string& path) {
    return std::visit(
        [&](const auto& v) -> std::string {
            using type = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<type, std::string>) return v;
            if constexpr (std::is_same_v<type, std::int64_t> || std::is_same_v<type, double>)
                return std::to_string(v);
            throw compose::error(n.where, path + " must be a string or a number");
        },
        n.value);
}

void apply_block(settings& s, const compose::node& block, const std::string& path,
                 const std::string& prefix) {
    if (block.is_null()) return;
    const auto* entries = std::get_if<compose::node::mapping>(&block.value);
    if (!entries) throw compose::error(block.where, path + " must be a mapping");
    for (const auto& [key, where, value] : *entries) {
        const auto full = path + '.' + key;
        if (prefix.empty() && key == "smoke") {
            apply_block(s, value, full, "smoke.");
            continue;
        }
        const auto text = scalar_text(value, full);
        try {
            apply(s, prefix + key, text);
        } catch (const std::invalid_argument& e) {
            throw compose::error(where, full + ": " + e.what());
        }
    }
}

std::string known_services(const compose::project& project) {
    std::string names;
    for (const auto& [name, service] : project.services)
        names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "none" : names;
}

}  // namespace

setting_values settings_from_environment(const std::map<std::string, std::string>& environment) {
    setting_values values;
    for (const auto& r : rules) {
        const auto found = environment.find(r.variable);
        if (found != environment.end() && !found->second.empty()) values[r.setting] = found->second;
    }
    return values;
}

settings resolve_settings(const compose::project& project, const setting_values& environment,
                          const setting_values& flags) {
    settings s;
    if (const auto block = project.extensions.find("x-rollout"); block != project.extensions.end())
        apply_block(s, block->second, "x-rollout", "");
    for (const auto& [name, value] : environment)
        apply(s, name, value);
    for (const auto& [name, value] : flags)
        apply(s, name, value);
    s.snippet = absolute(project.working_dir, s.snippet);
    s.record = absolute(project.working_dir, s.record);
    return s;
}

void derive_green(compose::project& project, const settings& s) {
    const auto blue = project.services.find(s.blue);
    if (blue == project.services.end() || project.services.contains(s.green)) return;
    auto green = blue->second;
    green.name = s.green;
    green.container_name.clear();
    green.profiles = {"green"};
    green.labels["rollout.color"] = to_string(color::green);
    project.services.emplace(s.green, std::move(green));
}

void check_services(const compose::project& project, const settings& s) {
    const std::pair<const char*, const std::string*> roles[] = {
        {"the blue app", &s.blue}, {"the green app", &s.green}, {"the proxy", &s.proxy}};
    for (const auto& [role, name] : roles)
        if (!project.services.contains(*name))
            throw std::invalid_argument("no service '" + *name + "' for " + role +
                                        "; the file has: " + known_services(project) +
                                        " (x-rollout or ROLLOUT_BLUE, ROLLOUT_GREEN, "
                                        "ROLLOUT_PROXY name others)");
}

}  // namespace rollout::strategy
