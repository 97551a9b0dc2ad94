#include <cli/render/printable.hpp>
#include <gtest/gtest.h>

#include <string>

namespace {

using rollout::cli::printable;
using namespace std::string_literals;

TEST(Printable, LeavesTextAsItIs) {
    for (const auto* text : {"", "plain", "tab\there", "grün, 緑, 🟢", "a \\ and a [31m"})
        EXPECT_EQ(printable(text), text);
}

TEST(Printable, BytesThatAreNoUtf8StayToo) {
    EXPECT_EQ(printable("a\xff\xfe\xc2"), "a\xff\xfe\xc2");
}

TEST(Printable, DropsSequencesThatSteerATerminal) {
    EXPECT_EQ(printable("\x1b[1;31mred\x1b[0m"), "red");
    EXPECT_EQ(printable("\x1b[2J\x1b[Hcleared"), "cleared");
    EXPECT_EQ(printable("\x1b[?25lhidden\x1b[?25h"), "hidden");
    EXPECT_EQ(printable("\x1b]0;a title\x07shown"), "shown");
    EXPECT_EQ(printable("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\"), "link");
    EXPECT_EQ(printable("\x1bPq#0\x1b\\picture"), "picture");
    EXPECT_EQ(printable("\x1b"
                        "cfull reset"),
              "full reset");
}

TEST(Printable, ASequenceWithoutItsEndHidesNothingElse) {
    EXPECT_EQ(printable("\x1b]0;a line without an end"), "0;a line without an end");
    EXPECT_EQ(printable("end\x1b"), "end");
    EXPECT_EQ(printable("end\x1b["), "end");
}

TEST(Printable, DropsControlCharacters) {
    EXPECT_EQ(printable("a\rb"), "ab");
    EXPECT_EQ(printable("a\b\bb"), "ab");
    EXPECT_EQ(printable("a\0b"s), "ab");
    EXPECT_EQ(printable("a\ab\x7f"), "ab");
    EXPECT_EQ(printable("a\nb"), "ab");
}

// U+009B is a CSI of one character.
TEST(Printable, DropsControlCharactersBeyondAscii) {
    EXPECT_EQ(printable("a\xc2\x9b"
                        "b"),
              "ab");
    EXPECT_EQ(printable("\xc2\xa0"), "\xc2\xa0");
}

}  // namespace
