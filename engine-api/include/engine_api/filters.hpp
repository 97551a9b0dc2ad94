#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace engine_api {

/// The `filters` parameter of list, prune and event calls: values of one key are alternatives,
/// different keys must all match.
class filters {
  public:
    filters() = default;
    filters& add(std::string key, std::string value) {
        values_[std::move(key)].push_back(std::move(value));
        return *this;
    }
    [[nodiscard]] bool empty() const { return values_.empty(); }
    [[nodiscard]] const std::map<std::string, std::vector<std::string>>& values() const {
        return values_;
    }

  private:
    std::map<std::string, std::vector<std::string>> values_;
};

}  // namespace engine_api
