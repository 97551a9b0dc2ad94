#include "complaint.hpp"

#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/yaml/yaml.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace rollout::compose {
namespace {

using test::complaint_of;

std::vector<node> parse_all(const std::string& text) {
    budget left;
    return parse_yaml(text, std::make_shared<const std::string>("f.yml"), left);
}
node parse(const std::string& text) {
    return parse_all(text).at(0);
}
std::string complaint(const std::string& text) {
    return complaint_of([&] { parse_all(text); });
}
std::string at(const node& n) {
    return std::string(n.where.file_name()) + ':' + std::to_string(n.where.line) + ':' +
           std::to_string(n.where.column);
}

TEST(Yaml, ValuesAndKeysKnowTheirPlace) {
    const auto root = parse("a: 1\nb:\n  - x\n  - {c: y}\n");
    EXPECT_EQ(at(*root.find("a")), "f.yml:1:4");
    EXPECT_EQ(at(root.find("b")->items()[0]), "f.yml:3:5");
    const auto& entry = root.find("b")->items()[1].entries()[0];
    EXPECT_EQ(entry.key_where.line, 4);
    EXPECT_EQ(entry.key_where.column, 6);
    EXPECT_EQ(at(entry.value), "f.yml:4:9");
}

TEST(Yaml, QuotedAndBlockScalarsAreStrings) {
    const auto root = parse("a: '1'\nb: \"true\"\nc: |\n  10\nd: !!str 5\ne: >-\n  x\n  y\n");
    EXPECT_EQ(root.find("a")->string(), "1");
    EXPECT_EQ(root.find("b")->string(), "true");
    EXPECT_EQ(root.find("c")->string(), "10\n");
    EXPECT_EQ(root.find("d")->string(), "5");
    EXPECT_EQ(root.find("e")->string(), "x y");
}

TEST(Yaml, CoreTagsConvertAndRefuseWhatDoesNotFit) {
    EXPECT_EQ(std::get<double>(parse("a: !!float 3").find("a")->value), 3.0);
    EXPECT_EQ(complaint("a: !!int x"), "f.yml:1:4: a: cannot decode !!str `x` as a !!int");
}

TEST(Yaml, UnknownTagsAreIgnored) {
    EXPECT_EQ(parse("a: !mine text").find("a")->string(), "text");
    EXPECT_TRUE(parse("a: !mine {b: c}").find("a")->is_mapping());
}

TEST(Yaml, ResetAndOverrideMarkTheirValues) {
    EXPECT_EQ(parse("a: !reset null").find("a")->mark, directive::reset);
    EXPECT_EQ(parse("a: !reset [x]").find("a")->mark, directive::reset);
    const auto root = parse("a:\n  b: !override [x]\nc: !override 5");
    EXPECT_EQ(root.find("a")->find("b")->mark, directive::override);
    EXPECT_EQ(root.find("a")->find("b")->items().size(), 1U);
    EXPECT_EQ(root.find("c")->string(), "5");
    EXPECT_EQ(root.find("a")->mark, directive::none);
}

TEST(Yaml, AResetKeyLetsAMergedOneThrough) {
    const auto root = parse("x: &x {k: merged}\ny:\n  <<: *x\n  k: !reset null\n");
    const auto& entries = root.find("y")->entries();
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].value.mark, directive::reset);
    EXPECT_EQ(entries[1].value.string(), "merged");
}

TEST(Yaml, AliasesAreExpanded) {
    const auto root = parse("a: &x {b: [1, 2]}\nc: *x\nd: &y text\ne: *y\n*y : key\n");
    EXPECT_EQ(root.find("c")->find("b")->items().size(), 2U);
    EXPECT_EQ(root.find("e")->string(), "text");
    EXPECT_EQ(root.find("text")->string(), "key");
}

TEST(Yaml, ARepeatedAnchorMeansTheLastOne) {
    const auto root = parse("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");
    EXPECT_EQ(std::get<std::int64_t>(root.find("b")->value), 1);
    EXPECT_EQ(std::get<std::int64_t>(root.find("d")->value), 2);
}

TEST(Yaml, MergeKeysFillInWhatIsNotWritten) {
    const auto root = parse(
        "base: &base {image: old, tty: true}\n"
        "svc:\n  image: new\n  <<: *base\n");
    const auto& svc = *root.find("svc");
    EXPECT_EQ(svc.find("image")->string(), "new");
    EXPECT_TRUE(std::get<bool>(svc.find("tty")->value));
    EXPECT_EQ(svc.entries().size(), 2U);
    EXPECT_EQ(at(*svc.find("tty")), "f.yml:1:31");
}

TEST(Yaml, OfSeveralMergeSourcesTheEarlierWins) {
    const auto root = parse(
        "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\n"
        "all:\n  <<: [*one, *two]\n  d: 3\n");
    const auto& all = *root.find("all");
    EXPECT_EQ(std::get<std::int64_t>(all.find("b")->value), 1);
    EXPECT_EQ(std::get<std::int64_t>(all.find("c")->value), 2);
    EXPECT_EQ(all.entries().size(), 4U);
}

TEST(Yaml, MergesMayBeNestedAndInline) {
    const auto root =
        parse("a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\nd:\n  <<: {z: 3}\n");
    EXPECT_EQ(root.find("c")->entries().size(), 2U);
    EXPECT_EQ(std::get<std::int64_t>(root.find("d")->find("z")->value), 3);
}

TEST(Yaml, AQuotedMergeKeyIsAnOrdinaryKey) {
    EXPECT_TRUE(parse("a: {\"<<\": {b: 1}}").find("a")->find("<<")->is_mapping());
}

TEST(Yaml, AMergeKeyTakesOnlyMappings) {
    EXPECT_EQ(complaint("a:\n  <<: text"),
              "f.yml:2:7: a.<<: map merge requires map or sequence of maps as the value");
    EXPECT_EQ(complaint("a:\n  <<: [1]"),
              "f.yml:2:8: a.<<: map merge requires map or sequence of maps as the value");
}

TEST(Yaml, DuplicateKeysAreRefused) {
    EXPECT_EQ(complaint("services:\n  a:\n    image: x\n    image: y\n"),
              "f.yml:4:5: services.a: mapping key \"image\" already defined at line 3");
    EXPECT_EQ(complaint("a:\n  <<: {b: 1}\n  <<: {c: 1}\n"),
              "f.yml:3:3: a: mapping key \"<<\" already defined at line 2");
}

TEST(Yaml, KeysMustBeStrings) {
    EXPECT_EQ(complaint("services:\n  a:\n    environment:\n      1: x\n"),
              "f.yml:4:7: non-string key in services.a.environment: 1; put it in quotes");
    EXPECT_EQ(complaint("? [a]\n: b\n"),
              "f.yml:1:3: non-string key at top level: [a]; put it in quotes");
    EXPECT_EQ(complaint("~: b\n"),
              "f.yml:1:1: non-string key at top level: <nil>; put it in quotes");
}

TEST(Yaml, BrokenSyntaxIsToldWithItsPlace) {
    const auto text = complaint("a: b\n  c: d\n");
    EXPECT_EQ(text.substr(0, 23), "f.yml:2:4: not valid YA") << text;
    EXPECT_NE(complaint("a: [1, 2\n"), "no complaint");
    EXPECT_NE(complaint("a: *nowhere\n"), "no complaint");
}

// yaml-cpp made documents of it until the memory was full.
TEST(Yaml, ATokenThatBeginsNoValueIsRefused) {
    for (const auto* text : {",", "a: 1\n---\n]", "{a: b}, c"}) {
        EXPECT_NE(complaint(text).find("not valid YAML"), std::string::npos) << text;
    }
}

TEST(Yaml, AnAliasInsideItsOwnValueIsRefused) {
    EXPECT_EQ(complaint("a: &x\n  b: *x\n"),
              "f.yml:2:6: a.b: this alias stands inside the value that it names");
}

TEST(Yaml, AnAliasBombIsRefused) {
    std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const auto n = std::to_string(i);
        const auto before = "*a" + std::to_string(i - 1);
        bomb += "a" + n + ": &a" + n + " [";
        for (int j = 0; j < 9; ++j)
            bomb += (j ? "," : "") + before;
        bomb += "]\n";
    }
    EXPECT_NE(complaint(bomb).find("the aliases expand to too much data"), std::string::npos);
}

// Four million values took 900 MB.
TEST(Yaml, TooManyValuesAreRefused) {
    std::string many = "a: [";
    for (int i = 0; i < 2'000'000; ++i)
        many += "~,";
    EXPECT_NE(complaint(many + ']').find("too much data"), std::string::npos);
}

TEST(Yaml, ALongTextBehindManyAliasesIsRefusedToo) {
    std::string bomb = "a: &a \"" + std::string(1U << 20U, 'x') + "\"\nb: [";
    for (int i = 0; i < 1000; ++i)
        bomb += "*a, ";
    EXPECT_NE(complaint(bomb + "]\n").find("too much data"), std::string::npos);
}

TEST(Yaml, DeepNestingIsRefusedAlsoThroughAliases) {
    EXPECT_NE(complaint(std::string(5000, '[') + std::string(5000, ']')), "no complaint");
    std::string text = "a0: &a0 x\n";
    for (int i = 1; i < 1000; ++i) {
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" +
                std::to_string(i - 1) + "]\n";
    }
    EXPECT_NE(complaint(text).find("nested too deeply"), std::string::npos);
}

TEST(Yaml, SeveralDocumentsAreKeptApart) {
    EXPECT_EQ(parse_all("a: 1\n---\nb: 2\n").size(), 2U);
    EXPECT_TRUE(parse_all("").empty());
    EXPECT_TRUE(parse_all("# only a comment\n").empty());
}

}  // namespace
}  // namespace rollout::compose
