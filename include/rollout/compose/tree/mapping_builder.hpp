#pragma once

#include <rollout/compose/tree/tree.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace rollout::compose {

/// Makes a mapping whose values all stand at one place; what is empty, zero or false is left out.
class mapping_builder {
  public:
    explicit mapping_builder(position where) : map_(make_mapping(where)) {}

    mapping_builder& text(const char* key, std::string value) {
        if (!value.empty()) set_key(map_.entries(), key, make_text(std::move(value), map_.where));
        return *this;
    }
    mapping_builder& flag(const char* key, bool value) {
        if (value) set_key(map_.entries(), key, make_flag(value, map_.where));
        return *this;
    }
    mapping_builder& number(const char* key, std::int64_t value) {
        if (value != 0) set_key(map_.entries(), key, node(value, map_.where));
        return *this;
    }
    mapping_builder& tree(const char* key, node value) {
        set_key(map_.entries(), key, std::move(value));
        return *this;
    }
    node done() { return std::move(map_); }

  private:
    node map_;
};

}  // namespace rollout::compose
