#pragma once

#include <string>

namespace rollout::plan {

/// What is at a path, here or in a container.
struct copied_path {
    std::string path;  ///< as the user wrote it, absolute
    bool exists = false;
    bool is_folder = false;
};

/// Where a copy goes.
struct copy_place {
    std::string folder;  ///< that is there, as far as anyone knows
    std::string name;    ///< what it is called there; `.` = what it holds goes into the folder
};

/// The rules of `docker cp`: into a folder that exists under its own name, and with `/.` behind
/// `from` what that holds; else in its parent under the name of `to`. Throws std::invalid_argument
/// for a folder that would become a file, and a file that is to go into a folder that is not there.
[[nodiscard]] copy_place place_of_copy(const copied_path& from, const copied_path& to);

/// The path without `/` and `/.` at its end; `/` is `/`.
[[nodiscard]] std::string without_end(std::string path);
/// Its last part; empty for `/`.
[[nodiscard]] std::string name_in_path(const std::string& path);
/// All before that.
[[nodiscard]] std::string folder_of_path(const std::string& path);

}  // namespace rollout::plan
