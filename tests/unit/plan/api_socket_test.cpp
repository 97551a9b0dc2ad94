#include "read_service.hpp"

#include <rollout/plan/api_socket.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace rollout;
using nlohmann::json;

json body(const std::string& keys) {
    const auto p = plan::with_api_socket(test::read_project(keys), "{}");
    return json::parse(plan::container_body(p, p.services.at("app")));
}

TEST(ApiSocket, IsMountedWithADockerConfigBesideIt) {
    const auto b = body("use_api_socket: true");
    EXPECT_EQ(b.at("HostConfig").at("Binds"),
              json({"/var/run/docker.sock:/var/run/docker.sock:rw"}));
    EXPECT_EQ(b.at("Env"), json({"DOCKER_CONFIG=/run/secrets/docker"}));
    const auto p = plan::with_api_socket(test::read_project("use_api_socket: true"), "{}");
    const auto first = plan::starting(p, p.services.at("app"), "c", "").front();
    EXPECT_EQ(first.file.path, "/run/secrets/docker/config.json");
    EXPECT_EQ(first.file.content, "{}");
}

TEST(ApiSocket, AServiceThatHasAConfigOfItsOwnKeepsIt) {
    EXPECT_EQ(body("use_api_socket: true\nenvironment: {DOCKER_CONFIG: /mine}").at("Env"),
              json({"DOCKER_CONFIG=/mine"}));
}

TEST(ApiSocket, WhoDoesNotAskGetsNothing) {
    EXPECT_EQ(body("use_api_socket: false"), body("tty: false"));
    EXPECT_TRUE(plan::with_api_socket(test::read_project("tty: false"), "{}").configs.empty());
}

}  // namespace
