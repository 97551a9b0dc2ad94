// Which image a container is made from, and what it gets beside the keys of its service.
#include "flow.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <string>

namespace flow {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class MadeAsAsked : public stack_test {
  protected:
    /// `rollout up` of one service `web` with these keys.
    outcome up_with(const std::string& keys, std::map<std::string, std::string> environment = {}) {
        dir_.write("plain/compose.yaml", "name: plain\nservices: {web: {" + keys + "}}\n");
        return rollout({"-f", (dir_ / "plain/compose.yaml").string(), "up"}, environment);
    }

    [[nodiscard]] bool runs() const {
        return engine_.has_container("plain-web-1") && engine_.container("plain-web-1").running();
    }

    /// The parameter of the last such request.
    [[nodiscard]] std::string parameter(const std::string& path, const std::string& key) const {
        const auto all = engine_.requests();
        const auto last = std::find_if(all.rbegin(), all.rend(), [&](const support::request& r) {
            return r.method == "POST" && r.path == path;
        });
        return last == all.rend() ? "no request" : last->param(key);
    }

    [[nodiscard]] nlohmann::json inspected() const {
        return nlohmann::json::parse(engine_.container("plain-web-1").json);
    }
};

TEST_F(MadeAsAsked, AnImageForAnotherPlatformIsPulledAnew) {
    engine_.add_image("web:1");
    engine_.add_pullable_image("web:1", {.platform = "linux/arm64"});
    const auto result = up_with("image: 'web:1', platform: linux/arm64");
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(parameter("/images/create", "platform"), "linux/arm64");
    EXPECT_EQ(parameter("/containers/create", "platform"), "linux/arm64");
    EXPECT_TRUE(runs());
    engine_.forget_requests();
    EXPECT_EQ(up_with("image: 'web:1', platform: linux/arm64/v8").code, 0);
    EXPECT_EQ(engine_.count("POST", "/images/create"), 0U);
}

TEST_F(MadeAsAsked, WithoutAnImageForThePlatformNothingIsMade) {
    engine_.add_image("web:1");
    engine_.add_pullable_image("web:1");
    const auto result = up_with("image: 'web:1', platform: linux/arm64");
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("no matching manifest for linux/arm64"));
    EXPECT_FALSE(engine_.has_container("plain-web-1"));
}

TEST_F(MadeAsAsked, AVariableSaysThePlatformOfWhatHasNone) {
    engine_.add_image("web:1");
    const auto result = up_with("image: 'web:1'", {{"DOCKER_DEFAULT_PLATFORM", "linux/amd64"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(parameter("/containers/create", "platform"), "linux/amd64");
}

TEST_F(MadeAsAsked, AnImageThatIsTooOldIsPulledAnewAndThenItsContainerIsMadeAnew) {
    engine_.add_image("web:1", {.age = 23h});
    engine_.add_pullable_image("web:1", {.labels = {{"built", "today"}}});
    const std::string keys = "image: 'web:1', pull_policy: daily";
    EXPECT_EQ(up_with(keys).code, 0);
    EXPECT_EQ(engine_.count("POST", "/images/create"), 0U);
    engine_.add_image("web:1", {.age = 25h});
    const auto result = up_with(keys);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(engine_.count("POST", "/images/create"), 1U);
    EXPECT_THAT(result.out, HasSubstr("stop container plain-web-1 (its image changed)"));
}

TEST_F(MadeAsAsked, WhatCanBePulledIsNotBuilt) {
    dir_.write("plain/Dockerfile", "FROM scratch\n");
    engine_.add_pullable_image("web:1");
    EXPECT_EQ(up_with("image: 'web:1', build: .").code, 0);
    EXPECT_EQ(engine_.count("POST", "/build"), 0U);
    EXPECT_TRUE(runs());
}

TEST_F(MadeAsAsked, WhatCannotBePulledIsBuilt) {
    dir_.write("plain/Dockerfile", "FROM scratch\n");
    const auto result = up_with("image: 'web:1', build: .");
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("it cannot be pulled: pull access denied"));
    EXPECT_EQ(engine_.count("POST", "/build"), 1U);
    EXPECT_TRUE(runs());
}

TEST_F(MadeAsAsked, AContainerGetsTheClientsProxies) {
    engine_.add_image("web:1");
    dir_.write("home/.docker/config.json",
               R"({"proxies":{"default":{"httpProxy":"http://proxy:3128"}}})");
    EXPECT_EQ(up_with("image: 'web:1'", {{"HOME", (dir_ / "home").string()}}).code, 0);
    const auto env = inspected().at("Config").at("Env");
    for (const auto* name : {"HTTP_PROXY", "http_proxy"})
        EXPECT_NE(std::find(env.begin(), env.end(), std::string(name) + "=http://proxy:3128"),
                  env.end());
}

TEST_F(MadeAsAsked, ASeccompProfileIsReadFromTheProjectsFolder) {
    engine_.add_image("web:1");
    const std::string keys = "image: 'web:1', security_opt: ['seccomp=./profile.json']";
    const auto without = up_with(keys);
    EXPECT_NE(without.code, 0);
    EXPECT_THAT(without.err, HasSubstr("services.web.security_opt cannot be carried out: the "
                                       "seccomp profile cannot be read"));
    dir_.write("plain/profile.json", "{ \"defaultAction\": \"SCMP_ACT_ALLOW\" }\n");
    const auto result = up_with(keys);
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(inspected().at("HostConfig").at("SecurityOpt").at(0),
              R"(seccomp={"defaultAction":"SCMP_ACT_ALLOW"})");
}

}  // namespace

}  // namespace flow
