#include "wire/gates.hpp"

#include "local_error.hpp"
#include "wire/json.hpp"
#include "wire/version.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace engine_api::wire {

namespace {

using below = field_gate::below;

constexpr std::array table{
    field_gate{document::container, "Healthcheck/StartInterval", "1.44", below::leave_out, "0"},
    field_gate{document::container, "HostConfig/Annotations", "1.43", below::leave_out, "{}"},
    field_gate{document::container, "HostConfig/ConsoleSize", "1.42", below::leave_out, "[0,0]"},
    field_gate{document::container, "HostConfig/Mounts/*/BindOptions/CreateMountpoint", "1.42",
               below::leave_out, "false"},
    field_gate{document::container, "HostConfig/Mounts/*/BindOptions/ReadOnlyNonRecursive", "1.44",
               below::leave_out, "false"},
    field_gate{document::container, "HostConfig/Mounts/*/BindOptions/ReadOnlyForceRecursive",
               "1.44", below::refuse, "false"},
    field_gate{document::container, "HostConfig/Mounts/*/VolumeOptions/Subpath", "1.45",
               below::refuse, "\"\""},
    field_gate{document::container, "HostConfig/Mounts/*/TmpfsOptions/Options", "1.46",
               below::refuse, "[]"},
    field_gate{document::container, "HostConfig/Mounts/*/ImageOptions", "1.48", below::refuse,
               "{}"},
    field_gate{document::container, "NetworkingConfig/EndpointsConfig/*/MacAddress", "1.44",
               below::refuse, "\"\""},
    field_gate{document::container, "NetworkingConfig/EndpointsConfig/*/GwPriority", "1.48",
               below::refuse, "0"},
    field_gate{document::network_connection, "EndpointConfig/MacAddress", "1.54", below::refuse,
               "\"\""},
    field_gate{document::network_connection, "EndpointConfig/GwPriority", "1.48", below::refuse,
               "0"},
    field_gate{document::network, "EnableIPv4", "1.48", below::refuse, "true"},
    field_gate{document::volume, "ClusterVolumeSpec", "1.42", below::refuse, "{}"},
};

constexpr feature several_networks{"a container that is created on several networks at once",
                                   "1.44"};

bool older(std::string_view version, const char* since) {
    return *parse_version(version) < *parse_version(since);
}

[[noreturn]] void refuse(const std::string& what, const char* since, std::string_view version) {
    throw local_error(error_kind::unsupported, what + " needs API " + since +
                                                   ", this engine speaks " + std::string(version));
}

/// Runs `found(parent, key)` for each place that the path names.
template <typename Found>
void visit(json& at, std::string_view path, const Found& found) {
    const auto slash = path.find('/');
    const std::string key(path.substr(0, slash));
    if (key == "*") {
        if (at.is_structured())
            for (auto& each : at)
                visit(each, path.substr(slash + 1), found);
        return;
    }
    if (!at.is_object() || !at.contains(key)) return;
    if (slash == std::string_view::npos)
        found(at, key);
    else
        visit(at[key], path.substr(slash + 1), found);
}

std::string dotted(std::string_view path) {
    std::string text(path);
    std::replace(text.begin(), text.end(), '/', '.');
    return text;
}

void apply(const field_gate& gate, json& body, std::string_view version, fitted_document& to) {
    visit(body, gate.path, [&](json& parent, const std::string& key) {
        const auto& value = parent[key];
        const bool asked = !value.is_null() && value != json::parse(gate.neutral);
        if (asked && gate.action == below::refuse) refuse(dotted(gate.path), gate.since, version);
        if (asked)
            to.left_out.push_back(dotted(gate.path) + " is left out: it needs API " + gate.since +
                                  ", this engine speaks " + std::string(version));
        if (asked) parent.erase(key);
    });
}

}  // namespace

std::span<const field_gate> field_gates() {
    return table;
}

void check(const feature& f, std::string_view version) {
    if (!has(f, version)) refuse(f.what, f.since, version);
}

bool has(const feature& f, std::string_view version) {
    return !older(version, f.since);
}

fitted_document fit(document kind, std::string body, std::string_view version) {
    fitted_document to;
    to.body = std::move(body);
    const bool all_known = std::none_of(table.begin(), table.end(),
                                        [&](const auto& g) { return older(version, g.since); });
    if (all_known) return to;
    auto parsed = json::parse(to.body, nullptr, false);
    if (!parsed.is_object()) return to;
    for (const auto& gate : table)
        if (gate.kind == kind && older(version, gate.since)) apply(gate, parsed, version, to);
    if (kind == document::container &&
        member(member(parsed, "NetworkingConfig"), "EndpointsConfig").size() > 1)
        check(several_networks, version);
    if (!to.left_out.empty()) to.body = to_text(parsed);
    return to;
}

}  // namespace engine_api::wire
