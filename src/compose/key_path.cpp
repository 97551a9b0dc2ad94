#include "key_path.hpp"

namespace rollout::compose {

std::string key_path::to_string() const {
    if (is_root()) return {};
    auto text = parent_->to_string();
    if (is_item_) return text + '[' + std::to_string(index_) + ']';
    if (!text.empty()) text += '.';
    return text.append(key_);
}

bool key_path::matches(std::string_view pattern) const {
    const key_path* step = this;
    while (!step->is_root() && !pattern.empty()) {
        const auto dot = pattern.rfind('.');
        const auto last = dot == std::string_view::npos ? pattern : pattern.substr(dot + 1);
        if (step->is_item_ ? last != "[]" : (last != "*" && last != step->key_)) return false;
        pattern = dot == std::string_view::npos ? std::string_view() : pattern.substr(0, dot);
        step = step->parent_;
    }
    return step->is_root() && pattern.empty();
}

}  // namespace rollout::compose
