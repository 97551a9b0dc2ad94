#pragma once

#include <rollout/compose/schema/schema_table.hpp>

#include <string_view>

namespace rollout::compose::schema {

/// Where in the tables someone stands who walks a file's tree along. Keys that the tables do not
/// know have no rules, nor has what is below them.
class location {
  public:
    [[nodiscard]] static location of_file() { return {&compose_file(), {}}; }
    [[nodiscard]] static location of_service() { return {&compose_service(), {}}; }

    [[nodiscard]] location child(std::string_view key) const;
    [[nodiscard]] location item() const { return {shape_ ? shape_->items : nullptr, {}}; }

    /// Of the key that led here.
    [[nodiscard]] const key_rules& rules() const { return rules_; }

  private:
    location(const shape* at, const key_rules& rules) : shape_(at), rules_(rules) {}

    const shape* shape_;
    key_rules rules_;
};

}  // namespace rollout::compose::schema
