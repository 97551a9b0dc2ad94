#include "cursor.hpp"

#include "yaml_scalar.hpp"

namespace rollout::compose {

std::string cursor::text() const {
    return scalar_text(*node_).value_or("");
}

std::vector<std::string> cursor::texts() const {
    if (!node_->is_sequence()) return {text()};
    std::vector<std::string> all;
    each_item([&all](const cursor& item) { all.push_back(item.text()); });
    return all;
}

void cursor::fail(const std::string& message) const {
    const auto path = path_.to_string();
    throw error(where(), path.empty() ? message : path + ": " + message);
}

}  // namespace rollout::compose
