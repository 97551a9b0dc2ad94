// What the Makefile would run, by `make -n`.
#include <support/folders.hpp>
#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

const std::string root = support::source_dir();

// The output of a shell command. Nothing of the environment gets through, so a `make test` around
// this test does not pass its flags on.
std::string output_of(const std::string& command) {
    const auto* path = std::getenv("PATH");
    const std::string line =
        "env -i PATH='" + std::string(path == nullptr ? "/usr/bin:/bin" : path) + "' " + command;
    auto* pipe = popen(line.c_str(), "r");
    EXPECT_NE(pipe, nullptr);
    std::string text;
    std::array<char, 4096> part{};
    for (std::size_t size = 0; (size = fread(part.data(), 1, part.size(), pipe)) > 0;) {
        text.append(part.data(), size);
    }
    EXPECT_EQ(pclose(pipe), 0) << line << '\n' << text;
    return text;
}

// Paths that contain no word a test looks for.
std::string make(const std::string& arguments) {
    return output_of("make --no-print-directory -C '" + root +
                     "' ROLLOUT=/x/tool COMPOSE_FILE=/x/file STATE_FILE=/x/record/color "
                     "UPSTREAM_CONF=/x/snippet " +
                     arguments);
}

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> result;
    std::string word;
    for (const char c : text + ' ') {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
            word += c;
        } else if (!word.empty()) {
            result.push_back(word);
            word.clear();
        }
    }
    return result;
}

bool has_word(const std::string& text, const std::string& word) {
    const auto all = words(text);
    return std::find(all.begin(), all.end(), word) != all.end();
}

int count(const std::string& text, const std::string& part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

std::set<std::string> matches(const std::string& text, const std::regex& pattern) {
    std::set<std::string> result;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), pattern);
         at != std::sregex_iterator(); ++at) {
        result.insert((*at)[1]);
    }
    return result;
}

TEST(Makefile, HelpIsTheDefaultGoalAndNamesEveryTarget) {
    const auto help = make("");
    for (const auto* target :
         {"init", "build", "up", "down", "deploy", "status", "logs", "test", "clean", "demo"}) {
        EXPECT_TRUE(has_word(help, target)) << target << '\n' << help;
    }
}

TEST(Makefile, EveryTargetIsPhony) {
    const auto text = support::read_file(root + "/Makefile");
    const auto targets = matches(text, std::regex("\n([a-z]+):(?!=)"));
    const auto line = text.substr(text.find("\n.PHONY:") + 8);
    std::istringstream names(line.substr(0, line.find('\n')));
    const std::set<std::string> phony{std::istream_iterator<std::string>(names), {}};
    EXPECT_GE(targets.size(), 11U);
    EXPECT_EQ(targets, phony);
}

TEST(Makefile, DeployPullsInInit) {
    const auto init = make("-n init");
    ASSERT_FALSE(init.empty());
    EXPECT_EQ(make("-n deploy").find(init), 0U);
}

TEST(Makefile, DeployNamesNoDestructiveVerb) {
    const auto text = make("-n deploy");
    ASSERT_TRUE(has_word(text, "deploy")) << text;
    for (const auto* verb : {"rm", "down", "stop", "kill", "remove", "delete", "prune", "clean"}) {
        EXPECT_FALSE(has_word(text, verb)) << verb << '\n' << text;
    }
}

TEST(Makefile, DeployPassesNoKnobThatIsNotSet) {
    EXPECT_EQ(count(make("-n deploy"), "--smoke-"), 0);
}

TEST(Makefile, DeployPassesEachKnobThatIsSetAndNoOther) {
    for (const std::string name : {"url", "status", "attempts", "timeout", "delay"}) {
        std::string variable = "SMOKE_" + name;
        for (auto& c : variable)
            c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        const auto text = make("-n deploy " + variable + "=17");
        EXPECT_EQ(count(text, "--smoke-" + name + " '17'"), 1) << text;
        EXPECT_EQ(count(text, "--smoke-"), 1) << text;
    }
}

TEST(Makefile, DeployNeverAsks) {
    EXPECT_NE(make("-n deploy").find("</dev/null"), std::string::npos);
}

TEST(Makefile, WhereThingsAreCanBeSaid) {
    const auto text = make("-n deploy PROJECT_NAME=shop");
    EXPECT_NE(text.find("'/x/tool' -f '/x/file' -p 'shop' deploy"), std::string::npos) << text;
    EXPECT_NE(text.find("ROLLOUT_STATE_PATH='/x/record/color'"), std::string::npos) << text;
    EXPECT_NE(text.find("ROLLOUT_UPSTREAM_CONF='/x/snippet'"), std::string::npos) << text;
}

TEST(Makefile, UpNamesBlueAndProxyNotGreen) {
    const auto text = make("-n up");
    EXPECT_TRUE(has_word(text, "app")) << text;
    EXPECT_TRUE(has_word(text, "proxy")) << text;
    EXPECT_EQ(text.find("green"), std::string::npos) << text;
}

TEST(Makefile, CleanRunsNoDockerAndNoRollout) {
    const auto text = make("-n clean");
    EXPECT_NE(text.find("/x/record/color"), std::string::npos) << text;
    EXPECT_EQ(text.find("/x/tool"), std::string::npos) << text;
    EXPECT_FALSE(has_word(text, "docker")) << text;
    EXPECT_FALSE(has_word(text, "rollout")) << text;
}

TEST(Makefile, DoesTheSameFromAnyFolder) {
    const auto inside = output_of("make --no-print-directory -C '" + root + "' -n deploy");
    EXPECT_EQ(output_of("make --no-print-directory -C / -f '" + root + "/Makefile' -n deploy"),
              inside);
    EXPECT_NE(inside.find("'" + root + "/docker-compose.yml'"), std::string::npos) << inside;
}

TEST(Makefile, InitKeepsARecordAndCleanRemovesIt) {
    const support::temp_dir folder;
    const auto record = folder / "state/active-color";
    const std::string state = "STATE_FILE='" + record.string() + "' ";
    make("init " + state);
    ASSERT_TRUE(std::filesystem::is_directory(record.parent_path()));
    support::write_file(record, "green\n");
    make("init " + state);
    EXPECT_TRUE(std::filesystem::exists(record));
    make("clean " + state);
    EXPECT_FALSE(std::filesystem::exists(record));
    make("clean " + state);
}

}  // namespace
