#include <rollout/compose/schema/location.hpp>

#include <algorithm>

namespace rollout::compose::schema {

location location::child(std::string_view key) const {
    if (!shape_) return {nullptr, {}};
    const auto& fields = shape_->fields;
    const auto found =
        std::find_if(fields.begin(), fields.end(), [key](const field& f) { return f.name == key; });
    if (found != fields.end()) return {found->value, found->rules};
    return {shape_->any_key, shape_->any_rules};
}

}  // namespace rollout::compose::schema
