#pragma once

#include <stdexcept>
#include <string>

namespace rollout::compose {

/// What is wrong with one text, said by a parser that does not know where the text stands. Whoever
/// knows turns it into an `error` with file, line and key path.
class invalid_value : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// A text with a form of `$` that is none.
class invalid_template : public invalid_value {
  public:
    explicit invalid_template(const std::string& text)
        : invalid_value("Invalid template: \"" + text + '"'), text_(text) {}
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_;
};

}  // namespace rollout::compose
