#include <rollout/compose/tree/node.hpp>

#include <algorithm>
#include <utility>

namespace rollout::compose {

node::node(value_type v, position p) : value(std::move(v)), where(std::move(p)) {}

const node* node::find(std::string_view key) const {
    const auto* map = std::get_if<mapping>(&value);
    if (!map) return nullptr;
    const auto it = std::find_if(map->begin(), map->end(),
                                 [key](const entry& candidate) { return candidate.key == key; });
    return it == map->end() ? nullptr : &it->value;
}

node* node::find(std::string_view key) {
    return const_cast<node*>(std::as_const(*this).find(key));
}

}  // namespace rollout::compose
