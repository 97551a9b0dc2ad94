#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

// A stack of the shape that rollout deploys: two colors that share everything but their names, and
// a proxy in front of them.

namespace rollout::compose {
namespace {

using test::project_folder;
using words = std::vector<std::string>;
using namespace std::chrono_literals;

constexpr auto block_style = R"(name: rollout

x-healthcheck: &ready
  test: ["CMD", "/app", "healthcheck", "/ready"]
  interval: 10s
  timeout: 3s
  retries: 3
  start_period: 5s

x-app: &app
  build:
    context: .
    dockerfile: app/Dockerfile
  image: ${APP_IMAGE:-rollout-app:latest}
  restart: unless-stopped
  networks: [edge]
  healthcheck: *ready

services:
  app:
    <<: *app
    environment:
      APP_VERSION: ${APP_VERSION:-dev}
    labels:
      rollout.color: blue
  app_green:
    <<: *app
    profiles: ["green"]
    environment:
      - APP_VERSION=${APP_VERSION:-dev}
    labels:
      rollout.color: green
  proxy:
    image: nginx:1.27-alpine
    depends_on:
      app:
        condition: service_healthy
    ports:
      - "${PROXY_PORT:-8080}:80"
    volumes:
      - ./nginx/nginx.conf:/etc/nginx/nginx.conf:ro
      - ./nginx/conf.d:/etc/nginx/conf.d:ro
    networks: [edge]
    restart: unless-stopped

networks:
  edge: {}
)";

constexpr auto flow_style = R"({
  "name": "rollout",
  "services": {
    "app": {
      "build": {"context": ".", "dockerfile": "app/Dockerfile"},
      "image": "rollout-app:latest", "restart": "unless-stopped", "networks": {"edge": null},
      "healthcheck": &ready {"test": ["CMD", "/app", "healthcheck", "/ready"], "interval": "10s",
        "timeout": "3s", "retries": "3", "start_period": "5s"},
      "environment": {"APP_VERSION": "dev"}, "labels": ["rollout.color=blue"]
    },
    "app_green": {
      "build": {"context": ".", "dockerfile": "app/Dockerfile"},
      "image": "rollout-app:latest", "restart": "unless-stopped", "networks": ["edge"],
      "healthcheck": *ready, "profiles": ["green"],
      "environment": {"APP_VERSION": "dev"}, "labels": {"rollout.color": "green"}
    },
    "proxy": {
      "image": "nginx:1.27-alpine", "depends_on": {"app": {"condition": "service_healthy"}},
      "ports": [{"target": 80, "published": "8080"}],
      "volumes": [
        {"type": "bind", "source": "./nginx/nginx.conf", "target": "/etc/nginx/nginx.conf",
         "read_only": true, "bind": {"create_host_path": true}},
        {"type": "bind", "source": "./nginx/conf.d", "target": "/etc/nginx/conf.d",
         "read_only": true, "bind": {"create_host_path": true}}],
      "networks": ["edge"], "restart": "unless-stopped"
    }
  },
  "networks": {"edge": {}}
})";

class SampleStack : public testing::TestWithParam<const char*> {
  protected:
    project_folder folder{GetParam()};
    load_result result = folder.load();
    project& stack = result.project;
};

TEST_P(SampleStack, BothColorsShareImageBuildNetworkAndHealthcheck) {
    const auto& blue = stack.services.at("app");
    const auto& green = stack.services.at("app_green");
    for (const auto* color : {&blue, &green}) {
        EXPECT_EQ(color->image, "rollout-app:latest");
        EXPECT_EQ(color->build->context, folder.path());
        EXPECT_EQ(color->build->dockerfile, "app/Dockerfile");
        EXPECT_EQ(color->restart, "unless-stopped");
        EXPECT_EQ(color->networks.size(), 1U);
        EXPECT_EQ(color->networks.count("edge"), 1U);
        EXPECT_TRUE(color->ports.empty());
        EXPECT_EQ(color->environment.at("APP_VERSION"), "dev");
        ASSERT_TRUE(color->healthcheck);
        EXPECT_EQ(color->healthcheck->test, (words{"CMD", "/app", "healthcheck", "/ready"}));
        EXPECT_EQ(color->healthcheck->interval, 10s);
        EXPECT_EQ(color->healthcheck->timeout, 3s);
        EXPECT_EQ(color->healthcheck->retries, 3);
        EXPECT_EQ(color->healthcheck->start_period, 5s);
    }
    EXPECT_EQ(blue.labels.at("rollout.color"), "blue");
    EXPECT_EQ(green.labels.at("rollout.color"), "green");
    EXPECT_TRUE(blue.profiles.empty());
    EXPECT_EQ(green.profiles, words{"green"});
}

TEST_P(SampleStack, TheProxyWaitsForHealthAndPublishesOnePort) {
    const auto& proxy = stack.services.at("proxy");
    EXPECT_EQ(proxy.depends_on.at("app").condition, "service_healthy");
    ASSERT_EQ(proxy.ports.size(), 1U);
    EXPECT_EQ(proxy.ports[0].published, "8080");
    EXPECT_EQ(proxy.ports[0].target, 80);
    ASSERT_EQ(proxy.volumes.size(), 2U);
    for (const auto& mount : proxy.volumes) {
        EXPECT_TRUE(mount.read_only && mount.bind && mount.bind->create_host_path);
        EXPECT_EQ(mount.type, volume_mount::kind::bind);
    }
    EXPECT_EQ(proxy.volumes[1].source, folder.path("nginx/conf.d"));
    EXPECT_EQ(proxy.volumes[1].target, "/etc/nginx/conf.d");
}

TEST_P(SampleStack, ItIsNamedByItsFileAndWarnsOfNothing) {
    EXPECT_EQ(stack.name, "rollout");
    EXPECT_EQ(stack.networks.size(), 1U);
    EXPECT_EQ(stack.networks.at("edge").name, "rollout_edge");
    EXPECT_TRUE(result.warnings.empty());
}

INSTANTIATE_TEST_SUITE_P(Styles, SampleStack, testing::Values(block_style, flow_style),
                         [](const auto& style) { return style.index == 0 ? "Block" : "Flow"; });

TEST(SampleStackSettings, ComeFromDotenv) {
    project_folder folder(block_style);
    folder.write(".env", "APP_IMAGE=shop/app:7\nPROXY_PORT='9090'\nexport APP_VERSION=\"v7\"\n");
    const auto stack = folder.read();
    EXPECT_EQ(stack.services.at("app_green").image, "shop/app:7");
    EXPECT_EQ(stack.services.at("app_green").environment.at("APP_VERSION"), "v7");
    EXPECT_EQ(stack.services.at("proxy").ports.at(0).published, "9090");
}

}  // namespace
}  // namespace rollout::compose
