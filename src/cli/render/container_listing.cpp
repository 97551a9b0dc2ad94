#include <rollout/base/joined.hpp>
#include <rollout/engine_work/list.hpp>
#include <rollout/plan/create_request.hpp>

#include <cli/render/container_listing.hpp>
#include <cli/render/human.hpp>
#include <cli/render/json_text.hpp>
#include <cli/render/text_table.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <map>
#include <tuple>

namespace rollout::cli {

namespace {

using engine_api::container_summary;
using engine_api::published_port;
using nlohmann::ordered_json;

std::vector<published_port> all_ports(const container_summary& c) {
    auto all = c.ports;
    all.insert(all.end(), c.exposed.begin(), c.exposed.end());
    std::sort(all.begin(), all.end(), [](const published_port& a, const published_port& b) {
        return std::tie(a.container_port, a.host_ip, a.host_port, a.protocol) <
               std::tie(b.container_port, b.host_ip, b.host_port, b.protocol);
    });
    return all;
}

/// With the brackets of an IPv6 address.
std::string host_of(const std::string& ip) {
    return ip.find(':') == std::string::npos ? ip : '[' + ip + ']';
}

/// Ports that follow on one another, and are the same on the host if they are on it at all.
struct port_range {
    std::string host_ip;
    std::string protocol;
    int first = 0;
    int last = 0;

    [[nodiscard]] std::string text() const {
        auto ports = std::to_string(first);
        if (last != first) ports += '-' + std::to_string(last);
        if (!host_ip.empty()) ports = host_of(host_ip) + ':' + ports + "->" + ports;
        return ports + '/' + protocol;
    }
};

std::string health_of(const std::string& status) {
    for (const auto* health : {"healthy", "unhealthy"})
        if (status.find('(' + std::string(health) + ')') != std::string::npos) return health;
    return status.find("(health: starting)") == std::string::npos ? "" : "starting";
}

/// `Exited (3) 2 minutes ago`
int exit_code_of(const std::string& status) {
    int code = 0;
    const auto open = status.find('(');
    if (open != std::string::npos && status.starts_with("Exited"))
        std::from_chars(status.data() + open + 1, status.data() + status.size(), code);
    return code;
}

std::string moment_text(std::int64_t seconds) {
    const std::time_t at = seconds;
    std::tm parts{};
    ::localtime_r(&at, &parts);
    char text[64];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %z %Z", &parts);
    return text;
}

std::string mounts_text(const container_summary& c, bool truncated) {
    constexpr std::size_t shown = 15;
    std::vector<std::string> names;
    for (const auto& m : c.mounts) {
        const auto& name = m.name.empty() ? m.source : m.name;
        names.push_back(truncated ? shortened(name, shown) : name);
    }
    return base::joined(names, ",");
}

std::string publishers_json(const container_summary& c) {
    auto all = ordered_json::array();
    for (const auto& p : all_ports(c))
        all.push_back({{"URL", p.host_ip},
                       {"TargetPort", p.container_port},
                       {"PublishedPort", p.host_port},
                       {"Protocol", p.protocol}});
    return all.dump();
}

listed_field number_field(std::string name, std::int64_t number) {
    const auto text = std::to_string(number);
    return {std::move(name), text, text};
}

listed_row row_of(const container_summary& c, std::int64_t now, bool truncated) {
    constexpr std::size_t short_id = 12;
    constexpr std::size_t short_command = 20;
    const auto name = c.names.empty() ? c.id.substr(0, short_id) : c.names.front();
    const auto command = truncated ? shortened(c.command, short_command) : c.command;
    const auto volumes = std::count_if(c.mounts.begin(), c.mounts.end(),
                                       [](const auto& m) { return m.type == "volume"; });
    const auto publishers = publishers_json(c);
    return {text_field("Command", json_text(nlohmann::json(command))),
            text_field("CreatedAt", moment_text(c.created)),
            number_field("ExitCode", exit_code_of(c.status)),
            text_field("Health", health_of(c.status)),
            text_field("ID", truncated ? c.id.substr(0, short_id) : c.id),
            text_field("Image", c.image),
            text_field("Labels", pairs_text(c.labels, ",")),
            text_field("LocalVolumes", std::to_string(volumes)),
            text_field("Mounts", mounts_text(c, truncated)),
            text_field("Name", name),
            text_field("Names", base::joined(c.names, ",")),
            text_field("Networks", base::joined(c.networks, ",")),
            text_field("Ports", ports_text(c)),
            text_field("Project", engine_work::label_of(c.labels, plan::project_label)),
            {"Publishers", publishers, publishers},
            text_field("RunningFor", human_age(now - c.created) + " ago"),
            text_field("Service", engine_work::label_of(c.labels, plan::service_label)),
            text_field("Size", "0B"),
            text_field("State", c.state),
            text_field("Status", c.status)};
}

}  // namespace

std::string ports_text(const container_summary& c) {
    std::vector<port_range> open;
    std::vector<std::string> texts;
    std::vector<std::string> moved;  // have another port on the host
    for (const auto& p : all_ports(c)) {
        if (!p.host_ip.empty() && p.host_port != p.container_port) {
            moved.push_back(host_of(p.host_ip) + ':' + std::to_string(p.host_port) + "->" +
                            std::to_string(p.container_port) + '/' + p.protocol);
            continue;
        }
        const port_range one{p.host_ip, p.protocol, p.container_port, p.container_port};
        const auto same = std::find_if(open.begin(), open.end(), [&](const port_range& r) {
            return r.host_ip == one.host_ip && r.protocol == one.protocol;
        });
        if (same == open.end()) {
            open.push_back(one);
        } else if (same->last + 1 == one.first) {
            same->last = one.last;
        } else {
            texts.push_back(same->text());
            *same = one;
        }
    }
    for (const auto& range : open)
        texts.push_back(range.text());
    texts.insert(texts.end(), moved.begin(), moved.end());
    return base::joined(texts, ", ");
}

listing container_listing(const std::vector<container_summary>& rows, std::int64_t now,
                          bool truncated) {
    listing all;
    for (const auto& row : rows)
        all.rows.push_back(row_of(row, now, truncated));
    all.columns = {{"Name", "NAME"},       {"Image", "IMAGE"},        {"Command", "COMMAND"},
                   {"Service", "SERVICE"}, {"RunningFor", "CREATED"}, {"Status", "STATUS"},
                   {"Ports", "PORTS"}};
    all.further_heads = {
        {"ID", "CONTAINER ID"},      {"Project", "PROJECT"},    {"CreatedAt", "CREATED AT"},
        {"State", "STATE"},          {"Size", "SIZE"},          {"Labels", "LABELS"},
        {"Health", "HEALTH"},        {"ExitCode", "EXIT CODE"}, {"Names", "NAMES"},
        {"Networks", "NETWORKS"},    {"Mounts", "MOUNTS"},      {"LocalVolumes", "LOCAL VOLUMES"},
        {"Publishers", "PUBLISHERS"}};
    return all;
}

}  // namespace rollout::cli
