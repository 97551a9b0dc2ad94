#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rollout::compose {

/// A byte that no YAML text may have.
struct bad_byte {
    std::size_t at = 0;
    std::string why;
};

/// Finds the first thing that is no UTF-8 or a control character. Texts in UTF-16 are not looked
/// at.
std::optional<bad_byte> find_bad_byte(std::string_view text);

}  // namespace rollout::compose
