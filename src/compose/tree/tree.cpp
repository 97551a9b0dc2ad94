#include <rollout/compose/tree/scalar_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <utility>

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
