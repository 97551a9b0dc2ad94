#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rollout::cli {

/// One flag or positional argument of a command: what `--help` says about it and where its value
/// goes. The target must outlive the parsing. Of a flag that is repeated the last value counts,
/// unless its target is a list.
struct option {
    using target = std::variant<bool*,                        ///< set to true by its presence
                                int*,                         ///< a whole number, at least 0
                                std::optional<int>*,          ///< likewise
                                std::string*,                 //
                                std::optional<std::string>*,  //
                                std::vector<std::string>*>;

    std::string names;  ///< `-f,--file`; without a dash: positional
    std::string help;
    target to;
    std::vector<std::string> choices = {};  ///< empty = any value
    bool hidden = false;                    ///< accepted, but no part of the help
};

using option_list = std::vector<option>;

}  // namespace rollout::cli
