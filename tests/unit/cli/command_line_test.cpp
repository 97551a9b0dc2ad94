#include <rollout/cli/command_line.hpp>
#include <rollout/cli/run.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout;
using namespace std::chrono_literals;
using cli::command;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

cli::invocation parsed(const std::vector<std::string>& args) {
    auto result = cli::parse_command_line(args);
    EXPECT_TRUE(result.invocation) << result.text;
    return result.invocation.value_or(cli::invocation{});
}

TEST(CommandLine, GlobalFlagsStandBeforeOrAfterTheCommand) {
    for (const auto& args : std::vector<std::vector<std::string>>{
             {"-f", "a.yml", "-p", "shop", "--socket", "/s", "status"},
             {"status", "-f", "a.yml", "-p", "shop", "--socket", "/s"}}) {
        const auto to = parsed(args);
        EXPECT_EQ(to.command, command::status);
        EXPECT_THAT(to.files, ElementsAre("a.yml"));
        EXPECT_EQ(to.project_name, "shop");
        EXPECT_EQ(to.socket, "/s");
    }
}

TEST(CommandLine, TakesTheFlagsForDockerComposesOwnOutput) {
    const auto to = parsed({"--ansi", "never", "--progress", "plain", "--parallel", "4",
                            "--verbose", "--no-ansi", "config", "web"});
    EXPECT_EQ(to.command, command::config);
    EXPECT_THAT(to.services, ElementsAre("web"));
    EXPECT_FALSE(cli::parse_command_line({"--ansi", "blue", "config"}).invocation);
}

TEST(CommandLine, TheProjectDirectoryHasItsOldNameToo) {
    EXPECT_EQ(parsed({"--workdir", "/srv/shop", "config"}).project_directory, "/srv/shop");
}

TEST(CommandLine, AFileFlagTakesOneFileAndServicesFollow) {
    const auto to = parsed({"up", "-f", "a.yml", "app", "proxy"});
    EXPECT_THAT(to.files, ElementsAre("a.yml"));
    EXPECT_THAT(to.up.services, UnorderedElementsAre("app", "proxy"));
}

TEST(CommandLine, SmokeFlagsBecomeSettings) {
    const auto to = parsed({"deploy", "--smoke-url", "http://h/", "--smoke-attempts", "7"});
    EXPECT_EQ(to.settings.at("smoke.url"), "http://h/");
    EXPECT_EQ(to.settings.at("smoke.attempts"), "7");
    EXPECT_EQ(to.settings.size(), 2u);
}

TEST(CommandLine, DeployFlags) {
    const auto to = parsed({"deploy", "--no-eager-probe", "--health-timeout", "1.5", "--retire",
                            "stop", "--drain-timeout", "0", "--pull", "always", "--no-build"});
    EXPECT_FALSE(to.deploy.health.eager_probe);
    EXPECT_EQ(to.deploy.health.limit, 1500ms);
    EXPECT_EQ(to.deploy.retire, deploy::retire::stop);
    EXPECT_EQ(to.deploy.drain_limit, 0ms);
    EXPECT_EQ(to.deploy.images.pull, plan::pull_policy::always);
    EXPECT_FALSE(to.deploy.images.build);
}

TEST(CommandLine, OfARepeatedFlagTheLastOneCounts) {
    const auto to = parsed({"deploy", "--retire", "stop", "--smoke-url", "http://a/", "--retire",
                            "remove", "--smoke-url", "http://b/"});
    EXPECT_EQ(to.deploy.retire, deploy::retire::remove);
    EXPECT_EQ(to.settings.at("smoke.url"), "http://b/");
}

TEST(CommandLine, PlanIsADryDeploy) {
    const auto to = parsed({"plan"});
    EXPECT_EQ(to.command, command::deploy);
    EXPECT_TRUE(to.deploy.dry_run);
}

TEST(CommandLine, WrongUseSaysSoAndEndsWith64) {
    for (const auto& args : std::vector<std::vector<std::string>>{
             {}, {"launch"}, {"deploy", "--fast"}, {"deploy", "--retire", "burn"}}) {
        const auto result = cli::parse_command_line(args);
        EXPECT_FALSE(result.invocation);
        EXPECT_EQ(result.exit_code, 64);
        EXPECT_FALSE(result.text.empty());
    }
}

TEST(CommandLine, HelpEndsWith0) {
    const auto result = cli::parse_command_line({"deploy", "--help"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.text, HasSubstr("--smoke-url"));
}

TEST(EngineChoice, FlagsComeBeforeTheVariableAndTheDockerClisOwnComeLast) {
    const std::map<std::string, std::string> both{{"ROLLOUT_SOCKET", "/r"}, {"DOCKER_HOST", "/d"}};
    const auto socket = cli::engine_choice_of("/s", "tcp://h:1", both);
    EXPECT_EQ(socket.socket, "/s");
    EXPECT_EQ(cli::engine_choice_of({}, "tcp://h:1", both).host, "tcp://h:1");
    EXPECT_EQ(cli::engine_choice_of({}, {}, both).host, "/r");
    EXPECT_FALSE(cli::engine_choice_of({}, {}, {{"DOCKER_HOST", "/d"}}).host);
    EXPECT_FALSE(cli::engine_choice_of({}, {}, {{"ROLLOUT_SOCKET", ""}}).host);
}

}  // namespace
