#include "complaint.hpp"

#include <rollout/compose/text/interpolate.hpp>

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace rollout::compose {
namespace {

const std::map<std::string, std::string, std::less<>> environment{
    {"SET", "value"}, {"EMPTY", ""}, {"TAG", "1.27"}, {"DOLLAR", "$SET"}, {"_x9", "under"}};

std::optional<std::string> look_up(std::string_view name) {
    const auto it = environment.find(name);
    return it == environment.end() ? std::nullopt : std::optional(it->second);
}

std::string expanded(const std::string& text, warnings& notes) {
    return interpolator(look_up, notes)(text);
}
std::string expanded(const std::string& text) {
    warnings notes;
    return expanded(text, notes);
}
std::string complaint(const std::string& text) {
    return test::complaint_of([&] { expanded(text); });
}

void expect_all(const std::vector<std::pair<std::string, std::string>>& cases) {
    for (const auto& [text, result] : cases)
        EXPECT_EQ(expanded(text), result) << text;
}

TEST(Interpolate, NamesAreReplacedBareAndBraced) {
    expect_all({{"$SET", "value"},
                {"${SET}", "value"},
                {"nginx:${TAG}-alpine", "nginx:1.27-alpine"},
                {"$SET/$TAG", "value/1.27"},
                {"${_x9}", "under"},
                {"$SETx", ""},
                {"$set", ""}});
}

TEST(Interpolate, ADoubledDollarIsOne) {
    expect_all({{"$$SET", "$SET"}, {"$$", "$"}, {"$${SET}", "${SET}"}, {"$$$SET", "$value"}});
}

TEST(Interpolate, ADollarBeforeAnythingElseStays) {
    expect_all({{"a$", "a$"}, {"a$ b", "a$ b"}, {"$1", "$1"}, {"$-", "$-"}, {"$\n", "$\n"}});
}

TEST(Interpolate, DefaultsStandInForUnsetOrEmpty) {
    expect_all({{"${SET:-d}", "value"},
                {"${EMPTY:-d}", "d"},
                {"${NONE:-d}", "d"},
                {"${SET-d}", "value"},
                {"${EMPTY-d}", ""},
                {"${NONE-d}", "d"},
                {"${NONE-}", ""},
                {"${NONE:-8080}:${NONE:-80}", "8080:80"}});
}

TEST(Interpolate, ReplacementsStandInForSetValues) {
    expect_all({{"${SET:+r}", "r"},
                {"${EMPTY:+r}", ""},
                {"${NONE:+r}", ""},
                {"${SET+r}", "r"},
                {"${EMPTY+r}", "r"},
                {"${NONE+r}", ""}});
}

TEST(Interpolate, RequiredVariablesWithoutValueAreErrors) {
    EXPECT_EQ(expanded("${SET:?why}"), "value");
    EXPECT_EQ(expanded("${EMPTY?why}"), "");
    EXPECT_EQ(complaint("${NONE?why}"), "required variable NONE is missing a value: why");
    EXPECT_EQ(complaint("${EMPTY:?set $SET}"),
              "required variable EMPTY is missing a value: set value");
    EXPECT_EQ(complaint("${NONE?}"), "required variable NONE is missing a value");
}

TEST(Interpolate, TheFirstOperatorCounts) {
    expect_all({{"${NONE-a:-b}", "a:-b"}, {"${NONE:-a?b}", "a?b"}, {"${NONE-a+b}", "a+b"}});
}

TEST(Interpolate, DefaultsMayHoldVariablesAndBraces) {
    expect_all({{"${NONE:-${ALSO:-${SET}}}", "value"},
                {"${NONE:-a${TAG}b}c", "a1.27bc"},
                {"${NONE:-{\"a\":1}}", "{\"a\":1}"},
                {"${NONE-x} $SET ${NONE-y}", "x value y"},
                {"${NONE:-$$x}", "$x"}});
}

TEST(Interpolate, TheTextOfAnOperatorIsReadAlsoWhenNotUsed) {
    EXPECT_EQ(complaint("${SET-${U2?boom}}"), "required variable U2 is missing a value: boom");
}

TEST(Interpolate, ReplacedValuesAreNotLookedAtAgain) {
    expect_all({{"$DOLLAR", "$SET"}, {"${NONE:-$DOLLAR}", "$SET"}});
}

TEST(Interpolate, BracesThatDoNotBalanceReachToTheLastOneOfTheLine) {
    expect_all({{"${NONE-{x}", "{x"}, {"${NONE-a}b}", "ab}"}});
}

TEST(Interpolate, FormsThatAreNoneAreErrors) {
    for (const auto* text : {"${}", "${1}", "${SET!b}", "${SET:b}", "${SET:=d}", "${SET", "${",
                             "${SET-a\nb}", "${ SET}", "a ${SET-x"}) {
        EXPECT_EQ(complaint(text), "Invalid template: \"" + std::string(text) + '"');
    }
}

TEST(Interpolate, AnUnsetVariableWarnsOnce) {
    warnings notes;
    EXPECT_EQ(expanded("$NONE ${NONE} ${OTHER:-x} ${NONE+y}", notes), "  x ");
    ASSERT_EQ(notes.lines().size(), 1U);
    EXPECT_EQ(notes.lines()[0], "The \"NONE\" variable is not set. Defaulting to a blank string.");
}

TEST(Interpolate, ResultsMayNotGrowWithoutBound) {
    warnings notes;
    const std::string large(1U << 20U, 'x');
    interpolator expand([&large](std::string_view) { return large; }, notes);
    std::string text;
    for (int i = 0; i < 100; ++i)
        text += "$A";
    EXPECT_EQ(test::complaint_of([&] { expand(text); }), "the variables expand to too much data");
}

TEST(Interpolate, NestingHasABound) {
    std::string text;
    for (int i = 0; i < 100'000; ++i)
        text += "${A-";
    text += std::string(100'000, '}');
    EXPECT_EQ(complaint(text), "variables are nested too deeply");
}

}  // namespace
}  // namespace rollout::compose
