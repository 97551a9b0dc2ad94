#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rollout::plan {

struct dockerfile_flag {
    std::string name;   ///< `mount` of `--mount=type=cache`
    std::string value;  ///< behind the `=`; empty = none
};

struct dockerfile_instruction {
    int line = 0;      ///< where it begins, from 1
    int column = 1;    ///< likewise, in bytes
    std::string name;  ///< in upper case
    std::vector<dockerfile_flag> flags;
    std::string rest;        ///< behind the flags, continued lines as one
    bool heredoc = false;    ///< the lines below it, up to a delimiter, are its own
    bool triggered = false;  ///< it stands behind ONBUILD: its build is another one
};

/// The instructions of a Dockerfile in their order, as BuildKit reads it: with continued lines,
/// comments, the `escape` directive and heredocs. What is no Dockerfile gives instructions that
/// nobody knows; any bytes can be read. A heredoc without its delimiter is none: a shell takes it.
[[nodiscard]] std::vector<dockerfile_instruction> parse_dockerfile(std::string_view text);

}  // namespace rollout::plan
