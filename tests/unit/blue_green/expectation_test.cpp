#include <engine_api/http_probe.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>

#include <blue_green/expectation.hpp>

namespace {

using namespace rollout::blue_green;
using namespace std::chrono_literals;
using engine_api::http_answer;
using testing::ElementsAre;
using testing::HasSubstr;

/// The difference as one sentence; empty when there is none.
std::string mismatch(const expectation& expected, const http_answer& answer) {
    const auto found = first_difference(expected, answer);
    if (!found) return {};
    return found->saw + (found->expected.empty() ? "" : ", expected " + found->expected);
}

http_answer answer(std::string body, int status = 200) {
    http_answer a;
    a.status = status;
    a.body = std::move(body);
    a.headers.add("Content-Type", "application/json").add("X-Version", "1").add("Via", "a");
    a.headers.add("via", "b");
    return a;
}

expectation of_status(const char* text) {
    expectation expected;
    expected.status = parse_status_ranges(text);
    return expected;
}

std::string json_mismatch(const char* wanted, std::string body) {
    expectation expected;
    expected.json = {parse_expected_json(wanted)};
    return mismatch(expected, answer(std::move(body)));
}

std::string header_mismatch(const char* wanted) {
    expectation expected;
    expected.header = {parse_expected_header(wanted)};
    return mismatch(expected, answer(""));
}

std::string pattern_mismatch(const std::string& pattern, std::string body) {
    expectation expected;
    expected.body_matches = {parse_pattern(pattern)};
    return mismatch(expected, answer(std::move(body)));
}

template <class Parse, class Text>
std::string refusal(Parse parse, const Text& text) {
    try {
        static_cast<void>(parse(text));
        return "accepted";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

TEST(StatusRanges, AreNumbersAndRanges) {
    EXPECT_THAT(parse_status_ranges("204"), ElementsAre(status_range{204, 204}));
    EXPECT_THAT(
        parse_status_ranges("200, 204,300-399"),
        ElementsAre(status_range{200, 200}, status_range{204, 204}, status_range{300, 399}));
}

TEST(StatusRanges, NothingElseIsOne) {
    for (const auto* text : {"", "two", "99", "600", "200-", "-299", "299-200", "200,,204", "200,",
                             "200-299-300", "2xx", "0x10", "200 204"})
        EXPECT_THAT(refusal(parse_status_ranges, text), HasSubstr("is not a status of HTTP"))
            << text;
}

TEST(ExpectationOfStatus, HoldsInsideOfARange) {
    EXPECT_EQ(mismatch(expectation(), answer("")), "");
    for (const int status : {200, 204, 299})
        EXPECT_EQ(mismatch(of_status("404,200-299"), answer("", status)), "") << status;
    for (const int status : {199, 300})
        EXPECT_EQ(mismatch(of_status("404,200-299"), answer("", status)),
                  "status " + std::to_string(status) + ", expected status 404 or 200-299");
    EXPECT_EQ(mismatch(expectation(), answer("", 500)), "status 500, expected status 200");
}

TEST(ExpectationOfTheBody, IsTextInIt) {
    expectation expected;
    expected.body_contains = {"ready", "v=2"};
    EXPECT_EQ(mismatch(expected, answer("v=2 ready")), "");
    EXPECT_EQ(mismatch(expected, answer("v=2")), "the body lacks \"ready\"");
    auto cut = answer("v=2");
    cut.body_cut = true;
    EXPECT_EQ(mismatch(expected, cut), "the first 3 bytes of the body lack \"ready\"");
}

TEST(ExpectationOfTheBody, IsAPatternInIt) {
    EXPECT_EQ(pattern_mismatch("v[0-9]+\\.\\d", "app v12.5 here"), "");
    EXPECT_EQ(pattern_mismatch("^b$", "a\nb\nc"), "");
    EXPECT_EQ(pattern_mismatch("a.b", "a\nb"), "the body does not match /a.b/");
}

TEST(ExpectationOfTheBody, APatternMustBeOne) {
    for (const auto* text : {"(", "[a", "a{2,1}", "*"})
        EXPECT_THAT(refusal(parse_pattern, text), HasSubstr("is not a regular expression")) << text;
    EXPECT_THAT(refusal(parse_pattern, std::string(5000, 'a')), HasSubstr("is too long"));
    EXPECT_THAT(refusal(parse_pattern, std::string(2000, '(') + std::string(2000, ')')),
                HasSubstr("is not a regular expression"));
}

// std::regex ends the process here: it recurses for each byte.
TEST(ExpectationOfTheBody, ALongBodyNeedsNoStack) {
    const std::string body(std::size_t{64} * 1024, 'a');
    EXPECT_EQ(pattern_mismatch("^[ab]*$", body), "");
    EXPECT_EQ(pattern_mismatch("^(a|b)*$", body),
              "the body takes too long to search for /^(a|b)*$/");
}

TEST(ExpectationOfTheBody, APatternThatNeverEndsIsGivenUp) {
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_THAT(pattern_mismatch("(a+)+b", std::string(4'000, 'a') + 'c'), HasSubstr("(a+)+b"));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 20s);
}

TEST(ExpectationOfJson, IsAPointerAndAValue) {
    const auto* const body = R"({"version":"1","n":2,"up":true,"a":[{"b/c":"=x"}],"none":null})";
    for (const auto* wanted : {"/version=1", "/version=\"1\"", "/n=2", "/n=2.0", "/up=true",
                               "/a/0/b~1c==x", "/none=null", "/a=[{\"b/c\":\"=x\"}]"})
        EXPECT_EQ(json_mismatch(wanted, body), "") << wanted;
    EXPECT_EQ(json_mismatch("=ok", "\"ok\""), "");
    EXPECT_EQ(json_mismatch("/version=2", body), "JSON /version is \"1\", expected \"2\"");
    EXPECT_EQ(json_mismatch("/n=3", body), "JSON /n is 2, expected 3");
    EXPECT_EQ(json_mismatch("/a=3", body), "JSON /a is an array, expected 3");
    EXPECT_EQ(json_mismatch("/a/7=3", body), "no JSON /a/7, expected \"3\"");
    EXPECT_EQ(json_mismatch("/a/x=3", body), "no JSON /a/x, expected \"3\"");
    EXPECT_EQ(json_mismatch("/version/x=3", body), "no JSON /version/x, expected \"3\"");
}

TEST(ExpectationOfJson, NeedsABodyThatIsJson) {
    EXPECT_EQ(json_mismatch("/v=1", "<html>"), "the body is no JSON");
    EXPECT_EQ(json_mismatch("/v=1", ""), "the body is no JSON");
    EXPECT_EQ(json_mismatch("=x", std::string(30'000, '[') + std::string(30'000, ']')),
              "JSON is an array, expected x");
    expectation expected;
    expected.json = {{"/v", "1"}};
    auto cut = answer("{\"v\":1}");
    cut.body_cut = true;
    EXPECT_EQ(mismatch(expected, cut), "the body is too long to be read as JSON");
}

TEST(ExpectationOfJson, APointerMustBeOne) {
    EXPECT_EQ(refusal(parse_expected_json, "/version"),
              "'/version' is not a JSON pointer and a value such as /version=2.0");
    for (const auto* text : {"version=1", "/a~2=1", "/a~=1"})
        EXPECT_THAT(refusal(parse_expected_json, text), HasSubstr("is not a JSON pointer such as"))
            << text;
}

TEST(ExpectationOfAHeader, IsItsNameInAnyCaseAndPerhapsItsValue) {
    for (const auto* wanted : {"x-version: 1", "X-VERSION:1", "X-Version", "Via: b", "Via: a"})
        EXPECT_EQ(header_mismatch(wanted), "") << wanted;
    EXPECT_EQ(header_mismatch("X-Version: 2"), "header X-Version is \"1\", expected \"2\"");
    EXPECT_EQ(header_mismatch("X-Version:"), "header X-Version is \"1\", expected \"\"");
    EXPECT_EQ(header_mismatch("X-Other"), "no header X-Other");
    EXPECT_EQ(header_mismatch("X-Other: 2"), "no header X-Other, expected \"2\"");
}

TEST(ExpectationOfAHeader, ANameMustBeOne) {
    for (const auto* text : {"", ": 1", "X Version: 1", "X(1)", "Grüße: 1"})
        EXPECT_THAT(refusal(parse_expected_header, text), HasSubstr("is not a header such as"))
            << text;
}

TEST(Expectation, ALongTextFromElsewhereIsCutBetweenCharacters) {
    expectation expected;
    expected.header = {{"X", std::nullopt}, {"X", "2"}};
    http_answer a;
    a.status = 200;
    a.headers.add("X", std::string(79, 'x') + "\xc3\xbc\xc3\xbc");
    EXPECT_EQ(mismatch(expected, a),
              "header X is \"" + std::string(79, 'x') + "...\", expected " + "\"2\"");
}

TEST(Expectation, IsSaidInWords) {
    auto expected = of_status("200-299");
    EXPECT_EQ(words_for(expected), "status 200-299");
    expected.header = {{"X-Version", "2"}, {"Via", std::nullopt}};
    expected.body_contains = {"ready"};
    expected.body_matches = {"v[0-9]"};
    expected.json = {{"/version", "2"}, {"", "x"}};
    EXPECT_EQ(words_for(expected),
              "status 200-299, header X-Version \"2\", header Via, \"ready\" in the body, "
              "a body that matches /v[0-9]/, JSON /version \"2\", JSON \"x\"");
}

}  // namespace
