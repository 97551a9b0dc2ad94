#include <cli/command_line.hpp>
#include <cli/frame.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout;
using testing::ElementsAre;
using testing::HasSubstr;

/// A command with a flag of each kind.
struct launch final : cli::command {
    cli::option_list own_options() override {
        return {{"--fast", "Go", &fast},
                {"--stages", "How many", &stages},
                {"--where", "Where", &where, {"moon", "mars"}}};
    }
    [[nodiscard]] std::vector<std::string> settings() const override {
        return {"smoke.url", "smoke.attempts", "smoke.contains", "retire", "build"};
    }
    [[nodiscard]] std::string services_help() const override { return "Services"; }
    engine_work::exit_code run(cli::frame&) override { return engine_work::exit_code::done; }

    bool fast = false;
    int stages = 1;
    std::string where = "moon";
};

/// A command that gives all behind its first word to somebody else.
struct shout final : cli::command {
    cli::option_list own_options() override {
        return {{"-f,--far", "Louder", &far},
                {"-t,--times", "How often", &times},
                {"-w,--watch", "", cli::refused{"nobody watches"}},
                {"SERVICE", "To whom", &to},
                {"WORDS", "What", cli::rest_of_line{&words}}};
    }
    engine_work::exit_code run(cli::frame&) override { return engine_work::exit_code::done; }

    bool far = false;
    int times = 1;
    std::string to;
    std::vector<std::string> words;
};

constexpr cli::command_row commands[] = {
    {"shout", "Shout it", [] { return std::unique_ptr<cli::command>(new shout); }},
    {"launch", "Launch it", [] { return std::unique_ptr<cli::command>(new launch); }},
    {"land", "Land it", [] { return std::unique_ptr<cli::command>(new launch); }},
};

cli::parse_result parse(const std::vector<std::string>& args) {
    return cli::parse_command_line(args, commands);
}

cli::parse_result parsed(const std::vector<std::string>& args) {
    auto result = parse(args);
    EXPECT_TRUE(result.command) << result.text;
    return result;
}

TEST(CommandLine, MakesTheCommandThatItNamesWithItsOwnFlags) {
    const auto result = parsed({"launch", "--fast", "--stages", "3", "--where", "mars"});
    EXPECT_EQ(result.invocation.command, "launch");
    const auto& made = dynamic_cast<const launch&>(*result.command);
    EXPECT_TRUE(made.fast);
    EXPECT_EQ(made.stages, 3);
    EXPECT_EQ(made.where, "mars");
}

TEST(CommandLine, GlobalFlagsStandBeforeOrAfterTheCommand) {
    for (const auto& args : std::vector<std::vector<std::string>>{
             {"-f", "a.yml", "-p", "shop", "--socket", "/s", "land"},
             {"land", "-f", "a.yml", "-p", "shop", "--socket", "/s"}}) {
        const auto to = parsed(args).invocation;
        EXPECT_EQ(to.command, "land");
        EXPECT_THAT(to.files, ElementsAre("a.yml"));
        EXPECT_EQ(to.project_name, "shop");
        EXPECT_EQ(to.socket, "/s");
    }
}

TEST(CommandLine, TakesTheFlagsForDockerComposesOwnOutput) {
    const auto to = parsed({"--ansi", "never", "--progress", "plain", "--parallel", "4",
                            "--verbose", "--no-ansi", "land", "web"})
                        .invocation;
    EXPECT_EQ(to.progress, "plain");
    EXPECT_THAT(to.services, ElementsAre("web"));
    EXPECT_FALSE(parse({"--ansi", "blue", "land"}).command);
}

TEST(CommandLine, TheProjectDirectoryHasItsOldNameToo) {
    EXPECT_EQ(parsed({"--workdir", "/srv/shop", "land"}).invocation.project_directory, "/srv/shop");
}

TEST(CommandLine, AFileFlagTakesOneFileAndServicesFollow) {
    const auto to = parsed({"launch", "-f", "a.yml", "app", "proxy"}).invocation;
    EXPECT_THAT(to.files, ElementsAre("a.yml"));
    EXPECT_THAT(to.services, ElementsAre("app", "proxy"));
}

TEST(CommandLine, APatternOfServicesIsTakenAsItIs) {
    EXPECT_THAT(parsed({"launch", "[ab]*", "[cd]"}).invocation.services,
                ElementsAre("[ab]*", "[cd]"));
}

TEST(CommandLine, FlagsOfTheSettingsTableBecomeSettings) {
    const auto to =
        parsed({"launch", "--smoke-url", "http://h/", "--smoke-attempts", "7", "--no-build"})
            .invocation;
    EXPECT_THAT(to.settings, testing::UnorderedElementsAre(testing::Pair("smoke.url", "http://h/"),
                                                           testing::Pair("smoke.attempts", "7"),
                                                           testing::Pair("build", "false")));
}

TEST(CommandLine, ACommandTakesOnlyTheSettingsThatItNames) {
    EXPECT_FALSE(parse({"launch", "--drain-timeout", "3"}).command);
}

TEST(CommandLine, OfARepeatedFlagTheLastOneCounts) {
    const auto to = parsed({"launch", "--retire", "stop", "--smoke-url", "http://a/", "--retire",
                            "remove", "--smoke-url", "http://b/"})
                        .invocation;
    EXPECT_EQ(to.settings.at("retire"), "remove");
    EXPECT_EQ(to.settings.at("smoke.url"), "http://b/");
}

TEST(CommandLine, ARepeatedFlagOfAListAddsToIt) {
    const auto to =
        parsed({"launch", "--smoke-contains", "[a,b]", "--smoke-contains=[0-9] x", "app"})
            .invocation;
    EXPECT_EQ(to.settings.at("smoke.contains"), "[a,b]\n[0-9] x");
    EXPECT_THAT(to.services, ElementsAre("app"));
}

TEST(CommandLine, WrongUseSaysSoAndEndsWith64) {
    for (const auto& args : std::vector<std::vector<std::string>>{{},
                                                                  {"fly"},
                                                                  {"launch", "--slow"},
                                                                  {"launch", "--where", "sun"},
                                                                  {"launch", "--stages", "-1"},
                                                                  {"launch", "--retire", "burn"}}) {
        const auto result = parse(args);
        EXPECT_FALSE(result.command);
        EXPECT_EQ(result.exit_code, 64);
        EXPECT_FALSE(result.text.empty());
    }
}

TEST(CommandLine, AFlagOfComposeThatIsNotThereIsRefusedWithTheReason) {
    for (const auto& args : std::vector<std::vector<std::string>>{{"shout", "--watch", "app"},
                                                                  {"shout", "--watch"},
                                                                  {"shout", "-w"},
                                                                  {"shout", "--watch=all", "app"},
                                                                  {"shout", "--watch", "--far"}}) {
        const auto result = parse(args);
        EXPECT_FALSE(result.command);
        EXPECT_EQ(result.exit_code, 64);
        EXPECT_THAT(result.text, HasSubstr("--watch is not supported: nobody watches"));
    }
    EXPECT_THAT(parse({"--dry-run", "land"}).text, HasSubstr("--dry-run is not supported: "));
    EXPECT_THAT(parse({"shout", "--help"}).text, testing::Not(HasSubstr("--watch")));
}

TEST(CommandLine, ACommandTakesWhatFollowsItsFirstWordAsItIs) {
    const auto result =
        parsed({"-f", "a.yml", "shout", "-ft", "2", "app", "ls", "-f", "--watch", "[a]", "--help"});
    EXPECT_THAT(result.invocation.files, ElementsAre("a.yml"));
    const auto& made = dynamic_cast<const shout&>(*result.command);
    EXPECT_TRUE(made.far);
    EXPECT_EQ(made.times, 2);
    EXPECT_EQ(made.to, "app");
    EXPECT_THAT(made.words, ElementsAre("ls", "-f", "--watch", "[a]", "--help"));
}

TEST(CommandLine, ACommandsOwnFlagHidesTheGlobalOneBehindIt) {
    const auto result = parsed({"-f", "a.yml", "shout", "-f", "app"});
    EXPECT_THAT(result.invocation.files, ElementsAre("a.yml"));
    EXPECT_TRUE(dynamic_cast<const shout&>(*result.command).far);
    EXPECT_EQ(dynamic_cast<const shout&>(*result.command).to, "app");
}

TEST(CommandLine, HelpEndsWith0AndNamesDefaults) {
    const auto result = parse({"launch", "--help"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.text, HasSubstr("--smoke-attempts NUMBER"));
    EXPECT_THAT(result.text, HasSubstr("(default: 3)"));
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
