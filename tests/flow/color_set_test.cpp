// Colors of two services behind two upstreams.
#include "deploy_fixture.hpp"

namespace {

using namespace flow;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* blue_api = "rollout-api-1";
constexpr const char* green_api = "rollout-api_green-1";

class ColorSet : public stack_test {
  protected:
    void SetUp() override {
        edit_compose_file("x-rollout:\n  server_parameters: resolve\n",
                          "x-rollout:\n  server_parameters: resolve\n  blue: [app, api]\n"
                          "  upstreams:\n"
                          "    - {service: app, snippet: nginx/conf.d/upstream.conf,"
                          " preview: nginx/conf.d/preview.conf}\n"
                          "    - {service: api, port: 9000, snippet: nginx/conf.d/api.conf}\n");
        edit_compose_file("  proxy:\n    image",
                          "  api:\n    <<: *app\n    image: shop-api\n"
                          "    environment: {APP_REPLICA_ID: blue}\n\n"
                          "  proxy:\n    image");
        edit_file("nginx.conf", "    upstream app {",
                  "    upstream api {\n        zone api 64k;\n"
                  "        include /etc/nginx/conf.d/api.conf;\n    }\n\n"
                  "    map $http_x_rollout_preview $rollout_api {\n        default api;\n"
                  "        include /etc/nginx/conf.d/preview-api.conf;\n    }\n\n"
                  "    upstream app {");
        support::write_file(folder() / "conf.d" / "api.conf", "server api:9000 resolve;\n");
        support::write_file(folder() / "conf.d" / "preview-api.conf", "# no preview\n");
        ASSERT_EQ(up().code, 0);
        engine_.forget_requests();
    }

    std::filesystem::path folder() const { return dir_.path() / "nginx"; }

    void edit_file(const char* name, const std::string& from, const std::string& to) const {
        auto text = support::read_file(folder() / name);
        const auto at = text.find(from);
        ASSERT_NE(at, std::string::npos);
        support::write_file(folder() / name, text.replace(at, from.size(), to));
    }

    std::vector<std::string> served() const { return engine_.nginx_of(proxy_container).upstream; }

    bool runs(const char* container) const {
        return engine_.has_container(container) && engine_.container(container).running();
    }
};

TEST_F(ColorSet, MovesAllUpstreamsByOneReload) {
    EXPECT_THAT(served(), ElementsAre("api:9000", "app:8000"));
    const auto before = engine_.nginx_of(proxy_container).reloads;
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("answers through the proxy"));
    EXPECT_THAT(served(), ElementsAre("api_green:9000", "app_green:8000"));
    EXPECT_EQ(engine_.nginx_of(proxy_container).reloads - before, 2U)
        << "one for the preview, one for the cutover";
    EXPECT_EQ(record(), "green");
    expect_untouched(blue_container);
    expect_untouched(blue_api);
    expect_no_lock();
}

// An orphan that runs docker compose would remove, users or not; a one-off that runs it spares.
TEST_F(ColorSet, CallsTheContainersOfAServiceThatNoFileHasOneOffs) {
    ASSERT_EQ(deploy().code, 0);
    EXPECT_EQ(engine_.container(green_api).labels.at("com.docker.compose.oneoff"), "True");
    EXPECT_EQ(engine_.container(green_container).labels.at("com.docker.compose.oneoff"), "False");
    EXPECT_THAT(rollout({"ps"}).out, HasSubstr(green_api));
    const auto again = up();
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_TRUE(runs(green_api));
}

TEST_F(ColorSet, IsRolledBackAsAWhole) {
    ASSERT_EQ(deploy().code, 0);
    const auto result = rollout({"rollback"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(served(), ElementsAre("api:9000", "app:8000"));
    EXPECT_EQ(record(), "blue");
}

TEST_F(ColorSet, OneUnhealthyServiceFailsTheWholeColor) {
    support::behaviour never;
    never.healthy_after.reset();
    engine_.behave(support::selector::by_service("api_green"), never);
    const auto result = deploy({"--health-timeout", "300ms"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("rollout-api_green-1 is not healthy"));
    EXPECT_THAT(served(), ElementsAre("api:9000", "app:8000"));
    EXPECT_FALSE(engine_.has_container(green_container));
    EXPECT_FALSE(engine_.has_container(green_api));
    EXPECT_TRUE(runs(blue_container) && runs(blue_api));
    expect_no_lock();
}

TEST_F(ColorSet, ThatIsHalfMovedIsMadeWhole) {
    ASSERT_EQ(deploy().code, 0);
    support::write_file(folder() / "conf.d" / "api.conf", "server api:9000 resolve;\n");
    EXPECT_EQ(rollout({"status"}).code, 4);
    EXPECT_EQ(rollout({"recover"}).code, 0);
    EXPECT_THAT(served(), ElementsAre("api_green:9000", "app_green:8000"));
    EXPECT_EQ(rollout({"status"}).code, 0);
}

TEST_F(ColorSet, IsRetiredAsAWhole) {
    const auto result = deploy({"--retire", "stop"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_FALSE(runs(blue_container) || runs(blue_api));
}

class Replicas : public Deploy {
  protected:
    void SetUp() override {
        edit_compose_file("  restart: unless-stopped\n  # The app", "  scale: 2\n  # The app");
        ASSERT_EQ(up().code, 0);
        engine_.forget_requests();
    }
};

TEST_F(Replicas, OfAColorAreMadeAwaitedAndRetiredTogether) {
    EXPECT_TRUE(engine_.container("rollout-app-2").running());
    const auto result = deploy({"--retire", "stop"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("health: rollout-app_green-1"));
    EXPECT_THAT(result.out, HasSubstr("health: rollout-app_green-2"));
    for (const auto* name : {"rollout-app_green-1", "rollout-app_green-2"})
        EXPECT_TRUE(engine_.container(name).running()) << name;
    for (const auto* name : {"rollout-app-1", "rollout-app-2"})
        EXPECT_FALSE(engine_.container(name).running()) << name;
    const auto back = rollout({"rollback"});
    EXPECT_EQ(back.code, 0) << back.err;
    for (const auto* name : {"rollout-app-1", "rollout-app-2"})
        EXPECT_TRUE(engine_.container(name).running()) << name;
    expect_consistent("blue");
}

TEST_F(Replicas, ThatAreNotAllWellAreNoVersionToGoBackTo) {
    ASSERT_EQ(deploy().code, 0);
    engine_.set_health("rollout-app-2", "unhealthy");
    const auto result = rollout({"rollback"}, {{"ROLLOUT_HEALTH_TIMEOUT", "300ms"}});
    EXPECT_EQ(result.code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("rollout-app-2 is not healthy"));
    expect_consistent("green");
}

TEST_F(Replicas, ThatAreDownAreStartedBeforeUsersGoBackToThem) {
    ASSERT_EQ(deploy().code, 0);
    engine_.call("POST", "/containers/rollout-app-2/stop");
    const auto result = rollout({"rollback"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(engine_.container("rollout-app-2").running());
    expect_consistent("blue");
}

TEST_F(Replicas, OfWhichOneIsDownMakeADegradedStack) {
    engine_.call("POST", "/containers/rollout-app-2/stop");
    const auto result = rollout({"status"});
    EXPECT_EQ(result.code, 4) << result.out;
}

TEST_F(Replicas, OfALiveColorAreNotRemovedByUp) {
    edit_compose_file("  scale: 2\n", "  scale: 1\n");
    EXPECT_EQ(up().code, 0);
    EXPECT_TRUE(engine_.container("rollout-app-2").running());
    expect_untouched("rollout-app-2");
}

}  // namespace
