// Secrets and configs that no file of the host has, for all ways that start a container.
#include "flow.hpp"

#include <gmock/gmock.h>

#include <string>

namespace flow {

namespace {

using testing::HasSubstr;
using testing::Not;

class ContainerFiles : public stack_test {
  protected:
    ContainerFiles() {
        engine_.add_image("web:1");
        dir_.write("plain/compose.yaml", R"(
name: plain
services:
  web: {image: "web:1", secrets: [token], configs: [{source: motd, target: /etc/motd}]}
secrets: {token: {environment: TOKEN}}
configs: {motd: {content: "welcome to ${COMPOSE_PROJECT_NAME}"}}
)");
    }

    outcome plain(std::vector<std::string> args, const std::string& token) {
        args.insert(args.begin(), {"-f", (dir_ / "plain/compose.yaml").string()});
        return rollout(std::move(args), {{"TOKEN", token}});
    }

    [[nodiscard]] std::string token() const {
        return engine_.file_in("plain-web-1", "/run/secrets/token");
    }
};

TEST_F(ContainerFiles, AreThereWhenItStarts) {
    bool were_there = false;
    engine_.on("POST", "/containers/*/start", [&](const support::request&) {
        were_there = engine_.count("PUT", "/containers/*/archive") == 2;
        return std::nullopt;
    });
    const auto result = plain({"up"}, "abc");
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(were_there);
    EXPECT_EQ(token(), "abc");
    EXPECT_EQ(engine_.file_in("plain-web-1", "/etc/motd"), "welcome to plain");
}

TEST_F(ContainerFiles, AreLeftAloneWhileItRunsAndWrittenAnewBeforeItStartsAgain) {
    EXPECT_EQ(plain({"up"}, "abc").code, 0);
    EXPECT_EQ(plain({"up"}, "changed").code, 0);
    EXPECT_EQ(token(), "abc");
    engine_.call("POST", "/containers/plain-web-1/stop");
    EXPECT_EQ(plain({"up"}, "changed").code, 0);
    EXPECT_EQ(token(), "changed");
}

TEST_F(ContainerFiles, NoSecretIsSaid) {
    for (const auto* format : {"plain", "json"}) {
        const auto result = plain({"--progress", format, "up", "--force-recreate"}, "t0p-s3cret");
        EXPECT_EQ(result.code, 0) << result.err;
        EXPECT_THAT(result.out, HasSubstr("secret token"));
        EXPECT_THAT(result.out + result.err, Not(HasSubstr("t0p-s3cret")));
    }
}

TEST_F(ContainerFiles, AVariableThatIsNotSetIsAnErrorBeforeAnythingIsMade) {
    const auto result = rollout({"-f", (dir_ / "plain/compose.yaml").string(), "up"});
    EXPECT_NE(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("environment variable \"TOKEN\" required by secret "
                                      "\"plain_token\" is not set"));
    EXPECT_FALSE(engine_.has_container("plain-web-1"));
}

TEST_F(ContainerFiles, ANewColorGetsThemAndTheWayBackNeedsNoVariable) {
    edit_compose_file("name: rollout\n", "name: rollout\nsecrets: {token: {environment: TOKEN}}\n");
    edit_compose_file("x-app: &app\n", "x-app: &app\n  secrets: [token]\n");
    EXPECT_EQ(rollout({"up"}, {{"TOKEN", "old"}}).code, 0);
    const auto result = deploy({}, {{"TOKEN", "new"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(engine_.file_in(green_container, "/run/secrets/token"), "new");
    const auto back = rollout({"rollback"});
    EXPECT_EQ(back.code, 0) << back.err;
    EXPECT_EQ(engine_.file_in(blue_container, "/run/secrets/token"), "old");
}

}  // namespace

}  // namespace flow
