#include <rollout/compose/tree/key_path.hpp>

namespace rollout::compose {

namespace {

std::string item_text(std::size_t index, item_style style) {
    const auto number = std::to_string(index);
    switch (style) {
        case item_style::attached:
        case item_style::decoded: return '[' + number + ']';
        case item_style::any: return ".[]";
        case item_style::plain: return '.' + number;
        case item_style::dotted: return ".[" + number + ']';
    }
    return {};
}

}  // namespace

std::string key_path::to_string(item_style style) const {
    if (is_root()) return {};
    auto text = parent_->to_string(style);
    if (step_ == kind::item) return text + item_text(index_, style);
    if (step_ == kind::entry && style == item_style::decoded) {
        return text + '[' + std::string(key_) + ']';
    }
    if (!text.empty()) text += '.';
    return text.append(key_);
}

bool key_path::matches(std::string_view pattern) const {
    const key_path* step = this;
    while (!step->is_root() && !pattern.empty()) {
        const auto dot = pattern.rfind('.');
        const auto last = dot == std::string_view::npos ? pattern : pattern.substr(dot + 1);
        if (last != "*" && last != (step->step_ == kind::item ? "[]" : step->key_)) return false;
        pattern = dot == std::string_view::npos ? std::string_view() : pattern.substr(0, dot);
        step = step->parent_;
    }
    return step->is_root() && pattern.empty();
}

}  // namespace rollout::compose
