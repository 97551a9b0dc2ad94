#pragma once

#include <engine_api/filters.hpp>
#include <engine_api/terminal_size.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace engine_api::wire {

/// Percent-encodes everything but RFC 3986's unreserved characters.
[[nodiscard]] std::string encode(std::string_view text);

/// One segment of a path: as `encode`, but `/` and `:` stay, as image references carry them.
[[nodiscard]] std::string encode_path(std::string_view text);

/// `{"key":["value",...],...}`.
[[nodiscard]] std::string to_json(const filters& f);

/// Builds `?a=b&c=d`; empty when nothing was added.
class query {
  public:
    query& add(std::string_view key, std::string_view value);
    query& flag(std::string_view key, bool value);  ///< left out when false
    query& filter(const filters& f);                ///< left out when empty
    query& size(const terminal_size& s);            ///< of a resize
    /// Since 1970, as `SECONDS` or `SECONDS.NANOSECONDS`; left out when absent.
    query& time(std::string_view key, const std::optional<std::chrono::nanoseconds>& value);
    [[nodiscard]] const std::string& str() const { return text_; }

  private:
    std::string text_;
};

}  // namespace engine_api::wire
