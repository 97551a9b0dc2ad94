#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rollout::base {

/// Why a file could not be read: `open /x: permission denied`.
struct file_problem {
    std::string text;
};

/// The files that a program reads and the few that it writes. Passed in, so that tests and fuzzers
/// bring their own; a program's own are `host_files()`. Paths are absolute or start at the current
/// folder.
class files {
  public:
    files() = default;
    files(const files&) = delete;
    files& operator=(const files&) = delete;
    virtual ~files() = default;

    /// The whole file, unless it is larger than `limit` bytes.
    [[nodiscard]] virtual std::variant<std::string, file_problem> read(const std::string& path,
                                                                       std::size_t limit) const = 0;
    [[nodiscard]] virtual bool exists(const std::string& path) const = 0;
    [[nodiscard]] virtual bool is_regular(const std::string& path) const = 0;
    [[nodiscard]] virtual bool is_folder(const std::string& path) const = 0;
    [[nodiscard]] virtual bool is_link(const std::string& path) const = 0;
    /// Whether this process may write to it; for a folder, make files in it.
    [[nodiscard]] virtual bool is_writable(const std::string& path) const = 0;
    /// When its content last changed; nullopt when that cannot be told.
    [[nodiscard]] virtual std::optional<std::chrono::system_clock::time_point> modified(
        const std::string& path) const = 0;
    /// What is in a folder, ordered; empty when it cannot be read.
    [[nodiscard]] virtual std::vector<std::string> names_in(const std::string& folder) const = 0;
    /// `path` without symbolic links; nullopt when it leads nowhere.
    [[nodiscard]] virtual std::optional<std::string> real_path(const std::string& path) const = 0;

    /// Replaces a file as a whole: a reader sees the old text or the new one, also after a crash.
    /// The mode of an existing file is kept; missing folders are made. What an earlier writer of
    /// this file left when it was killed is removed: there may be one writer at a time. Throws
    /// std::runtime_error that names the path.
    virtual void replace(const std::string& path, const std::string& text) = 0;
    /// False when there was none. Throws std::runtime_error that names the path.
    virtual bool remove(const std::string& path) = 0;

    /// A small regular file; nullopt when it is missing, something else, or cannot be read.
    [[nodiscard]] std::optional<std::string> find(const std::string& path) const;
};

/// Those of the host that this runs on.
[[nodiscard]] files& host_files();

}  // namespace rollout::base
