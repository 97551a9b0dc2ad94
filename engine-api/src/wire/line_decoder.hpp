#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace engine_api {

/// Splits a stream of newline-terminated JSON documents that arrives in arbitrary pieces.
class line_decoder {
  public:
    static constexpr std::size_t line_limit = 4 * 1024 * 1024;

    void feed(std::string_view bytes) { pending_.append(bytes); }
    /// The next whole, non-empty line. Throws std::length_error over `line_limit`.
    std::optional<std::string> next();
    /// What came after the last newline; the stream ended there.
    std::string finish();

  private:
    std::string pending_;
    std::size_t scanned_ = 0;
};

}  // namespace engine_api
