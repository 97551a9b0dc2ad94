#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace rollout::cli {

/// Cells of a line of a table; the first line may be its heads.
using table_row = std::vector<std::string>;

/// Rows of one length, in columns as wide as their widest cell and `gap` blanks, at least `least`
/// characters; the last one is not filled up. A cell's control characters are left out.
[[nodiscard]] std::string table_text(std::vector<table_row> rows, std::size_t gap = 2,
                                     std::size_t least = 0);

/// The characters of a UTF-8 text, as a terminal counts most of them.
[[nodiscard]] std::size_t width_of(const std::string& text);

/// At most `most` characters: a longer text ends with an ellipsis.
[[nodiscard]] std::string shortened(const std::string& text, std::size_t most);

}  // namespace rollout::cli
