// A stack of other names, as README.md shows it: no second color in the file, settings in
// x-rollout.
#include "stack_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace daemon_tests;

constexpr const char* compose_file = R"(
x-rollout: {blue: web, green: web_green, proxy: front, port: 3000, smoke: {attempts: 5}}
services:
  web:
    image: "${IMAGE}"
    environment: {APP_PORT: 3000, APP_VERSION: "${TAG}"}
    healthcheck:
      test: ["CMD", "/rollout-app", "healthcheck"]
      interval: 10s
  front:
    image: nginx:1.27-alpine
    ports: ["127.0.0.1:${PROXY_PORT}:8080"]
    depends_on:
      web: {condition: service_healthy}
    volumes: ["./nginx:/etc/nginx:ro"]
)";

TEST(OwnStack, NeedsOnlyTheNamesOfItsServices) {
    stack s;
    const auto image = s.project() + "-app";
    const auto built = s.run({"build", "app"});
    ASSERT_EQ(built.exit_code, 0) << built.output;
    s.folder().write("docker-compose.yml", compose_file);

    const auto up = s.run({"up"}, {{"IMAGE", image}, {"TAG", "1"}});
    ASSERT_EQ(up.exit_code, 0) << up.output;
    EXPECT_EQ(s.ask().version, "1");
    EXPECT_EQ(s.snippet(), "server web:3000;\n");
    for (const std::string version : {"2", "3"}) {
        const auto deploy = s.run({"deploy"}, {{"IMAGE", image}, {"TAG", version}});
        ASSERT_EQ(deploy.exit_code, 0) << deploy.output;
        EXPECT_EQ(s.ask().version, version);
        EXPECT_EQ(s.snippet(), version == "2" ? "server web_green:3000;\n" : "server web:3000;\n");
    }
    const auto down = s.run({"down"}, {{"IMAGE", image}, {"TAG", "3"}});
    EXPECT_EQ(down.exit_code, 0) << down.output;
    EXPECT_TRUE(s.engine().containers_of(s.project()).empty());
    EXPECT_TRUE(s.engine().networks_of(s.project()).empty());
}

}  // namespace
