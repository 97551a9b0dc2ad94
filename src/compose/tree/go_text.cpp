#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/scalar_text.hpp>

#include <algorithm>
#include <variant>
#include <vector>

namespace rollout::compose {

namespace {

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

}  // namespace rollout::compose
