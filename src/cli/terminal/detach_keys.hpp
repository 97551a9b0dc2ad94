#pragma once

#include <string>
#include <string_view>

namespace rollout::cli {

inline constexpr const char* default_detach_keys = "ctrl-p,ctrl-q";

/// Sees whether the user typed the keys that end an attached connection. They are kept here, as the
/// docker CLI keeps them: an engine before Docker 23 ends the program of an exec that detaches.
class detach_keys {
  public:
    /// Keys with commas between them, each a character or `ctrl-` and one of `a` to `z` and
    /// `@[\]^_`. Empty = the default. Throws std::invalid_argument.
    explicit detach_keys(const std::string& text);

    /// To be told all that is typed, in order; what of it the program is to have.
    std::string_view typed(std::string_view bytes);
    [[nodiscard]] bool seen() const { return seen_; }

  private:
    std::string keys_;
    std::string last_;  ///< what may be their begin
    bool seen_ = false;
};

}  // namespace rollout::cli
