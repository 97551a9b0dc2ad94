// What others say reaches a terminal or a CI log without escape sequences and carriage returns.
#include "deploy_fixture.hpp"

#include <chrono>
#include <string>

namespace flow {

namespace {

using namespace std::chrono_literals;
using support::behaviour;
using support::selector;
using testing::HasSubstr;

void expect_printable(const outcome& said) {
    for (const auto* text : {&said.out, &said.err})
        for (const char c : *text)
            ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') << *text;
}

TEST_F(Deploy, ContainerLogsAreMadePrintable) {
    engine_.write_log(blue_container, {"\x1b[31mred\x1b[0m \x1b]0;title\x07text", false});
    engine_.write_log(blue_container, {"hidden\rshown", true});
    const auto result = rollout({"logs", "app"});
    EXPECT_THAT(result.out, HasSubstr("app-1  | red text\n"));
    EXPECT_THAT(result.out, HasSubstr("app-1  | hidden\napp-1  | shown\n"));
    expect_printable(result);
}

TEST_F(Deploy, WhatTheBuilderSaysIsMadePrintable) {
    engine_.fail_builds("\x1b[31mCOPY failed\x1b[0m: no \x1b]2;x\x07source");
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("COPY failed: no source"));
    expect_printable(result);
}

TEST_F(Deploy, TheLastWordsOfANewVersionAreMadePrintable) {
    behaviour crashing;
    crashing.healthy_after.reset();
    crashing.exits_after = 20ms;
    crashing.exit_code = 7;
    crashing.log = {{"\x1b[2J\x1b[Hout of luck\b\b", false}};
    engine_.behave(selector::by_service("app_green"), crashing);
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.out, HasSubstr("out of luck\n"));
    expect_printable(result);
}

TEST_F(Deploy, NginxsWordsAreMadePrintable) {
    engine_.on("POST", "/exec/*/start", [this](const support::request&) {
        if (snippet() != "app_green" || reloads() > 1) return std::optional<support::reply>();
        return std::optional(support::reply::error(500, "nginx: \x1b[31m[emerg]\x1b[0m\rno"));
    });
    const auto result = deploy();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("nginx: [emerg]no"));
    expect_printable(result);
}

}  // namespace

}  // namespace flow
