#pragma once

#include <engine_api/containers.hpp>
#include <rollout/base/files.hpp>
#include <rollout/engine_work/mounted_file.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// A file as the proxy sees it.
struct seen_file {
    std::string text;
    std::chrono::system_clock::time_point modified;  ///< through the engine, to the second
};

/// What tells a file from others without reading it, as the proxy sees it.
struct file_stamp {
    std::int64_t size = 0;
    std::chrono::system_clock::time_point modified;

    /// With a whole second there are others like it: not every file system and not every way to
    /// copy a file keeps more.
    [[nodiscard]] bool is_unique() const;
};

/// Where a file that the proxy sees can be read and written.
struct file_place {
    std::optional<std::string> here;  ///< the very file, on this host; absent = it has it not
    bool writable = false;            ///< and may be replaced
    /// This host has it by the name that it has on the engine's: they are one host, or look it.
    bool same_paths = false;
    /// For the engine; absent = no folder or volume brings it, it is the container's own.
    std::optional<engine_work::mounted_file> there;
};

/// `file` is its path on this host, if it is here at all, `in_proxy` that in the proxy; `stamp` and
/// `text` are of what the proxy has there, absent where it has nothing. The text may be left out
/// when the stamp is unique. A file of this host is the same one when size and time of the last
/// change are, and the text where it is given: a checkout may have the same text, but not from the
/// same moment.
[[nodiscard]] file_place place_of(const std::string& file, const std::string& in_proxy,
                                  const std::optional<file_stamp>& stamp,
                                  const std::optional<std::string>& text,
                                  const std::vector<engine_api::mount>& mounts,
                                  const base::files& files);

/// The place of another file of the same folder in the proxy.
[[nodiscard]] file_place neighbour(file_place place, const std::string& name);

}  // namespace rollout::blue_green
