// The rules as the engine's own command line reads them.
#include "wire/dockerignore.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace engine_api::wire {
namespace {

testing::AssertionResult excludes(const char* rules, const char* path) {
    return dockerignore(rules).excludes(path) ? testing::AssertionSuccess()
                                              : testing::AssertionFailure() << "kept";
}

TEST(Dockerignore, EmptyExcludesNothing) {
    EXPECT_FALSE(dockerignore().excludes("a"));
    EXPECT_FALSE(excludes("\n\n# only words\n   \n", "a"));
}

TEST(Dockerignore, APatternIsAnchoredAtTheRootOfTheContext) {
    EXPECT_TRUE(excludes("a", "a"));
    EXPECT_FALSE(excludes("a", "b/a"));
    EXPECT_TRUE(excludes("/a", "a"));
    EXPECT_TRUE(excludes("./a", "a"));
    EXPECT_TRUE(excludes("x/../a", "a"));
}

TEST(Dockerignore, AFolderTakesAllBelowIt) {
    EXPECT_TRUE(excludes("dir", "dir/sub/file"));
    EXPECT_TRUE(excludes("dir/", "dir/file"));
    EXPECT_FALSE(excludes("dir", "directory/file"));
}

TEST(Dockerignore, StarAndQuestionMarkStayInsideAPart) {
    EXPECT_TRUE(excludes("*.log", "a.log"));
    EXPECT_FALSE(excludes("*.log", "x/a.log"));
    EXPECT_TRUE(excludes("*/temp*", "a/temporary"));
    EXPECT_FALSE(excludes("*/temp*", "a/b/temp"));
    EXPECT_TRUE(excludes("temp?", "tempa"));
    EXPECT_FALSE(excludes("temp?", "temp"));
    EXPECT_FALSE(excludes("a?b", "a/b"));
    EXPECT_TRUE(excludes("*", "anything/at/all"));
}

TEST(Dockerignore, TwoStarsCrossParts) {
    for (const char* path : {"a.go", "x/a.go", "x/y/a.go"})
        EXPECT_TRUE(excludes("**/*.go", path)) << path;
    EXPECT_TRUE(excludes("**", "a/b"));
    EXPECT_TRUE(excludes("dir/**", "dir/a/b"));
    EXPECT_TRUE(excludes("**/node_modules", "a/node_modules/x"));
    EXPECT_TRUE(excludes("a/**/b", "a/b"));
    EXPECT_TRUE(excludes("a/**/b", "a/x/y/b"));
    EXPECT_FALSE(excludes("a/**/b", "ab"));
}

// As the docker CLI has it, compared case by case.
TEST(Dockerignore, TwoStarsInsideAPartStandForWholePartsToo) {
    EXPECT_TRUE(excludes("d**r", "dr"));
    EXPECT_TRUE(excludes("d**r", "dx/y/r"));
    EXPECT_FALSE(excludes("d**r", "dir"));
    EXPECT_TRUE(excludes("**a", "dir/extra"));
    EXPECT_TRUE(excludes("a**", "abc/d"));
    EXPECT_FALSE(excludes("**a?", "dir/extra1"));
    EXPECT_TRUE(excludes("***", "a/b"));
}

TEST(Dockerignore, TheLastMatchDecides) {
    const char* const rules = "*.md\n!README*.md\nREADME-secret.md\n";
    EXPECT_TRUE(excludes(rules, "a.md"));
    EXPECT_FALSE(excludes(rules, "README.md"));
    EXPECT_TRUE(excludes(rules, "README-secret.md"));
    EXPECT_FALSE(excludes("*.md\nREADME-secret.md\n!README*.md\n", "README-secret.md"));
}

TEST(Dockerignore, AnExceptionReachesIntoAnExcludedFolder) {
    dockerignore rules("dir\n! dir/keep\n");
    EXPECT_TRUE(rules.has_exceptions());
    EXPECT_TRUE(rules.excludes("dir/drop"));
    EXPECT_FALSE(rules.excludes("dir/keep"));
    EXPECT_FALSE(rules.excludes("dir/keep/below"));
    EXPECT_FALSE(dockerignore("dir\n").has_exceptions());
}

TEST(Dockerignore, ClassesAndEscapes) {
    EXPECT_TRUE(excludes("[a-c].txt", "b.txt"));
    EXPECT_FALSE(excludes("[a-c].txt", "d.txt"));
    EXPECT_TRUE(excludes("[^a-c].txt", "d.txt"));
    EXPECT_TRUE(excludes("\\*.txt", "*.txt"));
    EXPECT_FALSE(excludes("\\*.txt", "a.txt"));
    EXPECT_TRUE(excludes("a.b$c(d)+{e}", "a.b$c(d)+{e}"));
}

TEST(Dockerignore, CommentsBlanksAndLineEnds) {
    EXPECT_FALSE(excludes("#a\n", "#a"));
    EXPECT_TRUE(excludes(" #a\n", "#a"));
    EXPECT_TRUE(excludes("  a  \r\nb\r\n", "a"));
    EXPECT_TRUE(excludes("  a  \r\nb\r\n", "b"));
    EXPECT_TRUE(
        excludes("\xEF\xBB\xBF"
                 "a\n",
                 "a"));
    EXPECT_TRUE(excludes("a", "a"));
}

TEST(Dockerignore, ARuleThatIsNoneIsRefusedWithItsLine) {
    for (const char* rules : {"a\n!\n", "a\n[b\n", "a\n! \n", "a\n[]\n", "a\nb\\\n", "a\n!/\n"}) {
        try {
            dockerignore parsed(rules);
            FAIL() << rules;
        } catch (const std::runtime_error& e) {
            EXPECT_NE(std::string(e.what()).find("line 2"), std::string::npos) << e.what();
        }
    }
}

}  // namespace
}  // namespace engine_api::wire
