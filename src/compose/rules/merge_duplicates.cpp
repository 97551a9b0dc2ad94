#include "volume.hpp"

#include <rollout/compose/rules/merge_duplicates.hpp>
#include <rollout/compose/schema/location.hpp>
#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/key_path.hpp>
#include <rollout/compose/tree/scalar_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace rollout::compose {

namespace {

/// What two items have in common when they mean the same thing.
using identity = std::string (*)(const node& item, const key_path& path);

[[noreturn]] void fail(const node& item, const std::string& message) {
    throw error(item.where, message);
}

std::string place_of(const key_path& path) {
    return path.to_string(item_style::dotted);
}

/// The text before `=`.
std::string variable(const node& item, const key_path& path) {
    if (!item.is_string()) fail(item, place_of(path) + ": unexpected type " + go_type(item));
    return item.string().substr(0, item.string().find('='));
}

std::string mount_target(const node& item, const key_path& path) {
    if (item.is_string()) {
        try {
            return volume_target(item.string());
        } catch (const invalid_value& e) {
            fail(item, place_of(path) + ": " + e.what());
        }
    }
    const auto* target = item.find("target");
    if (item.is_mapping() && (!target || !target->is_string())) {
        fail(item, "service volume " + place_of(path) + " is missing a mount target");
    }
    return target ? target->string() : "";
}

std::string device_target(const node& item, const key_path& path) {
    if (item.is_string()) {
        const auto& text = item.string();
        const auto colon = text.find(':');
        if (colon == std::string::npos) return text;
        return text.substr(colon + 1, text.find(':', colon + 1) - colon - 1);
    }
    const auto* target = item.find("target");
    if (item.is_mapping() && (!target || !target->is_string())) {
        fail(item, "service device " + place_of(path) + " is missing a mount target");
    }
    return target ? target->string() : "";
}

std::string exposed(const node& item, const key_path& path) {
    if (!item.is_string() && !std::holds_alternative<std::int64_t>(item.value)) {
        fail(item, place_of(path) + ": unsupported expose value " + go_text(item));
    }
    return go_text(item);
}

template <bool Secret>
std::string file_target(const node& item, const key_path& path) {
    const std::string folder = Secret ? "/run/secrets/" : "/";
    if (item.is_string()) return folder + item.string();
    if (!item.is_mapping())
        fail(item, place_of(path) + ": unsupported expose value " + go_text(item));
    if (const auto* target = item.find("target")) return go_text(*target);
    const auto* source = item.find("source");
    return folder + (source ? go_text(*source) : "");
}

/// A number and a text that look alike are not the same.
std::string typed_text(const node* n, std::string_view missing) {
    return n ? go_type(*n) + ' ' + go_text(*n) : std::string(missing);
}

std::string published(const node& item, const key_path& path) {
    if (item.is_string()) return item.string();
    if (!item.is_mapping()) return scalar_text(item).value_or("");
    const auto* target = item.find("target");
    if (!target) fail(item, "service ports " + place_of(path) + " is missing a target port");
    return typed_text(item.find("host_ip"), "string 0.0.0.0") + '|' +
           typed_text(item.find("published"), "") + '|' + typed_text(target, "") + '|' +
           typed_text(item.find("protocol"), "string tcp");
}

std::string file_path(const node& item, const key_path& path) {
    if (item.is_string()) return item.string();
    if (!item.is_mapping()) return {};
    const auto* found = item.find("path");
    if (!found) fail(item, "environment path attribute " + place_of(path) + " is missing");
    return go_text(*found);
}

identity identity_of(schema::sameness what) {
    using schema::sameness;
    switch (what) {
        case sameness::none: return nullptr;
        case sameness::variable: return variable;
        case sameness::config: return file_target<false>;
        case sameness::secret: return file_target<true>;
        case sameness::device: return device_target;
        case sameness::path: return file_path;
        case sameness::exposed_port: return exposed;
        case sameness::published_port: return published;
        case sameness::mount: return mount_target;
    }
    return nullptr;
}

node::sequence keep_last(node::sequence items, identity of, const key_path& path) {
    node::sequence kept;
    kept.reserve(items.size());
    std::unordered_map<std::string, std::size_t> index;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto [it, is_new] = index.try_emplace(of(items[i], path.item(i)), kept.size());
        if (is_new) {
            kept.push_back(std::move(items[i]));
        } else {
            kept[it->second] = std::move(items[i]);
        }
    }
    return kept;
}

void walk(node& n, const key_path& path, const schema::location& at) {
    if (n.is_mapping()) {
        for (auto& e : n.entries())
            walk(e.value, path.child(e.key), at.child(e.key));
    }
    if (!n.is_sequence()) return;
    if (const auto of = identity_of(at.rules().same))
        n.items() = keep_last(std::move(n.items()), of, path);
}

}  // namespace

void keep_last_of_same(node& root) {
    walk(root, key_path(), schema::location::of_file());
}

}  // namespace rollout::compose
