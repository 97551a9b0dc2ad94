#include "server_limits.hpp"

#include <support/folders.hpp>

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace {

const std::filesystem::path root = support::source_dir();
const std::vector<std::string> colors = {"app", "app_green"};

/// A key's value, the mapping's own or merged in by `<<`, which yaml-cpp leaves to its users.
YAML::Node value(const YAML::Node& mapping, const std::string& key) {
    if (const YAML::Node own = mapping[key]) return own;
    if (const YAML::Node merged = mapping["<<"]) return value(merged, key);
    return YAML::Node(YAML::NodeType::Undefined);
}

std::set<std::string> keys(const YAML::Node& mapping) {
    std::set<std::string> result;
    for (const auto& entry : mapping) {
        if (entry.first.Scalar() == "<<") {
            result.merge(keys(entry.second));
        } else {
            result.insert(entry.first.Scalar());
        }
    }
    return result;
}

std::vector<std::string> texts(const YAML::Node& sequence) {
    return sequence.as<std::vector<std::string>>();
}

class ComposeFile : public testing::Test {
  protected:
    YAML::Node service(const std::string& name) const { return file_["services"][name]; }

    YAML::Node of(const std::string& name, const std::string& key) const {
        return value(service(name), key);
    }

    const YAML::Node file_ = YAML::LoadFile(root / "docker-compose.yml");
};

TEST_F(ComposeFile, NamesTheProjectRollout) {
    EXPECT_EQ(file_["name"].Scalar(), "rollout");
}

TEST_F(ComposeFile, HasTwoColorsAndAProxy) {
    EXPECT_EQ(keys(file_["services"]), (std::set<std::string>{"app", "app_green", "proxy"}));
}

TEST_F(ComposeFile, HealthcheckAsksReadyNotHealth) {
    EXPECT_EQ(texts(of("app", "healthcheck")["test"]),
              (std::vector<std::string>{"CMD", "/rollout-app", "healthcheck", "/ready"}));
}

TEST_F(ComposeFile, HealthcheckSetsAllFourTimings) {
    const auto check = of("app", "healthcheck");
    EXPECT_EQ(check["interval"].Scalar(), "10s");
    EXPECT_EQ(check["timeout"].Scalar(), "3s");
    EXPECT_EQ(check["retries"].Scalar(), "3");
    EXPECT_EQ(check["start_period"].Scalar(), "5s");
}

TEST_F(ComposeFile, ColorsShareOneHealthcheckByAnchor) {
    EXPECT_TRUE(of("app", "healthcheck").is(of("app_green", "healthcheck")));
}

TEST_F(ComposeFile, ColorsShareOneBuildContext) {
    EXPECT_TRUE(of("app", "build").is(of("app_green", "build")));
    const auto context = root / of("app", "build")["context"].Scalar();
    EXPECT_TRUE(std::filesystem::is_regular_file(context / "Dockerfile"));
}

TEST_F(ComposeFile, BuildingOneColorLeavesTheImageOfTheOtherAlone) {
    for (const auto& color : colors)
        EXPECT_FALSE(of(color, "image")) << color;
}

TEST_F(ComposeFile, EverythingIsOnTheEdgeNetwork) {
    for (const std::string name : {"app", "app_green", "proxy"}) {
        EXPECT_EQ(texts(of(name, "networks")), std::vector<std::string>{"edge"}) << name;
    }
    EXPECT_EQ(keys(file_["networks"]), std::set<std::string>{"edge"});
}

TEST_F(ComposeFile, GreenIsBehindItsProfileAndNothingElseIs) {
    EXPECT_EQ(texts(of("app_green", "profiles")), std::vector<std::string>{"green"});
    EXPECT_FALSE(of("app", "profiles"));
    EXPECT_FALSE(of("proxy", "profiles"));
}

TEST_F(ComposeFile, ColorsAreLabelled) {
    EXPECT_EQ(of("app", "labels")["rollout.color"].Scalar(), "blue");
    EXPECT_EQ(of("app_green", "labels")["rollout.color"].Scalar(), "green");
}

TEST_F(ComposeFile, ColorsDifferOnlyInTheirNames) {
    const auto blue = of("app", "environment");
    const auto green = of("app_green", "environment");
    EXPECT_EQ(value(blue, "APP_REPLICA_ID").Scalar(), "blue");
    EXPECT_EQ(value(green, "APP_REPLICA_ID").Scalar(), "green");
    ASSERT_EQ(keys(blue), keys(green));
    for (const auto& name : keys(blue)) {
        if (name != "APP_REPLICA_ID") {
            EXPECT_EQ(value(blue, name).Scalar(), value(green, name).Scalar()) << name;
        }
    }
    const std::set<std::string> own = {"environment", "labels", "profiles"};
    auto shared_by_green = keys(service("app_green"));
    auto shared_by_blue = keys(service("app"));
    for (const auto& key : own) {
        shared_by_green.erase(key);
        shared_by_blue.erase(key);
    }
    EXPECT_EQ(shared_by_green, shared_by_blue);
}

TEST_F(ComposeFile, VariablesComeFromTheCallerAndAreHarmlessByDefault) {
    const auto variables = of("app", "environment");
    EXPECT_EQ(value(variables, "APP_VERSION").Scalar(), "${APP_VERSION:-dev}");
    for (const std::string name :
         {"APP_FAIL_ROOT", "APP_NEVER_READY", "APP_BODY", "APP_REDIRECT", "APP_CUT_BODY"}) {
        EXPECT_EQ(value(variables, name).Scalar(), "${" + name + ":-}");
    }
    for (const std::string name :
         {"APP_READY_AFTER_SECONDS", "APP_RESPONSE_DELAY_MS", "APP_EXIT_AFTER_SECONDS",
          "APP_FAIL_EVERY", "APP_FAIL_AFTER_SECONDS"}) {
        EXPECT_EQ(value(variables, name).Scalar(), "${" + name + ":-0}");
    }
}

TEST_F(ComposeFile, ProxyIsAnNginxThatKeepsConnectionsThroughAReload) {
    EXPECT_EQ(of("proxy", "image").Scalar(), "nginx:1.27-alpine");
}

TEST_F(ComposeFile, ProxyWaitsUntilBlueIsHealthy) {
    const auto dependencies = of("proxy", "depends_on");
    EXPECT_EQ(keys(dependencies), std::set<std::string>{"app"});
    EXPECT_EQ(dependencies["app"]["condition"].Scalar(), "service_healthy");
}

TEST_F(ComposeFile, OnlyTheProxyPublishesAPort) {
    EXPECT_EQ(texts(of("proxy", "ports")), std::vector<std::string>{"${PROXY_PORT:-8080}:8080"});
    for (const auto& color : colors)
        EXPECT_FALSE(of(color, "ports")) << color;
}

TEST_F(ComposeFile, ConfigurationIsMountedReadOnlyAsADirectory) {
    const auto mounts = texts(of("proxy", "volumes"));
    ASSERT_EQ(mounts, std::vector<std::string>{"./nginx:/etc/nginx:ro"});
    EXPECT_TRUE(std::filesystem::is_directory(root / "nginx"));
    for (const auto& color : colors)
        EXPECT_FALSE(of(color, "volumes")) << color;
}

TEST_F(ComposeFile, EverythingRestartsUnlessStopped) {
    for (const std::string name : {"app", "app_green", "proxy"}) {
        EXPECT_EQ(of(name, "restart").Scalar(), "unless-stopped") << name;
    }
}

TEST_F(ComposeFile, EngineWaitsLongerThanTheAppDrains) {
    for (const auto& color : colors) {
        const std::string limit = of(color, "stop_grace_period").Scalar();
        ASSERT_EQ(limit.back(), 's');
        EXPECT_GT(std::chrono::seconds{std::stoi(limit)}, app::server_limits{}.drain);
    }
}

}  // namespace
