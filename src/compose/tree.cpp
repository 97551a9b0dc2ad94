#include "tree.hpp"

#include "yaml_scalar.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace rollout::compose {

namespace {

node::mapping::iterator find_entry(node::mapping& map, std::string_view key) {
    return std::find_if(map.begin(), map.end(),
                        [key](const node::entry& e) { return e.key == key; });
}

bool same_mapping(const node::mapping& a, const node::mapping& b) {
    if (a.size() != b.size()) return false;
    const key_index index(b);
    return std::all_of(a.begin(), a.end(), [&](const node::entry& e) {
        const auto at = index.find(e.key);
        return at != key_index::npos && same_value(e.value, b[at].value);
    });
}

std::string go_mapping_text(const node::mapping& map) {
    std::vector<const node::entry*> sorted;
    for (const auto& e : map)
        sorted.push_back(&e);
    std::sort(sorted.begin(), sorted.end(),
              [](const node::entry* a, const node::entry* b) { return a->key < b->key; });
    std::string text = "map[";
    for (const auto* e : sorted)
        text += (e == sorted.front() ? "" : " ") + e->key + ':' + go_text(e->value);
    return text + ']';
}

}  // namespace

node& set_key(node::mapping& map, std::string_view key, node value) {
    if (const auto it = find_entry(map, key); it != map.end()) {
        it->value = std::move(value);
        return it->value;
    }
    const auto where = value.where;
    return map.emplace_back(node::entry{std::string(key), where, std::move(value)}).value;
}

bool erase_key(node::mapping& map, std::string_view key) {
    const auto it = find_entry(map, key);
    if (it == map.end()) return false;
    map.erase(it);
    return true;
}

node& get_or_add(node::mapping& map, std::string_view key, const position& where) {
    if (const auto it = find_entry(map, key); it != map.end()) return it->value;
    return set_key(map, key, node(node::null(), where));
}

bool same_value(const node& a, const node& b) {
    if (a.value.index() != b.value.index()) return false;
    if (a.is_mapping()) return same_mapping(a.entries(), b.entries());
    if (a.is_sequence()) {
        return std::equal(a.items().begin(), a.items().end(), b.items().begin(), b.items().end(),
                          same_value);
    }
    if (const auto* date = std::get_if<timestamp>(&a.value)) {
        return *date == std::get<timestamp>(b.value);
    }
    return scalar_text(a) == scalar_text(b);
}

std::string go_text(const node& n) {
    if (n.is_mapping()) return go_mapping_text(n.entries());
    if (n.is_sequence()) {
        std::string text = "[";
        for (const auto& item : n.items())
            text += (&item == &n.items().front() ? "" : " ") + go_text(item);
        return text + ']';
    }
    if (const auto* date = std::get_if<timestamp>(&n.value)) return date->text;
    return scalar_text(n).value_or("<nil>");
}

std::string go_type(const node& n) {
    struct visitor {
        std::string operator()(const node::null&) const { return "<nil>"; }
        std::string operator()(bool) const { return "bool"; }
        std::string operator()(std::int64_t) const { return "int"; }
        std::string operator()(std::uint64_t) const { return "uint64"; }
        std::string operator()(double) const { return "float64"; }
        std::string operator()(const timestamp&) const { return "time.Time"; }
        std::string operator()(const std::string&) const { return "string"; }
        std::string operator()(const node::sequence&) const { return "[]interface {}"; }
        std::string operator()(const node::mapping&) const { return "map[string]interface {}"; }
    };
    return std::visit(visitor(), n.value);
}

std::size_t weight_of(const node& n) {
    auto bytes = sizeof(node);
    if (n.is_string()) bytes += n.string().size();
    if (n.is_sequence()) {
        for (const auto& item : n.items())
            bytes += weight_of(item);
    }
    if (n.is_mapping()) {
        for (const auto& e : n.entries())
            bytes += weight_of(e.value) + sizeof(node::entry) - sizeof(node) + e.key.size();
    }
    return bytes;
}

key_index::key_index(const node::mapping& map) {
    index_.reserve(map.size());
    for (std::size_t i = 0; i < map.size(); ++i)
        index_.emplace(map[i].key, i);
}

std::size_t key_index::find(std::string_view key) const {
    const auto it = index_.find(std::string(key));
    return it == index_.end() ? npos : it->second;
}

void key_index::add(std::string_view key, std::size_t index) {
    index_.emplace(std::string(key), index);
}

void unique_mapping::set(std::string_view key, node value) {
    auto& map = made_.entries();
    const auto at = index_.find(key);
    if (at != key_index::npos) {
        map[at].value = std::move(value);
        return;
    }
    index_.add(key, map.size());
    const auto where = value.where;
    map.push_back({std::string(key), where, std::move(value)});
}

}  // namespace rollout::compose
