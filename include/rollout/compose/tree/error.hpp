#pragma once

#include <rollout/compose/tree/node.hpp>

#include <stdexcept>
#include <string>

namespace rollout::compose {

/// Everything that is wrong with a Compose file or its environment is this. `what()` is one line
/// for the user: `file:line:column: key.path: what is wrong; what to do`.
class error : public std::runtime_error {
  public:
    error(position where, const std::string& message);

    [[nodiscard]] const position& where() const { return where_; }

    /// The text of the line at `where()`; empty when the place is no line of a file.
    [[nodiscard]] const std::string& source_line() const { return source_line_; }
    void set_source_line(std::string line) { source_line_ = std::move(line); }

  private:
    position where_;
    std::string source_line_;
};

/// There is no Compose file, and nobody named one.
class no_file : public error {
  public:
    using error::error;
};

/// The offending line with a caret below it, for printing after `what()`; empty when `e` has no
/// source line.
std::string excerpt(const error& e);

}  // namespace rollout::compose
