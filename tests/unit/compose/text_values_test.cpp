#include "complaint.hpp"

#include <rollout/compose/rules/cast.hpp>
#include <rollout/compose/text/byte_size.hpp>
#include <rollout/compose/text/duration.hpp>
#include <rollout/compose/text/near_miss.hpp>
#include <rollout/compose/text/numbers.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/text/shell_words.hpp>
#include <rollout/compose/tree/key_path.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace rollout::compose {
namespace {

using test::complaint_of;
using words = std::vector<std::string>;
using namespace std::chrono_literals;

TEST(Duration, UnitsAddUp) {
    EXPECT_EQ(parse_duration("10s"), 10s);
    EXPECT_EQ(parse_duration("1m30s"), 90s);
    EXPECT_EQ(parse_duration("1.5h"), 90min);
    EXPECT_EQ(parse_duration("500ms"), 500ms);
    EXPECT_EQ(parse_duration("1us1\xC2\xB5s"), 2us);
    EXPECT_EQ(parse_duration("2d"), 48h);
    EXPECT_EQ(parse_duration("1w"), 168h);
    EXPECT_EQ(parse_duration("0.1s"), 100ms);
    EXPECT_EQ(parse_duration("-1s"), -1s);
    EXPECT_EQ(parse_duration("0"), 0ns);
}

TEST(Duration, OtherTextsAreRefused) {
    EXPECT_EQ(complaint_of([] { parse_duration("10"); }), "time: missing unit in duration \"10\"");
    EXPECT_EQ(complaint_of([] { parse_duration("1y"); }),
              "time: unknown unit \"y\" in duration \"1y\"");
    for (const auto* text : {"", "s", "-", ".s", "1..2s", "1 s", "ten", "300000w"}) {
        EXPECT_NE(complaint_of([&] { parse_duration(text); }), "no complaint") << text;
    }
}

TEST(ByteSize, UnitsArePowersOf1024) {
    EXPECT_EQ(parse_byte_size("1024"), 1024);
    EXPECT_EQ(parse_byte_size("64m"), 64 << 20);
    EXPECT_EQ(parse_byte_size("64MB"), 64 << 20);
    EXPECT_EQ(parse_byte_size("1.5 GiB"), 3 << 29);
    EXPECT_EQ(parse_byte_size("10b"), 10);
    EXPECT_EQ(parse_byte_size("2T"), 1LL << 41);
}

TEST(ByteSize, OtherTextsAreRefused) {
    for (const auto* text : {"", "m", "-1", "1q", "1kk", "1.2.3k", "0x10"}) {
        EXPECT_NE(complaint_of([&] { parse_byte_size(text); }), "no complaint") << text;
    }
}

TEST(ShellWords, BlanksSeparateAndQuotesKeepTogether) {
    EXPECT_EQ(split_shell_words("sh -c 'a b' \"c d\""), (words{"sh", "-c", "a b", "c d"}));
    EXPECT_EQ(split_shell_words(" a\t b\n"), (words{"a", "b"}));
    EXPECT_EQ(split_shell_words("pre'mid'post"), (words{"premidpost"}));
    EXPECT_EQ(split_shell_words("'' \"\""), (words{"", ""}));
    EXPECT_EQ(split_shell_words(""), words{});
}

TEST(ShellWords, BackslashesEscapeOutsideSingleQuotes) {
    EXPECT_EQ(split_shell_words(R"(a\ b \"q\" "x\"y" 'raw\n' \t)"),
              (words{"a b", "\"q\"", "x\"y", "raw\\n", "t"}));
}

TEST(ShellWords, NothingIsExpanded) {
    EXPECT_EQ(split_shell_words("echo $HOME $(date) `x y`"),
              (words{"echo", "$HOME", "$(date)", "`x y`"}));
}

TEST(ShellWords, TheCommandEndsAtAnUnquotedControlCharacter) {
    EXPECT_EQ(split_shell_words("a && b"), (words{"a"}));
    EXPECT_EQ(split_shell_words("a;b"), (words{"a"}));
    EXPECT_EQ(split_shell_words("a 2>log"), (words{"a"}));
    EXPECT_EQ(split_shell_words("a 'x|y'"), (words{"a", "x|y"}));
}

TEST(ShellWords, WhatDoesNotBalanceIsRefused) {
    for (const auto* text : {"'a", "\"a", "a\\", "f(x)", "a )", "`x"}) {
        EXPECT_NE(complaint_of([&] { split_shell_words(text); }), "no complaint") << text;
    }
}

TEST(ShellWords, OfWhatASplitDropsAShellIsNeeded) {
    for (const auto* text : {"a && b", "a;b", "a 2>log", "a | b"})
        EXPECT_TRUE(needs_shell(text)) << text;
    for (const auto* text : {"", "a b", "sh -c 'a && b'", "a \\; b"})
        EXPECT_FALSE(needs_shell(text)) << text;
}

TEST(ShellWords, QuotedWordsSplitIntoThemselves) {
    EXPECT_EQ(quoted_words({"bin/rails", "db:migrate", "--to=v2"}), "bin/rails db:migrate --to=v2");
    EXPECT_EQ(quoted_words({"sh", "-c", "a && b"}), "sh -c 'a && b'");
    const words awkward{"", "it's", "a\nb", R"(c:\d)", "\"", "$(x)", "`y`", ")", "tab\there", "ä"};
    EXPECT_EQ(split_shell_words(quoted_words(awkward)), awkward);
}

TEST(Cast, BooleansOfYaml11AreAcceptedWithAWarning) {
    warnings notes;
    EXPECT_TRUE(parse_bool("TRUE", notes));
    EXPECT_FALSE(parse_bool("false", notes));
    EXPECT_TRUE(notes.lines().empty());
    EXPECT_TRUE(parse_bool("yes", notes));
    EXPECT_FALSE(parse_bool("Off", notes));
    EXPECT_EQ(notes.lines().size(), 2U);
    EXPECT_EQ(complaint_of([&] { parse_bool("maybe", notes); }), "invalid boolean: maybe");
}

TEST(Cast, IntegersAreDecimal) {
    EXPECT_EQ(parse_integer("8080"), 8080);
    EXPECT_EQ(parse_integer("+5"), 5);
    EXPECT_EQ(parse_integer("-5"), -5);
    for (const auto* text : {"", "+", "+-5", "0x10", "5 ", "99999999999999999999"}) {
        EXPECT_NE(complaint_of([&] { parse_integer(text); }), "no complaint") << text;
    }
}

TEST(KeyPath, ReadsAsTheUserWouldWriteIt) {
    const key_path root;
    const auto services = root.child("services");
    const auto app = services.child("app");
    const auto ports = app.child("ports");
    const auto second = ports.item(1);
    EXPECT_EQ(second.to_string(), "services.app.ports[1]");
    EXPECT_TRUE(second.matches("services.*.ports.[]"));
    EXPECT_TRUE(second.matches("services.*.ports.*"));
    EXPECT_FALSE(second.matches("*.ports.[]"));
    EXPECT_FALSE(ports.matches("services.*.ports.[]"));
    EXPECT_EQ(root.to_string(), "");
}

TEST(KeyPath, HasTheSpellingsOfEachPhase) {
    const key_path root;
    const auto map = root.child("storage_opt");
    const auto list = map.entry("a");
    const auto item = list.item(0);
    EXPECT_EQ(item.to_string(item_style::any), "storage_opt.a.[]");
    EXPECT_EQ(item.to_string(item_style::plain), "storage_opt.a.0");
    EXPECT_EQ(item.to_string(item_style::dotted), "storage_opt.a.[0]");
    EXPECT_EQ(item.to_string(item_style::decoded), "storage_opt[a][0]");
}

TEST(NearMiss, FindsSlipsAndNothingElse) {
    const std::vector<std::string_view> keys{"environment", "image", "ports", "tty"};
    EXPECT_EQ(near_miss("enviroment", keys), "environment");
    EXPECT_EQ(near_miss("imgae", keys), "image");
    EXPECT_EQ(near_miss("port", keys), "ports");
    EXPECT_EQ(near_miss("tyt", keys), "tty");
    EXPECT_EQ(near_miss("privileged", keys), "");
    EXPECT_EQ(near_miss("pre_start", {"restart"}), "");
    EXPECT_EQ(near_miss("envirnmet", keys), "environment");
    EXPECT_EQ(near_miss("x", keys), "");
    EXPECT_EQ(near_miss(std::string(100'000, 'a'), keys), "");
}

TEST(Paths, AreMadeAbsoluteAndClean) {
    EXPECT_EQ(absolute_path("./nginx//conf.d/", "/srv/shop"), "/srv/shop/nginx/conf.d");
    EXPECT_EQ(absolute_path("../x", "/srv/shop"), "/srv/x");
    EXPECT_EQ(absolute_path("/a/./b", "/srv"), "/a/b");
    EXPECT_EQ(absolute_path("~/x", "/srv"), "/srv/~/x");
    EXPECT_EQ(absolute_path(".", "/"), "/");
    EXPECT_EQ(clean_path("/data/"), "/data");
}

TEST(Paths, OfValuesStayAsWrittenWhenTheyAreAbsolute) {
    EXPECT_EQ(resolved_path("/a/../b", "/srv"), "/a/../b");
    EXPECT_EQ(resolved_path("./b", "sub"), "sub/b");
    EXPECT_EQ(resolved_path("C:\\data", "/srv", true), "C:\\data");
    EXPECT_EQ(resolved_path("C:\\data", "/srv"), "/srv/C:\\data");
}

TEST(Paths, ATildeIsTheHomeFolder) {
    EXPECT_EQ(expanded_home("~/x", "/home/me"), "/home/me/x");
    EXPECT_EQ(expanded_home("~", "/home/me"), "/home/me");
    EXPECT_EQ(expanded_home("~/x", ""), "~/x");
    EXPECT_EQ(expanded_home("a~", "/home/me"), "a~");
}

TEST(Paths, LeadFromOneFolderToAnother) {
    EXPECT_EQ(relative_path("/srv/shop/sub", "/srv/shop"), "sub");
    EXPECT_EQ(relative_path("/srv/x", "/srv/shop"), "../x");
    EXPECT_EQ(relative_path("/srv", "/srv"), ".");
}

}  // namespace
}  // namespace rollout::compose
