#include <rollout/compose/rules/directives.hpp>

#include <algorithm>
#include <utility>

namespace rollout::compose {

directives directives::take_from(node& document) {
    directives found;
    collect(document, found.places_);
    return found;
}

void directives::collect(node& n, step& here) {
    if (n.mark == directive::override) {
        here.marked = true;
        n.mark = directive::none;
        return;
    }
    if (auto* map = std::get_if<node::mapping>(&n.value)) {
        for (auto& e : *map) {
            step there;
            if (e.value.mark == directive::reset) {
                there.marked = true;
            } else {
                collect(e.value, there);
            }
            if (there.marked || !there.below.empty()) merge(here.below[e.key], std::move(there));
        }
        std::erase_if(*map, [](const node::entry& e) { return e.value.mark == directive::reset; });
    } else if (auto* list = std::get_if<node::sequence>(&n.value)) {
        // Items have no place in the earlier files: what stands there is another item.
        std::erase_if(*list, [](const node& item) { return item.mark == directive::reset; });
        for (auto& item : *list)
            collect(item, here);
    }
}

void directives::merge(step& into, step from) {
    into.marked = into.marked || from.marked;
    for (auto& [key, below] : from.below)
        merge(into.below[key], std::move(below));
}

void directives::apply_to(node& model) const {
    if (!empty()) apply(model, {&places_});
}

void directives::apply_to_service(node& service, const std::string& name) const {
    if (!empty()) apply(service, next(next({&places_}, "services"), name));
}

directives::steps directives::next(const steps& here, std::string_view key) {
    static constexpr std::string_view all = "*";
    steps found;
    for (const auto* step : here) {
        if (const auto it = step->below.find(key); it != step->below.end()) {
            found.push_back(&it->second);
        }
        const auto it = key == all ? step->below.end() : step->below.find(all);
        if (it != step->below.end()) found.push_back(&it->second);
    }
    return found;
}

void directives::apply(node& n, const steps& here) {
    auto* map = std::get_if<node::mapping>(&n.value);
    if (!map || here.empty()) return;
    const auto is_marked = [](const step* s) { return s->marked; };
    std::erase_if(*map, [&](node::entry& e) {
        const auto there = next(here, e.key);
        if (std::any_of(there.begin(), there.end(), is_marked)) return true;
        apply(e.value, there);
        return false;
    });
}

}  // namespace rollout::compose
