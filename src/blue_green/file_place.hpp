#pragma once

#include <engine_api/containers.hpp>
#include <rollout/base/files.hpp>
#include <rollout/engine_work/mounted_file.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// A file as the proxy sees it.
struct seen_file {
    std::string text;
    std::chrono::system_clock::time_point modified;
};

/// Where a file that the proxy sees can be read and written.
struct file_place {
    std::optional<std::string> text;  ///< what the proxy had there when that was asked
    std::optional<std::string> here;  ///< the very file, on this host; absent = it has it not
    bool writable = false;            ///< and may be replaced
    /// This host has it by the name that it has on the engine's: they are one host, or look it.
    bool same_paths = false;
    /// For the engine; absent = no folder or volume brings it, it is the container's own.
    std::optional<engine_work::mounted_file> there;
};

/// `file` is its path on this host, if it is here at all, `in_proxy` that in the proxy, and `seen`
/// what the proxy has there. A file of this host is the same one when text and time of the last
/// change are: a checkout may have the same text, but hardly from the same second.
[[nodiscard]] file_place place_of(const std::string& file, const std::string& in_proxy,
                                  const std::optional<seen_file>& seen,
                                  const std::vector<engine_api::mount>& mounts,
                                  const base::files& files);

/// The place of another file of the same folder in the proxy.
[[nodiscard]] file_place neighbour(file_place place, const std::string& name);

}  // namespace rollout::blue_green
