#include <rollout/compose/rules/merge.hpp>
#include <rollout/compose/schema/location.hpp>
#include <rollout/compose/text/limits.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/key_path.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rollout::compose {

namespace {

using schema::location;
using schema::merging;

[[noreturn]] void refuse(const node& above, const key_path& path) {
    throw error(above.where, "cannot override " + path.to_string(item_style::dotted));
}

/// A mapping as a list of `key=value`, sorted; a single text as the only item.
node::sequence as_list(node n) {
    if (n.is_sequence()) return std::move(n.items());
    node::sequence list;
    if (n.is_string()) {
        list.push_back(std::move(n));
        return list;
    }
    if (!n.is_mapping()) return list;
    for (auto& e : n.entries()) {
        if (e.value.is_null()) {
            list.push_back(make_text(e.key, e.key_where));
        } else if (e.value.is_sequence()) {
            for (const auto& item : e.value.items())
                list.push_back(make_text(e.key + '=' + go_text(item), item.where));
        } else {
            list.push_back(make_text(e.key + '=' + go_text(e.value), e.value.where));
        }
    }
    std::sort(list.begin(), list.end(),
              [](const node& a, const node& b) { return a.string() < b.string(); });
    return list;
}

/// A list of names as a mapping.
node as_mapping(node n, const node& value, const key_path& path) {
    if (n.is_mapping()) return n;
    unique_mapping map(n.where);
    if (!n.is_sequence()) return map.take();
    for (auto& item : n.items()) {
        if (!item.is_string()) refuse(item, path);
        auto entry = value;
        entry.where = item.where;
        map.set(item.string(), std::move(entry));
    }
    return map.take();
}

node merge(node below, node above, const key_path& path, const location& at);

node merge_mappings(node below, node above, const key_path& path, const location& at) {
    if (!below.is_mapping() || !above.is_mapping()) refuse(above, path);
    auto& map = below.entries();
    key_index index(map);
    for (auto& e : above.entries()) {
        const auto known = index.find(e.key);
        if (known == key_index::npos) {
            index.add(e.key, map.size());
            map.push_back(std::move(e));
        } else {
            auto& value = map[known].value;
            value = merge(std::move(value), std::move(e.value), path.child(e.key), at.child(e.key));
        }
    }
    return below;
}

node append(node::sequence below, node::sequence above, const position& where) {
    std::move(above.begin(), above.end(), std::back_inserter(below));
    return {std::move(below), where};
}

node merge_hosts(node below, node above) {
    const auto where = below.where;
    auto all = as_list(std::move(below));
    // Equal values have equal texts.
    std::unordered_multimap<std::string, node> known;
    for (const auto& item : all)
        known.emplace(go_text(item), item);
    for (auto& item : as_list(std::move(above))) {
        const auto [begin, end] = known.equal_range(go_text(item));
        const bool there =
            std::any_of(begin, end, [&item](const auto& k) { return same_value(k.second, item); });
        if (!there) all.push_back(std::move(item));
    }
    return {std::move(all), where};
}

node as_build(node n) {
    if (!n.is_string()) return n;
    auto map = make_mapping(n.where);
    set_key(map.entries(), "context", std::move(n));
    return map;
}

node merge_build(node below, node above, const key_path& path, const location& at) {
    if (above.is_null()) return below;
    if (below.is_null()) return above;
    return merge_mappings(as_build(std::move(below)), as_build(std::move(above)), path, at);
}

node merge_logging(node below, node above, const key_path& path, const location& at) {
    if (!below.is_mapping() || !above.is_mapping()) refuse(above, path);
    const auto* mine = std::as_const(below).find("driver");
    const auto* other = std::as_const(above).find("driver");
    if (mine && other && !same_value(*mine, *other)) return above;
    return merge_mappings(std::move(below), std::move(above), path, at);
}

bool same_subnet(const node& a, const node& b) {
    static const node none;
    const auto* of_a = a.find("subnet");
    const auto* of_b = b.find("subnet");
    return same_value(of_a ? *of_a : none, of_b ? *of_b : none);
}

using shared_pool = std::shared_ptr<node>;

// Merging compares each with each, time and again.

std::vector<shared_pool> share_pools(const node& list, const key_path& path) {
    if (!list.is_sequence()) refuse(list, path);
    if (list.items().size() > max_merged_pools) {
        throw error(list.where, path.to_string(item_style::dotted) + ": too many pools to merge");
    }
    std::vector<shared_pool> pools;
    for (const auto& item : list.items()) {
        if (!item.is_mapping()) refuse(item, path);
        pools.push_back(std::make_shared<node>(item));
    }
    return pools;
}

/// Pools with the same subnet merge, the others stand side by side. As in docker compose a pool
/// that was placed already still changes when it merges again, so places share their pools.
node merge_pools(const node& below, const node& above, const key_path& path, const location& at) {
    std::vector<shared_pool> placed;
    const auto place = [&placed](const node& pool) {
        return std::find_if(placed.begin(), placed.end(), [&pool](const shared_pool& known) {
            return same_subnet(*known, pool);
        });
    };
    const auto others = share_pools(above, path);
    for (const auto& mine : share_pools(below, path)) {
        for (const auto& other : others) {
            if (!same_subnet(*mine, *other) && place(*other) == placed.end()) {
                placed.push_back(other);
                continue;
            }
            *mine = merge_mappings(std::move(*mine), *other, path, at.item());
            const auto known = place(*mine);
            if (known != placed.end()) {
                *known = mine;
            } else {
                placed.push_back(mine);
            }
        }
    }
    node::sequence pools;
    for (const auto& pool : placed)
        pools.push_back(*pool);
    return {std::move(pools), below.where};
}

node default_dependency() {
    auto map = make_mapping({});
    set_key(map.entries(), "condition", make_text("service_started", {}));
    set_key(map.entries(), "required", make_flag(true, {}));
    return map;
}

node merge_by_kind(node below, node above, const key_path& path, const location& at) {
    if (above.is_null()) return below;
    if (below.is_mapping()) return merge_mappings(std::move(below), std::move(above), path, at);
    if (!below.is_sequence()) return above;
    if (!above.is_sequence()) refuse(above, path);
    const auto where = below.where;
    return append(std::move(below.items()), std::move(above.items()), where);
}

node merge(node below, node above, const key_path& path, const location& at) {
    switch (at.rules().merge) {
        case merging::by_kind: return merge_by_kind(std::move(below), std::move(above), path, at);
        case merging::replace: return above;
        case merging::to_list: {
            const auto where = below.where;
            return append(as_list(std::move(below)), as_list(std::move(above)), where);
        }
        case merging::hosts: return merge_hosts(std::move(below), std::move(above));
        case merging::names:
            return merge_mappings(as_mapping(std::move(below), node(), path),
                                  as_mapping(std::move(above), node(), path), path, at);
        case merging::dependencies: {
            const auto value = default_dependency();
            return merge_mappings(as_mapping(std::move(below), value, path),
                                  as_mapping(std::move(above), value, path), path, at);
        }
        case merging::build: return merge_build(std::move(below), std::move(above), path, at);
        case merging::logging: return merge_logging(std::move(below), std::move(above), path, at);
        case merging::pools: return merge_pools(below, above, path, at);
    }
    return above;
}

}  // namespace

node merge_trees(node below, node above) {
    return merge(std::move(below), std::move(above), key_path(), location::of_file());
}

node merge_services(node base, node extending) {
    const key_path root;
    const auto services = root.child("services");
    return merge(std::move(base), std::move(extending), services.child("x"),
                 location::of_service());
}

}  // namespace rollout::compose
