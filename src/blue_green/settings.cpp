#include <engine_api/error.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/blue_green/settings_table.hpp>
#include <rollout/compose/read/load.hpp>
#include <rollout/compose/text/shell_words.hpp>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>

namespace rollout::blue_green {

namespace {

std::string absolute(const std::string& base, const std::string& path) {
    return (std::filesystem::path(base) / path).lexically_normal().string();
}

const setting_row& row_of(const std::string& name) {
    const auto rows = setting_rows();
    const auto found = std::find_if(rows.begin(), rows.end(),
                                    [&name](const setting_row& r) { return name == r.name; });
    if (found == rows.end()) throw std::invalid_argument("unknown setting '" + name + "'");
    return *found;
}

/// Settings lie inside of it.
bool is_block(const std::string& name) {
    const auto rows = setting_rows();
    return std::any_of(rows.begin(), rows.end(), [inside = name + '.'](const setting_row& r) {
        return std::string_view(r.name).starts_with(inside);
    });
}

void apply(settings& s, const std::string& name, const std::string& value) {
    row_of(name).apply(s, name, value);
}

std::string scalar_text(const compose::node& n, const std::string& path) {
    return std::visit(
        [&](const auto& v) -> std::string {
            using type = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<type, std::string>) return v;
            if constexpr (std::is_same_v<type, bool>) return v ? "true" : "false";
            if constexpr (std::is_same_v<type, std::int64_t> || std::is_same_v<type, double>)
                return std::to_string(v);
            throw compose::error(n.where, path + " must be a string or a number");
        },
        n.value);
}

/// An item is a text of its own, so what YAML took for a number with a point is not guessed back.
std::string item_text(const compose::node& n, const std::string& path) {
    if (std::holds_alternative<double>(n.value))
        throw compose::error(n.where, path + ": a number with a point must be in quotes");
    return scalar_text(n, path);
}

std::string list_text(const compose::node& n, const std::string& path,
                      const std::string& separator) {
    if (!n.is_sequence()) return item_text(n, path);
    std::string text;
    for (const auto& item : n.items()) {
        const auto one = item_text(item, path);
        if (one.find(separator) != std::string::npos)
            throw compose::error(item.where, path + ": an item must not have a " +
                                                 (separator == "," ? "comma" : "line feed") +
                                                 " in it");
        text += (text.empty() ? "" : separator) + one;
    }
    return text;
}

std::string command_text(const compose::node& n, const std::string& path) {
    if (!n.is_sequence()) return item_text(n, path);
    std::vector<std::string> words;
    for (const auto& item : n.items())
        words.push_back(item_text(item, path));
    return compose::quoted_words(words);
}

std::string text_of(const setting_row& row, const compose::node& value, const std::string& path) {
    if (row.is_command) return command_text(value, path);
    if (*row.joined_by) return list_text(value, path, row.joined_by);
    return scalar_text(value, path);
}

void apply_block(settings& s, const compose::node& block, const std::string& path,
                 const std::string& prefix) {
    if (block.is_null()) return;
    const auto* entries = std::get_if<compose::node::mapping>(&block.value);
    if (!entries) throw compose::error(block.where, path + " must be a mapping");
    for (const auto& [key, where, value] : *entries) {
        const auto full = path + '.' + key;
        const bool short_form = prefix + key == "proxy" && !value.is_mapping();
        if (is_block(prefix + key) && !short_form) {
            apply_block(s, value, full, prefix + key + '.');
            continue;
        }
        try {
            const auto& row = row_of(prefix + key);
            row.apply(s, row.name, text_of(row, value, full));
        } catch (const std::invalid_argument& e) {
            throw compose::error(where, full + ": " + e.what());
        }
    }
}

/// The address that the proxy publishes on this host; empty when it publishes none.
std::string published_url(const compose::service& proxy) {
    for (const auto& port : proxy.ports) {
        if (port.published.empty() || port.protocol != "tcp") continue;
        const bool any = port.host_ip.empty() || port.host_ip == "0.0.0.0" || port.host_ip == "::";
        const bool v6 = port.host_ip.find(':') != std::string::npos;
        const auto host = any ? "127.0.0.1" : v6 ? '[' + port.host_ip + ']' : port.host_ip;
        return "http://" + host + ':' + port.published + '/';
    }
    return {};
}

engine_api::http_target target_of(const std::string& url, const char* setting) {
    try {
        return engine_api::parse_http_target(url);
    } catch (const engine_api::error& e) {
        throw std::invalid_argument(std::string(setting) + ": " + e.what());
    }
}

void take_apart(smoke_settings& s) {
    if (!s.url.empty()) s.target = target_of(s.url, "smoke.url");
    for (auto& further : s.urls)
        further.target = target_of(further.text, "smoke.urls");
    if (s.host.empty()) return;
    const auto named = target_of("http://" + s.host, "smoke.host");
    if (named.authority != s.host)
        throw std::invalid_argument("smoke.host: '" + s.host + "' is not a name or an address");
}

void take_apart(measure_settings& m) {
    if (!m.url.empty()) m.target = target_of(m.url, "measure.url");
    if (m.url.empty() && m.max_failed)
        throw std::invalid_argument(
            "measure.max_failed: no request is counted without measure.url (--measure URL)");
}

std::string known_services(const compose::project& project) {
    std::string names;
    for (const auto& [name, service] : project.services)
        names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "none" : names;
}

}  // namespace

std::vector<upstream> settings::upstreams() const {
    upstream main;
    main.blue = blue;
    main.green = green;
    main.port = port;
    main.snippet = snippet;
    main.preview = preview;
    main.server_parameters = server_parameters;
    return {main};
}

std::vector<std::string> settings::roles() const {
    auto names = services(color::blue);
    const auto greens = services(color::green);
    names.insert(names.end(), greens.begin(), greens.end());
    if (!has_foreign_proxy()) names.push_back(proxy);
    return names;
}

setting_values settings_from_environment(const std::map<std::string, std::string>& environment) {
    setting_values values;
    for (const auto& r : setting_rows()) {
        const auto found = environment.find(r.variable);
        if (found != environment.end() && !found->second.empty()) values[r.name] = found->second;
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
    s.preview = absolute(project.working_dir, s.preview);
    s.record = absolute(project.working_dir, s.record);
    if (!s.smoke.ca_file.empty()) s.smoke.ca_file = absolute(project.working_dir, s.smoke.ca_file);
    const auto proxy =
        s.has_foreign_proxy() ? project.services.end() : project.services.find(s.proxy);
    if (s.smoke.url.empty() && proxy != project.services.end())
        s.smoke.url = published_url(proxy->second);
    take_apart(s.smoke);
    take_apart(s.measure);
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
        if ((name != &s.proxy || !s.has_foreign_proxy()) && !project.services.contains(*name))
            throw std::invalid_argument("no service '" + *name + "' for " + role +
                                        "; the file has: " + known_services(project) +
                                        " (x-rollout or ROLLOUT_BLUE, ROLLOUT_GREEN, "
                                        "ROLLOUT_PROXY name others)");
}

}  // namespace rollout::blue_green
