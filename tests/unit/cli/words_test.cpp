#include <cli/words.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout::cli;
using testing::UnorderedElementsAre;

const std::set<std::string> with_values = {"-u", "--user", "--index"};

std::size_t first(const std::vector<std::string>& args, std::size_t from = 0) {
    return first_word(args, from, with_values);
}

TEST(Words, TheFirstOneIsNeitherAFlagNorItsValue) {
    EXPECT_EQ(first({"app"}), 0u);
    EXPECT_EQ(first({"-it", "app", "-x"}), 1u);
    EXPECT_EQ(first({"--index", "2", "--user=root", "app"}), 3u);
    EXPECT_EQ(first({"-u", "root", "-uroot", "-itu", "root", "app"}), 5u);
    EXPECT_EQ(first({"exec", "-T", "app", "ls"}, 1), 2u);
}

TEST(Words, BehindTwoDashesAnyOneIsTheFirst) {
    EXPECT_EQ(first({"-T", "--", "-app"}), 2u);
}

TEST(Words, ThereMayBeNone) {
    EXPECT_EQ(first({}), 0u);
    EXPECT_EQ(first({"-it"}), 1u);
    EXPECT_GE(first({"--user"}), 1u);
}

TEST(Words, ACommandsOwnFlagsHideTheOnesBelow) {
    bool follow = false;
    std::string text;
    const option_list below = {{"-f,--file", "", &text}, {"-p", "", &text}};
    const option_list own = {{"-f,--follow", "", &follow}, {"--since", "", &text}};
    EXPECT_THAT(flags_with_values(own, flags_with_values(below)),
                UnorderedElementsAre("--file", "-p", "--since"));
}

}  // namespace
