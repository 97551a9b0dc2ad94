#pragma once

#include <cli/option.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::cli {

/// The flags (`-f`, `--file`) behind which a value stands. Of those in `below`, which a command's
/// own ones hide, the rest.
[[nodiscard]] std::set<std::string> flags_with_values(const option_list& options,
                                                      const std::set<std::string>& below = {});

/// A number of at least 0, and nothing else; nullopt for any other text.
[[nodiscard]] std::optional<int> whole_number(const std::string& text);

/// The place of the first of `args` at or behind `from` that is neither a flag nor a flag's value;
/// their number when there is none. `--` is passed over.
[[nodiscard]] std::size_t first_word(const std::vector<std::string>& args, std::size_t from,
                                     const std::set<std::string>& flags_with_values);

}  // namespace rollout::cli
