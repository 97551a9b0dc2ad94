#include "directives.hpp"

#include <algorithm>
#include <utility>

namespace rollout::compose {

directives directives::take_from(node& document) {
    directives found;
    path here;
    found.collect(document, here);
    return found;
}

void directives::collect(node& n, path& here) {
    if (n.mark == directive::override) {
        paths_.push_back(here);
        n.mark = directive::none;
        return;
    }
    if (auto* map = std::get_if<node::mapping>(&n.value)) {
        for (auto& e : *map) {
            here.push_back(e.key);
            if (e.value.mark == directive::reset) {
                paths_.push_back(here);
            } else {
                collect(e.value, here);
            }
            here.pop_back();
        }
        std::erase_if(*map, [](const node::entry& e) { return e.value.mark == directive::reset; });
    } else if (auto* list = std::get_if<node::sequence>(&n.value)) {
        // Items have no place in the earlier files: what stands there is another item.
        std::erase_if(*list, [](const node& item) { return item.mark == directive::reset; });
        for (auto& item : *list)
            collect(item, here);
    }
}

void directives::apply_to(node& model) const {
    if (empty()) return;
    path here;
    apply(model, here);
}

void directives::apply_to_service(node& service, const std::string& name) const {
    if (empty()) return;
    path here{"services", name};
    apply(service, here);
}

void directives::apply(node& n, path& here) const {
    auto* map = std::get_if<node::mapping>(&n.value);
    if (!map) return;
    std::erase_if(*map, [&](const node::entry& e) {
        here.push_back(e.key);
        const bool gone = names(here);
        here.pop_back();
        return gone;
    });
    for (auto& e : *map) {
        here.push_back(e.key);
        apply(e.value, here);
        here.pop_back();
    }
}

bool directives::names(const path& here) const {
    return std::any_of(paths_.begin(), paths_.end(), [&here](const path& p) {
        return std::equal(p.begin(), p.end(), here.begin(), here.end(),
                          [](const std::string& pattern, const std::string& step) {
                              return pattern == "*" || pattern == step;
                          });
    });
}

}  // namespace rollout::compose
