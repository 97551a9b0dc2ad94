#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace rollout::test {

/// A folder with `files/`, and below `expected/` one JSON document for each compose file: `file`,
/// `args`, `ok`, and `config` and `hashes`, or `error`.
struct corpus_counts {
    int files = 0;
    int normal_forms = 0;
    int wanted_normal_forms = 0;
    int hashes = 0;
    int wanted_hashes = 0;
    int families = 0;  ///< accepted files that are a plain stack or one with colors
    int refusals = 0;
    int wanted_refusals = 0;

    [[nodiscard]] bool all_match() const {
        return normal_forms == wanted_normal_forms && hashes == wanted_hashes &&
               families == wanted_normal_forms && refusals == wanted_refusals;
    }
};

/// Copies the files to where the expectations have been made (paths are part of them), loads each
/// and prints one line a mismatch.
corpus_counts run_corpus(const std::filesystem::path& corpus, std::ostream& out);

}  // namespace rollout::test
