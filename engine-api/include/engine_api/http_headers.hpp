#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace engine_api {

/// The headers of an HTTP message, in the order in which they stand there.
class http_headers {
  public:
    http_headers() = default;
    http_headers& add(std::string name, std::string value) {
        all_.emplace_back(std::move(name), std::move(value));
        return *this;
    }
    /// Of the first with this name, in any case; empty when there is none.
    [[nodiscard]] std::string value(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all() const {
        return all_;
    }

  private:
    std::vector<std::pair<std::string, std::string>> all_;
};

}  // namespace engine_api
