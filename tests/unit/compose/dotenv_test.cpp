#include <rollout/compose/text/dotenv.hpp>

#include <gtest/gtest.h>

#include <string>

namespace rollout::compose {
namespace {

std::optional<std::string> outer(std::string_view name) {
    if (name == "OUTER") return "from outside";
    return {};
}

variables read(const std::string& text) {
    warnings notes;
    variables into;
    parse_dotenv(text, outer, into, notes);
    return into;
}

std::string value(const std::string& text, const std::string& key = "A") {
    const auto all = read(text);
    const auto it = all.find(key);
    return it == all.end() ? "absent" : it->second;
}

std::string complaint(const std::string& text) {
    try {
        read(text);
    } catch (const dotenv_error& e) {
        return std::to_string(e.line) + ": " + e.what();
    }
    return "no complaint";
}

TEST(Dotenv, LinesAreKeysAndValues) {
    const auto all = read("A=1\nB: 2\n  C = three words  \n\n# comment\nexport D=4\r\nE=");
    EXPECT_EQ(all,
              (variables{{"A", "1"}, {"B", "2"}, {"C", "three words"}, {"D", "4"}, {"E", ""}}));
}

TEST(Dotenv, AByteOrderMarkIsSkipped) {
    EXPECT_EQ(value("\xEF\xBB\xBF"
                    "A=1"),
              "1");
}

TEST(Dotenv, KeysMayHoldDotsDashesAndBrackets) {
    EXPECT_EQ(value("a.b-c[0]_D=x", "a.b-c[0]_D"), "x");
    EXPECT_EQ(value("exporter=x", "exporter"), "x");
}

TEST(Dotenv, UnquotedValuesEndAtACommentAfterABlank) {
    EXPECT_EQ(value("A=x # note"), "x");
    EXPECT_EQ(value("A=x#y"), "x#y");
    EXPECT_EQ(value("A= #c"), "#c");
}

TEST(Dotenv, UnquotedValuesKnowNoEscapes) {
    EXPECT_EQ(value("A=a\\nb\\"), "a\\nb\\");
}

TEST(Dotenv, SingleQuotesAreLiteralAndMaySpanLines) {
    EXPECT_EQ(value("A='a $OUTER \\n\n#b' # note\nB=1"), "a $OUTER \\n\n#b");
    EXPECT_EQ(value("A='it\\'s'"), "it's");
}

TEST(Dotenv, DoubleQuotesKnowEscapesAndVariables) {
    EXPECT_EQ(value("A=\"x\\ty\\n\\\"q\\\" \\\\ \\0101 \\z\""), "x\ty\n\"q\" \\ A \\z");
    EXPECT_EQ(value("A=\"${OUTER}!\""), "from outside!");
    EXPECT_EQ(value("A=\"\\$OUTER $$OUTER\""), "$OUTER $OUTER");
    EXPECT_EQ(value("A=\"two\nlines\"\nB=1"), "two\nlines");
}

TEST(Dotenv, WhatFollowsAClosingQuoteIsReadOn) {
    EXPECT_EQ(value("A=\"1\" B=2", "B"), "2");
    EXPECT_EQ(value("A='1' # note\nB=2", "B"), "2");
}

TEST(Dotenv, ValuesSeeTheOuterEnvironmentFirstThenEarlierKeys) {
    EXPECT_EQ(value("X=one\nA=$X-${OUTER}"), "one-from outside");
    EXPECT_EQ(value("OUTER=mine\nA=$OUTER"), "from outside");
    EXPECT_EQ(value("A=${LATER:-none}\nLATER=1"), "none");
}

TEST(Dotenv, ABareKeyTakesItsValueFromOutside) {
    EXPECT_EQ(read("OUTER\nMISSING\nA=1"), (variables{{"OUTER", "from outside"}, {"A", "1"}}));
    EXPECT_EQ(read("OUTER\n"), (variables{{"OUTER", "from outside"}}));
}

TEST(Dotenv, AWordThatEndsTheTextIsAValueWithoutAKey) {
    EXPECT_EQ(read("OUTER"), (variables{{"", "OUTER"}}));
    EXPECT_EQ(read("A=\"1\"x"), (variables{{"", "x"}, {"A", "1"}}));
}

TEST(Dotenv, BlanksOfAnyKindAreTrimmed) {
    EXPECT_EQ(value("A\xC2\xA0=\xC2\xA0x\xC2\xA0"), "x");
    EXPECT_EQ(value("A = \t 1 \t"), "1");
}

TEST(Dotenv, LaterKeysWin) {
    EXPECT_EQ(value("A=1\nA=2"), "2");
}

TEST(Dotenv, FaultsAreToldWithTheirLine) {
    EXPECT_EQ(complaint("A=1\nB!=1\n"),
              "2: line 2: unexpected character \"!\" in variable name \"B!=1\"");
    EXPECT_EQ(complaint("A=1\n\nB C=1"), "3: line 3: key cannot contain a space");
    EXPECT_EQ(complaint("A=\"x\nB=1"), "2: line 2: unterminated quoted value \"x");
    EXPECT_EQ(complaint("\nA=${X!}"), "2: Invalid template: \"${X!}\"");
}

TEST(RawEnv, LinesAreTakenAsTheyAre) {
    variables into;
    parse_raw_env("# c\n  A= 'x' # y \r\nOUTER\nMISSING\nB=$A", outer, into);
    EXPECT_EQ(into, (variables{{"A", " 'x' # y "}, {"OUTER", "from outside"}, {"B", "$A"}}));
}

TEST(RawEnv, ABlankInAKeyIsRefused) {
    variables into;
    try {
        parse_raw_env("A=1\nE =2", outer, into);
        FAIL();
    } catch (const dotenv_error& e) {
        EXPECT_EQ(e.line, 2);
        EXPECT_STREQ(e.what(), "variable 'E ' contains whitespaces");
    }
}

}  // namespace
}  // namespace rollout::compose
