#pragma once

#include <filesystem>
#include <iosfwd>

namespace rollout::test {

struct request_counts {
    int files = 0;
    int matching_files = 0;  ///< all of its requests match
    int requests = 0;
    int matching_requests = 0;
    int refused = 0;  ///< for services that rollout says it cannot carry out, and differ

    [[nodiscard]] bool all_match() const { return matching_requests + refused == requests; }
};

/// Compares what we would ask an engine to create with what docker compose asked for: one JSON
/// document a compose file, with `file` and `requests`. Values that are absent, null, empty, zero
/// or false are the same. The files must be where `run_corpus` puts them. Prints one line a
/// mismatch.
request_counts run_requests(const std::filesystem::path& folder, std::ostream& out);

}  // namespace rollout::test
