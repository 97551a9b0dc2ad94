#pragma once

#include "proxy.hpp"

#include <engine_api/containers.hpp>
#include <rollout/base/files.hpp>
#include <rollout/engine_work/mounted_file.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// Where a file that the proxy sees can be written.
struct file_place {
    std::optional<std::string> text;  ///< what the proxy has there
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
                                  const std::optional<proxy::seen_file>& seen,
                                  const std::vector<engine_api::mount>& mounts,
                                  const base::files& files);

}  // namespace rollout::blue_green
