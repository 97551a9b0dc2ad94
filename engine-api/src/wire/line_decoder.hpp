#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace engine_api {

/// Splits a stream of newline-terminated JSON documents that arrives in arbitrary pieces.
class line_decoder {
  public:
    static constexpr std::size_t line_limit = 4 * 1024 * 1024;

    void feed(std::string_view bytes);
    /// The next whole line that is not blank. Throws std::length_error over `line_limit`.
    std::optional<std::string> next();
    /// What came after the last newline; the stream ended there.
    std::string finish();

  private:
    std::string pending_;
    std::size_t taken_ = 0;    // of pending_
    std::size_t scanned_ = 0;  // of pending_: no newline before it, behind taken_
};

}  // namespace engine_api
