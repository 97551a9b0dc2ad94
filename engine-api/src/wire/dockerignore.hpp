#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace engine_api::wire {

/// The rules of a `.dockerignore` file: one pattern a line, `#` comments, `!` takes back, the last
/// match decides; `*` and `?` stay inside a path segment, `**` stands for any number of them; a
/// pattern that names a directory names all below it.
class dockerignore {
  public:
    dockerignore() = default;
    /// Throws std::runtime_error with the line's number for a rule that is none: `!` alone, a class
    /// without end, a backslash at the end.
    explicit dockerignore(std::string_view text);

    /// `path` is relative to the context, with `/` and without a leading one.
    [[nodiscard]] bool excludes(std::string_view path) const;
    /// Some rule begins with `!`: an excluded directory may still hold something that is sent.
    [[nodiscard]] bool has_exceptions() const;

  private:
    struct rule {
        std::string pattern;
        bool exception = false;
    };
    std::vector<rule> rules_;
};

}  // namespace engine_api::wire
