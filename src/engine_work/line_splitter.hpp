#pragma once

#include <string>
#include <utility>

namespace rollout::engine_work {

/// Puts lines together from the pieces in which a stream brings its text. A carriage return ends a
/// line too: what draws a progress bar over itself becomes lines.
template <class Take>
class line_splitter {
  public:
    /// `take(std::string)` gets each line without its end.
    explicit line_splitter(Take take) : take_(std::move(take)) {}

    void add(const std::string& piece) {
        for (const char c : piece) {
            const bool ends = c == '\n' || (after_return_ && c != '\r');
            if (ends) flush();
            after_return_ = c == '\r';
            if (c != '\n' && c != '\r') line_ += c;
        }
    }

    /// The stream has ended: what is left is a line as well.
    void finish() {
        if (!line_.empty()) flush();
    }

  private:
    void flush() { take_(std::exchange(line_, {})); }

    Take take_;
    std::string line_;
    bool after_return_ = false;
};

}  // namespace rollout::engine_work
