// What inspect and list tell of a container.
#include <support/engine/core.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <cstdlib>

namespace support::engine {
namespace {

json state_of(const container& one) {
    json made{{"Status", one.status},
              {"Running", one.up()},
              {"Paused", one.status == "paused"},
              {"Restarting", one.status == "restarting"},
              {"OOMKilled", one.oom_killed},
              {"Dead", false},
              {"Pid", one.pid},
              {"ExitCode", one.exit_code},
              {"Error", one.error},
              {"StartedAt", one.started ? rfc3339(*one.started) : never},
              {"FinishedAt", one.finished ? rfc3339(*one.finished) : never}};
    if (one.verdict) {
        json log = json::array();
        for (const auto& entry : one.verdict->log)
            log.push_back(entry);
        made["Health"] = {{"Status", one.verdict->status},
                          {"FailingStreak", one.verdict->failing_streak},
                          {"Log", log}};
    }
    return made;
}

json endpoint_view(const container& one, const endpoint& at, bool listed) {
    const auto subnet = at.address.substr(0, at.address.rfind('.'));
    json made{
        {"IPAMConfig", member(at.asked, "IPAMConfig")},
        {"Links", member(at.asked, "Links")},
        {"Aliases", listed || at.aliases.empty() ? json() : json(at.aliases)},
        {"NetworkID", at.network_id},
        {"EndpointID", at.id},
        {"Gateway", at.address.empty() ? "" : subnet + ".1"},
        {"IPAddress", at.address},
        {"IPPrefixLen", at.address.empty() ? 0 : 16},
        {"IPv6Gateway", ""},
        {"GlobalIPv6Address", ""},
        {"GlobalIPv6PrefixLen", 0},
        {"MacAddress", at.address.empty() ? "" : "02:42:ac:" + one.id.substr(0, 2) + ":00:02"},
        {"DriverOpts", member(at.asked, "DriverOpts")}};
    return made;
}

json networks_of(const container& one, bool listed) {
    json made = json::object();
    for (const auto& [name, at] : one.endpoints)
        made[name] = endpoint_view(one, at, listed);
    return made;
}

json mounts_of(const container& one) {
    json made = json::array();
    for (const auto& at : one.mounts) {
        json entry{{"Type", at.type}};
        if (at.type == "volume") entry["Name"] = at.name;
        entry["Source"] = at.source;
        entry["Destination"] = at.destination;
        if (at.type == "volume") entry["Driver"] = "local";
        entry["Mode"] = at.mode;
        entry["RW"] = at.writable;
        entry["Propagation"] = at.type == "bind" ? "rprivate" : "";
        made.push_back(entry);
    }
    return made;
}

std::string span(instant since) {
    const auto seconds = seconds_of(now()) - seconds_of(since);
    if (seconds < 1) return "Less than a second";
    if (seconds == 1) return "1 second";
    if (seconds < 60) return std::to_string(seconds) + " seconds";
    if (seconds < 120) return "About a minute";
    return std::to_string(seconds / 60) + " minutes";
}

std::string health_suffix(const container& one) {
    if (!one.verdict) return "";
    return one.verdict->status == "starting" ? " (health: starting)"
                                             : " (" + one.verdict->status + ")";
}

std::string status_text(const container& one) {
    const auto code = "(" + std::to_string(one.exit_code) + ") ";
    if (one.status == "created" || !one.started) return "Created";
    if (one.status == "restarting") return "Restarting " + code + span(*one.finished) + " ago";
    if (one.status == "exited") return "Exited " + code + span(*one.finished) + " ago";
    if (one.status == "paused") return "Up " + span(*one.started) + " (Paused)";
    return "Up " + span(*one.started) + health_suffix(one);
}

json port_list(const container& one) {
    json made = json::array();
    for (const auto& [inside, bindings] : one.published.items()) {
        const int port = std::stoi(inside);
        const auto type = inside.substr(inside.find('/') + 1);
        if (bindings.is_null()) made.push_back({{"PrivatePort", port}, {"Type", type}});
        for (const auto& binding : bindings) {
            made.push_back({{"IP", text_member(binding, "HostIp")},
                            {"PrivatePort", port},
                            {"PublicPort", std::stoi(text_member(binding, "HostPort"))},
                            {"Type", type}});
        }
    }
    return made;
}

std::string health_of(const container& one) {
    return one.verdict ? one.verdict->status : "none";
}

json health_summary(const container& one) {
    return {{"Status", health_of(one)},
            {"FailingStreak", one.verdict ? one.verdict->failing_streak : 0}};
}

json list_entry(const container& one, bool with_health) {
    json made{{"Id", one.id},
              {"Names", {"/" + one.name}},
              {"Image", one.image},
              {"ImageID", one.image_id},
              {"Command", text::join(one.command_line(), " ")},
              {"Created", seconds_of(one.created)},
              {"Ports", port_list(one)},
              {"Labels", one.labels()},
              {"State", one.status},
              {"Status", status_text(one)},
              {"HostConfig", {{"NetworkMode", text_member(one.host_config, "NetworkMode")}}},
              {"NetworkSettings", {{"Networks", networks_of(one, true)}}},
              {"Mounts", mounts_of(one)}};
    if (with_health) made["Health"] = health_summary(one);
    return made;
}

bool on_network(const container& one, const std::string& wanted) {
    return std::any_of(one.endpoints.begin(), one.endpoints.end(), [&](const auto& entry) {
        return entry.first == wanted || entry.second.network_id == wanted;
    });
}

// The engine searches names as a regular expression with an optional slash before them.
bool name_matches(const container& one, std::string wanted) {
    const bool from_start = wanted.starts_with('^') || wanted.starts_with('/');
    const bool to_end = wanted.ends_with('$');
    std::erase_if(wanted, [](char c) { return c == '^' || c == '/' || c == '$'; });
    const auto at = one.name.find(wanted);
    if (at == std::string::npos) return false;
    return (!from_start || one.name.starts_with(wanted)) && (!to_end || one.name.ends_with(wanted));
}

bool passes(const container& one, const filters& wanted) {
    const auto labels = one.labels();
    return wanted.all("label", [&](const auto& value) { return label_matches(labels, value); }) &&
           wanted.any("id", [&](const auto& value) { return one.id.starts_with(value); }) &&
           wanted.any("name", [&](const auto& value) { return name_matches(one, value); }) &&
           wanted.any("status", [&](const auto& value) { return one.status == value; }) &&
           wanted.any("health", [&](const auto& value) { return health_of(one) == value; }) &&
           wanted.any("ancestor",
                      [&](const auto& value) {
                          return with_tag(one.image) == with_tag(value) || one.image_id == value;
                      }) &&
           wanted.any("network", [&](const auto& value) { return on_network(one, value); });
}

reply answer_list(const core& engine, const request& asked) {
    const auto wanted = filters::of(
        asked, {"ancestor", "before", "exited", "expose", "health", "id", "isolation", "is-task",
                "label", "name", "network", "publish", "since", "status", "volume"});
    // A filter on the status shows stopped containers without `all`.
    const bool all = asked.flag("all") || wanted.has("status");
    const auto limit = std::atol(asked.param("limit", "0").c_str());
    json made = json::array();
    for (auto one = engine.containers.rbegin(); one != engine.containers.rend(); ++one) {
        if (limit > 0 && made.size() == static_cast<std::size_t>(limit)) break;
        if ((all || limit > 0 || (*one)->up()) && passes(**one, wanted))
            made.push_back(list_entry(**one, speaks(engine, asked, "1.52")));
    }
    return ok(made);
}

json network_settings(const container& one) {
    json made{{"SandboxID", one.up() ? text::digest(one.id) : ""},
              {"Ports", one.published},
              {"SandboxKey", ""},
              {"Networks", networks_of(one, false)}};
    return made;
}

// What API 1.52 no longer tells: the addresses on the default bridge.
void add_old_settings(json& of) {
    json& settings = of["NetworkSettings"];
    for (const char* key : {"Bridge", "EndpointID", "Gateway", "IPAddress", "MacAddress"})
        settings[key] = "";
    settings["HairpinMode"] = false;
    settings["IPPrefixLen"] = 0;
}

}  // namespace

json inspect_container(const container& one) {
    const auto words = one.command_line();
    json arguments = json::array();
    for (std::size_t at = 1; at < words.size(); ++at)
        arguments.push_back(words[at]);
    return {{"Id", one.id},
            {"Created", rfc3339(one.created)},
            {"Path", words.empty() ? "" : words.front()},
            {"Args", arguments},
            {"State", state_of(one)},
            {"Image", one.image_id},
            {"LogPath", ""},
            {"Name", "/" + one.name},
            {"RestartCount", one.restarts},
            {"Driver", "overlay2"},
            {"Platform", "linux"},
            {"ExecIDs", nullptr},
            {"HostConfig", one.host_config},
            {"GraphDriver", {{"Data", nullptr}, {"Name", "overlay2"}}},
            {"Mounts", mounts_of(one)},
            {"Config", one.config},
            {"NetworkSettings", network_settings(one)}};
}

void add_container_views(core& engine, router& routes) {
    routes.add("GET", "/containers/json", [&engine](const request& asked, const std::string&) {
        return answer_list(engine, asked);
    });
    routes.add("GET", "/containers/{id}/json",
               [&engine](const request& asked, const std::string& id) {
                   auto made = inspect_container(*engine.need_container(id));
                   if (!speaks(engine, asked, "1.52")) add_old_settings(made);
                   return ok(made);
               });
}

}  // namespace support::engine
