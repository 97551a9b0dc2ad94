#include "encode.hpp"

#include <rollout/compose/text/go_format.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <cstdio>

namespace rollout::compose {

namespace {

/// Sorts the keys of the mappings down to a depth.
void sort_keys(node& n, format style, int levels) {
    if (levels == 0) return;
    if (n.is_sequence()) {
        // docker compose has no empty lists in what it does not know, only absent ones.
        if (style == format::json && n.items().empty()) n.value = node::null();
    }
    if (n.is_sequence()) {
        for (auto& item : n.items())
            sort_keys(item, style, levels);
    }
    if (!n.is_mapping()) return;
    std::sort(n.entries().begin(), n.entries().end(), [style](const auto& a, const auto& b) {
        return style == format::yaml ? natural_less(a.key, b.key) : a.key < b.key;
    });
    for (auto& e : n.entries())
        sort_keys(e.value, style, levels - 1);
}

template <class T>
void add_section(node::mapping& out, const char* key, const std::map<std::string, T>& section,
                 format style) {
    if (section.empty()) return;
    out.push_back({key, {}, field_encoder(style).encode(section)});
}

/// A value that comes from the environment is not shown.
std::map<std::string, file_object> shown(std::map<std::string, file_object> files, bool secret) {
    for (auto& [key, file] : files) {
        if (secret || !file.environment.empty()) file.content.reset();
        if (file.content && file.content->empty()) file.content.reset();
    }
    return files;
}

}  // namespace

node encode_texts(const std::vector<std::string>& texts) {
    node::sequence items;
    for (const auto& text : texts)
        items.emplace_back(text, position());
    return {std::move(items), {}};
}

node encode_hosts(const host_list& hosts) {
    std::vector<std::string> lines;
    for (const auto& [host, ips] : hosts) {
        for (const auto& ip : ips)
            lines.push_back(host + '=' + ip);
    }
    std::sort(lines.begin(), lines.end());
    return encode_texts(lines);
}

node encode_duration(std::chrono::nanoseconds d) {
    return {go_duration_text(d), {}};
}

node encode_ulimit(const ulimit& u, format style) {
    if (u.single != 0) return {u.single, {}};
    node::mapping both;
    const bool all = style == format::yaml;
    if (all || u.soft != 0) both.push_back({"soft", {}, node(u.soft, {})});
    if (all || u.hard != 0) both.push_back({"hard", {}, node(u.hard, {})});
    return {std::move(both), {}};
}

node encode_env_file(const env_file& f, format style) {
    if (f.required) return {f.path, {}};
    node::mapping parts;
    if (style == format::yaml || !f.path.empty()) parts.push_back({"path", {}, node(f.path, {})});
    parts.push_back({"required", {}, node(false, {})});
    if (style == format::json && !f.format.empty()) {
        parts.push_back({"format", {}, node(f.format, {})});
    }
    return {std::move(parts), {}};
}

std::string to_string(volume_mount::kind kind) {
    switch (kind) {
        case volume_mount::kind::bind: return "bind";
        case volume_mount::kind::volume: return "volume";
        case volume_mount::kind::tmpfs: return "tmpfs";
        case volume_mount::kind::npipe: return "npipe";
        case volume_mount::kind::cluster: return "cluster";
        case volume_mount::kind::image: return "image";
    }
    return {};
}

node field_encoder::encode(const file_mode& v) const {
    std::string digits;
    for (auto bits = static_cast<std::uint64_t>(v.bits); bits > 0; bits >>= 3U)
        digits.insert(digits.begin(), static_cast<char>('0' + (bits & 7U)));
    return {'0' + (digits.empty() ? "0" : digits), {}};
}

void field_encoder::keys(const char* key, const text_map& ssh) {
    std::vector<std::string> lines;
    for (const auto& [id, path] : ssh) {
        if (style_ == format::json && !path.empty()) {
            throw error({},
                        "json: error calling MarshalJSON for type types.SSHKey: invalid "
                        "character ':' after top-level value; print it as yaml");
        }
        lines.push_back(path.empty() ? id : id + ": " + path);
    }
    (*this)(key, lines);
}

node field_encoder::sorted_form(node n, format style, int levels) {
    sort_keys(n, style, levels);
    return n;
}

node sorted_form(node n, format style) {
    sort_keys(n, style, -1);
    return n;
}

node normal_form(const service& s, format style) {
    return field_encoder::of(s, style);
}

node normal_form(const network& n, format style) {
    return field_encoder::of(n, style);
}

node normal_form(const volume& v, format style) {
    return field_encoder::of(v, style);
}

node normal_form(const project& p, format style) {
    node::mapping out;
    if (style == format::json || !p.name.empty()) out.push_back({"name", {}, node(p.name, {})});
    out.push_back({"services", {}, field_encoder(style).encode(p.services)});
    add_section(out, "networks", p.networks, style);
    add_section(out, "volumes", p.volumes, style);
    add_section(out, "secrets", shown(p.secrets, true), style);
    add_section(out, "configs", shown(p.configs, false), style);
    if (style == format::yaml) add_section(out, "models", p.models, style);
    node::mapping extensions;
    for (const auto& [key, value] : p.extensions)
        extensions.push_back({key, {}, value});
    auto more = sorted_form(node(std::move(extensions), {}), style);
    for (auto& e : more.entries())
        out.push_back(std::move(e));
    node all(std::move(out), {});
    if (style == format::json) sort_keys(all, style, 1);
    return all;
}

}  // namespace rollout::compose
