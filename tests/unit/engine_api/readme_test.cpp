// The tables of engine-api/README.md are promises: each row has its tests, each test its row.
#include "wire/gates.hpp"

#include <support/folders.hpp>
#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

std::string read(const std::string& path) {
    return support::read_file(fs::path(support::source_dir()) / path);
}

std::set<std::string> matches(const std::string& text, const char* expression) {
    const std::regex wanted(expression);
    std::set<std::string> found;
    for (auto it = std::sregex_iterator(text.begin(), text.end(), wanted);
         it != std::sregex_iterator(); ++it)
        found.insert((*it)[1]);
    return found;
}

std::set<std::string> rows() {
    return matches(read("engine-api/README.md"),
                   "\\n\\| `((?:GET|HEAD|PUT|POST|DELETE) /[^`]*)` \\|");
}

/// What the sources of a folder name as a row.
std::set<std::string> named_in(const std::string& folder, const std::string& prefix) {
    std::set<std::string> found;
    for (const auto& file : fs::directory_iterator(fs::path(support::source_dir()) / folder)) {
        const auto name = file.path().filename().string();
        if (!name.starts_with(prefix) || !name.ends_with(".cpp")) continue;
        found.merge(matches(support::read_file(file.path()),
                            "\"((?:GET|HEAD|PUT|POST|DELETE) /[a-z_{}/]+)\""));
    }
    return found;
}

TEST(Readme, EveryRowComparesItsRequestOverASocket) {
    EXPECT_GT(rows().size(), 40u);
    EXPECT_EQ(named_in("tests/socket", ""), rows());
}

TEST(Readme, EveryRowIsTriedOnARealEngine) {
    EXPECT_EQ(named_in("tests/daemon", "engine_api_"), rows());
}

TEST(Readme, ShowsAnExampleThatIsBuilt) {
    EXPECT_NE(read("engine-api/README.md")
                  .find("```cpp\n" + read("engine-api/examples/list_containers.cpp") + "```"),
              std::string::npos);
}

TEST(Readme, NamesEveryFieldThatNeedsAVersion) {
    const auto text = read("engine-api/README.md");
    for (const auto& gate : engine_api::wire::field_gates()) {
        std::string field(gate.path);
        std::replace(field.begin(), field.end(), '/', '.');
        const bool is_left_out = gate.action == engine_api::wire::field_gate::below::leave_out;
        const auto row = "| " + std::string(gate.since) + " | `" + field + "` | " +
                         (is_left_out ? "left out" : "refused");
        EXPECT_NE(text.find(row), std::string::npos) << row;
    }
    EXPECT_GT(engine_api::wire::field_gates().size(), 10u);
}

}  // namespace
