#include <cli/terminal/detach_keys.hpp>
#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using rollout::cli::detach_keys;

TEST(DetachKeys, AreSeenInOnePieceAndInSeveral) {
    detach_keys at_once("");
    EXPECT_EQ(at_once.typed("abc\x10\x11"), "abc");
    EXPECT_TRUE(at_once.seen());
    detach_keys one_by_one("");
    EXPECT_EQ(one_by_one.typed("x\x10"), "x\x10");
    EXPECT_FALSE(one_by_one.seen());
    EXPECT_EQ(one_by_one.typed("\x11"), "");
    EXPECT_TRUE(one_by_one.seen());
}

TEST(DetachKeys, AreNotSeenWithSomethingBetweenThem) {
    detach_keys keys("");
    keys.typed("\x10");
    keys.typed("x");
    keys.typed("\x11");
    EXPECT_FALSE(keys.seen());
}

TEST(DetachKeys, CanBeOthers) {
    detach_keys keys("ctrl-a,d");
    keys.typed("\x10\x11\x01");
    EXPECT_FALSE(keys.seen());
    keys.typed("d");
    EXPECT_TRUE(keys.seen());
    detach_keys bracket("ctrl-[");
    bracket.typed("\x1b");
    EXPECT_TRUE(bracket.seen());
}

TEST(DetachKeys, ThatAreNoneAreRefused) {
    for (const char* text : {"ctrl-", "ctrl-1", "alt-a", "a,,b", ","})
        EXPECT_THROW(detach_keys{text}, std::invalid_argument) << text;
}

}  // namespace
