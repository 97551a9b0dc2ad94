// The files that a container gets before it starts.
#include "converge_fixture.hpp"
#include "read_service.hpp"

#include <rollout/compose/tree/error.hpp>
#include <rollout/plan/one_off.hpp>
#include <rollout/plan/update.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plan_tests {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const char* const objects =
    "secrets: {token: {environment: TOKEN}, cert: {file: /c}}\n"
    "configs: {motd: {content: hello}, none: {content: ''}}";

compose::project with_files(const std::string& keys, const char* token = "abc") {
    auto p = test::read_project(keys, objects);
    p.environment["TOKEN"] = token;
    p.secrets.at("token").content = token;
    return p;
}

plan::operations started(const compose::project& p) {
    return plan::starting(p, p.services.at("app"), "shop-app-1", "");
}

lines text_of(const plan::operations& operations) {
    lines all;
    for (const auto& op : operations)
        all.push_back(plan::to_string(op));
    return all;
}

TEST(Starting, PutsWhatAVariableOrTheComposeFileHasBeforeTheStart) {
    EXPECT_THAT(text_of(started(with_files("secrets: [token, cert]\nconfigs: [motd, none]"))),
                ElementsAre("put a file into container shop-app-1 (secret token)",
                            "put a file into container shop-app-1 (config motd)",
                            "start container shop-app-1"));
}

TEST(Starting, AFileIsForAllToReadAndRootsUnlessTheServiceSaysMore) {
    const auto plain = started(with_files("secrets: [token]")).front().file;
    EXPECT_EQ(plain.path, "/run/secrets/token");
    EXPECT_EQ(plain.content, "abc");
    EXPECT_EQ(plain.mode, 0444U);
    EXPECT_FALSE(plain.owned);
    const auto own =
        started(with_files("secrets: [{source: token, target: t, mode: 0400, gid: '7'}]"))
            .front()
            .file;
    EXPECT_EQ(own.path, "/run/secrets/t");
    EXPECT_EQ(own.mode, 0400U);
    EXPECT_TRUE(own.owned);
    EXPECT_EQ(own.uid, 0);
    EXPECT_EQ(own.gid, 7);
}

TEST(Starting, AConfigLiesWhereItsTargetSays) {
    const auto path = [](const std::string& use) {
        return started(with_files("configs: [" + use + "]")).front().file.path;
    };
    EXPECT_EQ(path("motd"), "/motd");
    EXPECT_EQ(path("{source: motd, target: etc/motd}"), "/etc/motd");
    EXPECT_EQ(path("{source: motd, target: /etc/motd}"), "/etc/motd");
}

TEST(Starting, AnEmptyVariableIsNoFile) {
    EXPECT_THAT(text_of(started(with_files("secrets: [token]", ""))),
                ElementsAre("start container shop-app-1"));
}

std::string problem_of(const compose::project& p) {
    try {
        started(p);
    } catch (const compose::error& e) {
        return e.what();
    }
    return {};
}

TEST(Starting, AVariableThatIsNotSetIsAnErrorAtItsPlace) {
    EXPECT_EQ(
        problem_of(test::read_project("secrets: [token]", objects)),
        "-:5:11: environment variable \"TOKEN\" required by secret \"shop_token\" is not set");
}

TEST(Starting, AnOwnerThatIsNoNumberIsAnError) {
    EXPECT_THAT(problem_of(with_files("secrets: [{source: token, uid: me}]")),
                HasSubstr("uid of token: strconv.Atoi: parsing \"me\": invalid syntax"));
}

TEST(Starting, TheContentIsNeverSaid) {
    for (const auto& line : text_of(started(with_files("secrets: [token]"))))
        EXPECT_THAT(line, Not(HasSubstr("abc")));
}

TEST(Starting, HappensToWhatADeployAnUpdateAndAOneOffMake) {
    const auto p = with_files("secrets: [token]");
    const auto puts = [](const plan::operations& operations) {
        return std::count_if(operations.begin(), operations.end(), [](const plan::operation& op) {
            return op.what == plan::action::put_file;
        });
    };
    EXPECT_EQ(puts(plan::replace_operations(p, {}, {"app"})), 1);
    EXPECT_EQ(puts(plan::update_operations(p, {}, {"app"}, {})), 1);
    plan::one_off migration;
    migration.service = "app";
    EXPECT_EQ(puts(plan::one_off_operations(p, {}, migration)), 1);
}

class StartingStack : public Converge {
  protected:
    StartingStack() {
        auto& motd = p.configs["motd"];
        motd.content = "hello";
        service_of("db").configs.emplace_back().source = "motd";
        all_is_there();
    }

    compose::service& service_of(const std::string& name) { return p.services.at(name); }
};

TEST_F(StartingStack, ANewContainerGetsItsFilesBetweenItsMakingAndItsStart) {
    o.containers.erase(o.containers.begin());
    EXPECT_TRUE(waits_for("put a file into container shop-db-1", "create container shop-db-1"));
    EXPECT_TRUE(waits_for("start container shop-db-1", "put a file into container shop-db-1"));
}

TEST_F(StartingStack, AStoppedContainerGetsThemAnew) {
    container("db").state = "exited";
    EXPECT_TRUE(waits_for("start container shop-db-1", "put a file into container shop-db-1"));
}

TEST_F(StartingStack, ARunningContainerAndOneThatIsStartedAsItIsGetNone) {
    EXPECT_THAT(steps(), ElementsAre());
    container("db").state = "exited";
    options.as_they_are = {container("db").id};
    EXPECT_THAT(steps(), testing::Contains("start container shop-db-1 (it is there, but exited)"));
    EXPECT_THAT(steps(), Not(testing::Contains(HasSubstr("put a file"))));
}

}  // namespace

}  // namespace plan_tests
