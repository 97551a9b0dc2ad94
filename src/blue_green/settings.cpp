#include "read_upstreams.hpp"
#include "setting_text.hpp"

#include <engine_api/error.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/blue_green/settings_table.hpp>
#include <rollout/compose/read/load.hpp>

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace rollout::blue_green {

namespace {

/// Settings lie inside of it.
bool is_block(const std::string& name) {
    const auto rows = setting_rows();
    return std::any_of(rows.begin(), rows.end(), [inside = name + '.'](const setting_row& r) {
        return std::string_view(r.name).starts_with(inside);
    });
}

void apply(settings& s, const std::string& name, const std::string& value) {
    setting_row_of(name).apply(s, name, value);
}

void apply_block(settings& s, const compose::node& block, const std::string& path,
                 const std::string& prefix) {
    if (block.is_null()) return;
    const auto* entries = std::get_if<compose::node::mapping>(&block.value);
    if (!entries) throw compose::error(block.where, path + " must be a mapping");
    for (const auto& [key, where, value] : *entries) {
        const auto full = path + '.' + key;
        if (full == "x-rollout.upstreams") continue;
        const bool short_form = prefix + key == "proxy" && !value.is_mapping();
        if (is_block(prefix + key) && !short_form) {
            apply_block(s, value, full, prefix + key + '.');
            continue;
        }
        try {
            const auto& row = setting_row_of(prefix + key);
            row.apply(s, row.name, setting_text(row, value, full));
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

/// Several green services that nobody named are those of blue with `_green` behind.
void pair_colors(settings& s) {
    if (s.green.empty() && s.blue.size() == 1) s.green = settings().green;
    if (s.green.empty())
        for (const auto& service : s.blue)
            s.green.push_back(service + "_green");
    if (s.blue.size() != s.green.size())
        throw std::invalid_argument("blue has " + std::to_string(s.blue.size()) +
                                    " services and green " + std::to_string(s.green.size()) +
                                    "; name the green one of each, in the same order, or none");
}

std::string known_services(const compose::project& project) {
    std::string names;
    for (const auto& [name, service] : project.services)
        names += (names.empty() ? "" : ", ") + name;
    return names.empty() ? "none" : names;
}

}  // namespace

std::vector<upstream> settings::upstreams() const {
    if (!listed_upstreams.empty()) return listed_upstreams;
    upstream main;
    main.blue = blue.front();
    main.green = green.front();
    main.port = port;
    main.snippet = snippet;
    main.preview = preview;
    main.server_parameters = server_parameters;
    return {main};
}

std::vector<std::string> settings::colored() const {
    auto names = blue;
    names.insert(names.end(), green.begin(), green.end());
    return names;
}

std::string settings::meant_by(const std::string& service, color live) const {
    const auto found = std::find(blue.begin(), blue.end(), service);
    if (found == blue.end()) return service;
    return services(live).at(static_cast<std::size_t>(found - blue.begin()));
}

std::vector<std::string> settings::roles() const {
    auto names = colored();
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
    s.green.clear();
    const auto block = project.extensions.find("x-rollout");
    if (block != project.extensions.end()) apply_block(s, block->second, "x-rollout", "");
    for (const auto& [name, value] : environment)
        apply(s, name, value);
    for (const auto& [name, value] : flags)
        apply(s, name, value);
    pair_colors(s);
    if (block != project.extensions.end())
        s.listed_upstreams = read_upstreams(block->second, s, project.working_dir);
    s.snippet = absolute_path(project.working_dir, s.snippet);
    s.preview = absolute_path(project.working_dir, s.preview);
    s.record = absolute_path(project.working_dir, s.record);
    if (!s.smoke.ca_file.empty())
        s.smoke.ca_file = absolute_path(project.working_dir, s.smoke.ca_file);
    const auto proxy =
        s.has_foreign_proxy() ? project.services.end() : project.services.find(s.proxy);
    if (s.smoke.url.empty() && proxy != project.services.end())
        s.smoke.url = published_url(proxy->second);
    take_apart(s.smoke);
    take_apart(s.measure);
    return s;
}

void check_services(const compose::project& project, const settings& s) {
    const auto check = [&](const std::string& name, const char* role) {
        if (!project.services.contains(name))
            throw std::invalid_argument("no service '" + name + "' for " + role +
                                        "; the file has: " + known_services(project) +
                                        " (x-rollout or ROLLOUT_BLUE, ROLLOUT_GREEN, "
                                        "ROLLOUT_PROXY name others)");
    };
    for (const auto& name : s.blue)
        check(name, "the blue app");
    for (const auto& name : s.green)
        check(name, "the green app");
    if (!s.has_foreign_proxy()) check(s.proxy, "the proxy");
    const auto roles = s.roles();
    for (const auto& name : s.with) {
        check(name, "`with`");
        if (std::find(roles.begin(), roles.end(), name) != roles.end())
            throw std::invalid_argument("with: '" + name +
                                        "' is the proxy or part of a color; name services that a "
                                        "deploy would leave alone");
    }
}

}  // namespace rollout::blue_green
