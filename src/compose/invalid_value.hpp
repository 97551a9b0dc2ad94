#pragma once

#include <stdexcept>

namespace rollout::compose {

/// What is wrong with one text, said by a parser that does not know where the text stands. Whoever
/// knows turns it into an `error` with file, line and key path.
class invalid_value : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace rollout::compose
