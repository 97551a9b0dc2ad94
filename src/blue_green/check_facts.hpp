#pragma once

#include "look.hpp"
#include "nginx_files.hpp"

#include <rollout/base/files.hpp>
#include <rollout/blue_green/finding.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// What there is at the place of a file that a deploy writes.
struct written_file {
    bool exists = false;
    std::optional<std::string> text;  ///< absent: it is no regular file, or cannot be read
    bool writable = true;             ///< its folder, or the one that this would be made in
    std::optional<std::uint64_t> free_bytes{};  ///< of its disk; absent: that is not known
};

/// What the rules need to know about this host.
struct facts {
    written_file record;
    std::vector<written_file> snippets;  ///< in the order of the upstreams
    std::vector<written_file> previews;  ///< likewise
    std::set<std::string> missing;       ///< those of `watched_sources` that are not there
    /// As far as the proxy mounts its files; absent: the main one is not among them, or cannot be
    /// read.
    std::optional<nginx_configuration> nginx;
};

/// The bind mounts of both colors and the proxy below the project's folder.
[[nodiscard]] std::set<std::string> watched_sources(const compose::project& p, const settings& s);

[[nodiscard]] facts gather_facts(const compose::project& p, const settings& s,
                                 const base::files& files);

/// Those of a host that has not the files of the engine's; `seen` are those that the proxy reads,
/// in the order of the upstreams.
[[nodiscard]] facts facts_from_afar(const settings& s, const base::files& files,
                                    const std::vector<seen_upstream>& seen);

/// Pure; as `check_project`.
[[nodiscard]] std::vector<finding> check_facts(const compose::project& p, const settings& s,
                                               const facts& known);

}  // namespace rollout::blue_green
