#pragma once

#include <rollout/compose/tree/node.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace rollout::compose {

using text_map = std::map<std::string, std::string>;
using optional_text_map = std::map<std::string, std::optional<std::string>>;

/// Host name -> addresses.
using host_list = std::map<std::string, std::vector<std::string>>;

/// The words of a command line. Absent = the file has none; empty = it has an empty one.
using command = std::optional<std::vector<std::string>>;

/// A number of bytes; written `64m` in files and as decimal text in the normal form.
struct byte_size {
    std::int64_t bytes = 0;
    bool operator==(const byte_size&) const = default;
};

/// Permission bits; written in octal.
struct file_mode {
    std::int64_t bits = 0;
    bool operator==(const file_mode&) const = default;
};

/// One limit, or a soft and a hard one.
struct ulimit {
    std::int64_t single = 0;  ///< 0 = `soft` and `hard` count
    std::int64_t soft = 0;
    std::int64_t hard = 0;
};

/// A place of the file that may have keys `x-...`; their values are not looked at.
struct extensible {
    node::mapping extensions;
};

}  // namespace rollout::compose
