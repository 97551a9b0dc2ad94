#include <support/engine/core.hpp>
#include <support/engine/dockerfile.hpp>

#include <gtest/gtest.h>

namespace support::engine {
namespace {

TEST(FakeDockerfile, JoinsContinuedLinesAndSkipsComments) {
    const auto steps = parse_dockerfile("# first\nfrom scratch\n\nENV A=1 \\\n    B=2\n");
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_EQ(steps[0].name, "FROM");
    EXPECT_EQ(steps[0].value, "scratch");
    json config = json::object();
    amend(steps[1], config);
    EXPECT_EQ(config["Env"], json({"A=1", "B=2"}));
}

TEST(FakeDockerfile, HealthcheckWithOptions) {
    json config;
    amend(parse_dockerfile(
              "HEALTHCHECK --interval=1s --timeout=500ms --retries=2 CMD [\"/app\",\"x\"]")[0],
          config);
    EXPECT_EQ(config["Healthcheck"]["Test"], json({"CMD", "/app", "x"}));
    EXPECT_EQ(config["Healthcheck"]["Interval"], 1'000'000'000);
    EXPECT_EQ(config["Healthcheck"]["Timeout"], 500'000'000);
    EXPECT_EQ(config["Healthcheck"]["Retries"], 2);
    amend(parse_dockerfile("HEALTHCHECK CMD curl x")[0], config);
    EXPECT_EQ(config["Healthcheck"]["Test"], json({"CMD-SHELL", "curl x"}));
    amend(parse_dockerfile("HEALTHCHECK NONE")[0], config);
    EXPECT_EQ(config["Healthcheck"]["Test"], json::array({"NONE"}));
}

TEST(FakeDockerfile, AnEmptyOneIsRefused) {
    EXPECT_THROW(parse_dockerfile("# nothing\n"), refusal);
}

}  // namespace
}  // namespace support::engine
