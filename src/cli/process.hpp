#pragma once

#include <engine_api/timeouts.hpp>

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

namespace rollout::cli {

/// Where a program's own streams are carried to and from, byte by byte.
struct standard_descriptors {
    int in = 0;
    int out = 1;
    int err = 2;
};

/// What the program gets from the operating system.
struct process {
    std::vector<std::string> args;  ///< without the program's name
    std::map<std::string, std::string> environment;
    std::string working_dir;  ///< absolute
    std::ostream& out;
    std::ostream& err;
    std::istream* in = nullptr;  ///< standard input; absent = empty
    engine_api::timeouts engine_limits{};
    standard_descriptors descriptors{};
    bool out_is_terminal = false;
};

}  // namespace rollout::cli
