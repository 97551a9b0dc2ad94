#pragma once

#include <string>
#include <vector>

namespace rollout::compose::test {

/// A file of tests/data/compose, cut into cases at empty lines; lines that begin with `#` at its
/// top are no case.
struct golden_case {
    std::vector<std::string> lines;
    int line = 0;  ///< where it begins
};
std::vector<golden_case> read_cases(const std::string& name);

/// One project of an archive: `==== name`, then parts `---- title` with their text.
struct golden_part {
    std::string title;
    std::string text;
};
struct golden_archive {
    std::string name;
    std::vector<golden_part> parts;
};
std::vector<golden_archive> read_archives(const std::string& name);

/// A text with runs of white space as one blank: how a message is laid out does not count.
std::string one_line(const std::string& text);

/// `from` replaced by `to` everywhere.
std::string replaced(std::string text, const std::string& from, const std::string& to);

/// What a case expects: `-> value` or `!! reason`.
struct expectation {
    bool refused = false;
    std::string text;
};
expectation expected_by(const std::string& line);

}  // namespace rollout::compose::test
