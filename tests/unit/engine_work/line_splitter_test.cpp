#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <engine_work/line_splitter.hpp>

namespace {

using rollout::engine_work::line_splitter;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lines_of(const std::vector<std::string>& pieces) {
    std::vector<std::string> lines;
    line_splitter split([&lines](std::string line) { lines.push_back(std::move(line)); });
    for (const auto& piece : pieces)
        split.add(piece);
    split.finish();
    return lines;
}

// A builder's line that came in two pieces used to be printed as two.
TEST(LineSplitter, ALineInPiecesIsOneLine) {
    EXPECT_THAT(lines_of({"Step 1/3 :", " FROM scratch\nStep", " 2/3", "\n"}),
                ElementsAre("Step 1/3 : FROM scratch", "Step 2/3"));
}

TEST(LineSplitter, WhatIsLeftAtTheEndIsALine) {
    EXPECT_THAT(lines_of({"a\nb"}), ElementsAre("a", "b"));
    EXPECT_THAT(lines_of({}), IsEmpty());
    EXPECT_THAT(lines_of({"a\n"}), ElementsAre("a"));
}

TEST(LineSplitter, EmptyLinesStay) {
    EXPECT_THAT(lines_of({"a\n\nb\n"}), ElementsAre("a", "", "b"));
}

TEST(LineSplitter, ACarriageReturnEndsALineTooAndOneBeforeANewlineIsPartOfIt) {
    EXPECT_THAT(lines_of({"10%\r20%\r", "100%\r\ndone\r\r\n"}),
                ElementsAre("10%", "20%", "100%", "done"));
    EXPECT_THAT(lines_of({"a\r", "\nb"}), ElementsAre("a", "b"));
}

}  // namespace
