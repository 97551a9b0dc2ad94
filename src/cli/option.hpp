#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rollout::cli {

/// A flag of docker compose that the command has not: whoever gives it, with a value or without, is
/// told why. The help does not show it.
struct refused {
    std::string reason;  ///< follows `--flag is not supported: `
};

/// The last positional argument, which takes all that follows the one before it, flags too: the
/// command of `exec SERVICE COMMAND ARGS...`.
struct rest_of_line {
    std::vector<std::string>* to;
};

/// One flag or positional argument of a command: what `--help` says about it and where its value
/// goes. The target must outlive the parsing. Of a flag that is repeated the last value counts,
/// unless its target is a list.
struct option {
    using target = std::variant<bool*,                        ///< set to true by its presence
                                int*,                         ///< a whole number, at least 0
                                std::optional<int>*,          ///< likewise
                                std::string*,                 //
                                std::optional<std::string>*,  //
                                std::vector<std::string>*,    //
                                refused, rest_of_line>;

    std::string names;  ///< `-f,--file`; without a dash: positional
    std::string help;
    target to;
    std::vector<std::string> choices = {};  ///< empty = any value
    bool hidden = false;                    ///< accepted, but no part of the help
};

using option_list = std::vector<option>;

}  // namespace rollout::cli
