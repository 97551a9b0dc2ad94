// The file system as a container sees it: bind mounts and volumes lead to real files, the rest is
// in memory.
#pragma once

#include <support/engine/state.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace support::engine {

struct file_entry {
    std::string name;  // relative to the folder that was asked for; "" is that folder itself
    bool folder = false;
    std::string content;
    std::string link;  // of a symbolic link
    unsigned mode = 0644;
    instant changed;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
};

// Where a path of the container is kept: on the host behind a mount, or nowhere but here.
struct placement {
    std::optional<std::filesystem::path> host;
    std::string path;  // normal form, no slash at the end but for "/"
    bool writable = true;
};

placement place(const container& one, const std::string& path);

// The file, or the folder and all below it, the folder first; empty when there is nothing.
std::vector<file_entry> read_tree(const container& one, const std::string& path);
std::optional<file_entry> stat_file(const container& one, const std::string& path);
// The content of a regular file (links are followed); absent when there is none.
std::optional<std::string> read_text(const container& one, const std::string& path);
// Names of the entries of a folder, sorted.
std::vector<std::string> list_folder(const container& one, const std::string& path);
// Puts entries below an existing folder, each file as a new one in place of an old one.
void write_tree(container& one, const std::string& folder, const std::vector<file_entry>& entries);

}  // namespace support::engine
