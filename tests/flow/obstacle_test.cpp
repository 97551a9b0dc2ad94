// What keeps a run from telling which containers users are on.
#include "deploy_fixture.hpp"

namespace {

using namespace flow;
using testing::HasSubstr;

class Obstacle : public Deploy {
  protected:
    /// As another file has it: the same app under other names, and colors.
    void rename_services() const {
        edit_compose_file("  app:\n", "  web:\n");
        edit_compose_file("x-rollout:\n", "x-rollout:\n  blue: web\n  green: web_green\n");
    }

    void make_stranger(const std::string& alias) {
        const std::string body =
            R"({"Image":"rollout-app","Labels":{"com.docker.compose.project":"other"},)"
            R"("HostConfig":{"NetworkMode":"rollout_edge"},"NetworkingConfig":)"
            R"({"EndpointsConfig":{"rollout_edge":{"Aliases":[")" +
            alias + R"("]}}}})";
        engine_.call("POST", "/containers/create?name=other-app-1", body);
        engine_.call("POST", "/containers/other-app-1/start");
        engine_.forget_requests();
    }

    /// Somebody does that to green.
    void at_second_look(const std::string& what) {
        engine_.on("GET", "/containers/*/top",
                   [this, what, looks = 0](const support::request&) mutable {
                       if (++looks == 2)
                           engine_.call("POST",
                                        std::string("/containers/") + green_container + '/' + what);
                       return std::nullopt;
                   });
    }

    void expect_refused(const outcome& result, const char* words) {
        EXPECT_EQ(result.code, 1) << result.out;
        EXPECT_THAT(result.err, HasSubstr(words));
        EXPECT_FALSE(engine_.has_container("rollout-web_green-1"));
        expect_no_lock();
    }
};

TEST_F(Obstacle, TheServicesOfTheLiveColorWereRenamed) {
    deploy_green();
    const auto served = loaded();
    rename_services();
    expect_refused(deploy(), "users are on green in container rollout-app_green-1");
    expect_refused(rollout({"plan"}), "not 'app_green'");
    expect_refused(up(), "name it as before");
    EXPECT_FALSE(engine_.has_container("rollout-web-1"));
    EXPECT_EQ(loaded(), served);
    const auto status = rollout({"status"});
    EXPECT_EQ(status.code, 4) << "users are served";
    EXPECT_THAT(status.out, HasSubstr("this file names other services for green"));
}

TEST_F(Obstacle, TheColorsWereExchanged) {
    deploy_green();
    edit_compose_file("x-rollout:\n", "x-rollout:\n  blue: app_green\n  green: app\n");
    const auto result = deploy();
    EXPECT_EQ(result.code, 1) << result.err;
    EXPECT_EQ(loaded(), "app_green");
    expect_untouched(green_container);
    expect_untouched(blue_container);
}

TEST_F(Obstacle, AServiceJoinedTheLiveColor) {
    deploy_green();
    edit_compose_file("x-rollout:\n", "x-rollout:\n  blue: [app, api]\n");
    edit_compose_file("  proxy:\n    image", "  api:\n    <<: *app\n\n  proxy:\n    image");
    const auto result = deploy();
    EXPECT_EQ(result.code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("`rollout up api_green` makes one"));
    EXPECT_EQ(rollout({"up", "api_green"}).code, 0);
    EXPECT_EQ(deploy().code, 0) << "green is whole by then";
    EXPECT_EQ(loaded(), "app");
}

TEST_F(Obstacle, IsNoServiceThatWasTakenOutOfTheColors) {
    edit_compose_file("x-rollout:\n", "x-rollout:\n  blue: [app, api]\n");
    edit_compose_file("  proxy:\n    image", "  api:\n    <<: *app\n\n  proxy:\n    image");
    ASSERT_EQ(up().code, 0);
    ASSERT_EQ(deploy().code, 0);
    edit_compose_file("  blue: [app, api]\n", "");
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(loaded(), "app");
}

TEST_F(Obstacle, TheLiveContainerIsPaused) {
    deploy_green();
    engine_.call("POST", std::string("/containers/") + green_container + "/pause");
    engine_.forget_requests();
    const auto result = deploy({}, {{"ROLLOUT_RETRY_DELAY", "1ms"}});
    EXPECT_EQ(result.code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("`docker unpause rollout-app_green-1`"));
    EXPECT_EQ(loaded(), "app_green");
    expect_untouched(green_container);
}

TEST_F(Obstacle, IsNoneOnceAContainerThatWasSavedGoesOn) {
    deploy_green();
    engine_.call("POST", std::string("/containers/") + green_container + "/pause");
    at_second_look("unpause");
    const auto result = deploy({}, {{"ROLLOUT_RETRY_DELAY", "10ms"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(loaded(), "app");
}

TEST_F(Obstacle, ALiveContainerThatIsBeingRestartedIsWaitedFor) {
    deploy_green();
    engine_.call("POST", std::string("/containers/") + green_container + "/stop");
    at_second_look("start");
    const auto result = deploy({}, {{"ROLLOUT_RETRY_DELAY", "10ms"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("from green to blue"));
}

TEST_F(Obstacle, SomebodyElsesContainerAnswersToTheSameName) {
    make_stranger("app_green");
    expect_refused(deploy(),
                   "container other-app-1 of project 'other' answers to the name "
                   "'app_green' in the network rollout_edge");
    EXPECT_FALSE(engine_.has_container(green_container));
    EXPECT_EQ(rollout({"status"}).code, 4);
}

/// Or nobody could be led away from that name.
TEST_F(Obstacle, IsNotANamesakeOfTheColorThatUsersLeave) {
    make_stranger("app");
    EXPECT_EQ(rollout({"status"}).code, 4);
    EXPECT_EQ(rollout({"recover"}).code, 0);
    EXPECT_EQ(deploy().code, 0);
    EXPECT_EQ(loaded(), "app_green");
}

TEST_F(Obstacle, IsToldByStatusAlsoWithoutARecord) {
    make_stranger("app");
    forget_record();
    const auto status = rollout({"status"});
    EXPECT_EQ(status.code, 4) << "users are served";
    EXPECT_THAT(status.out, HasSubstr("trouble: container other-app-1 of project 'other'"));
}

TEST_F(Obstacle, IsNotSomebodyElsesContainerOfAnotherName) {
    make_stranger("db");
    EXPECT_EQ(deploy().code, 0);
}

TEST_F(Obstacle, TheProxyRunsTwice) {
    const auto proxy = engine_.container(proxy_container);
    const std::string body =
        R"({"Image":"rollout-app","Labels":{"com.docker.compose.project":"rollout",)"
        R"("com.docker.compose.service":"proxy","com.docker.compose.container-number":"2",)"
        R"("com.docker.compose.config-hash":"0"}})";
    engine_.call("POST", "/containers/create?name=rollout-proxy-2", body);
    engine_.call("POST", "/containers/rollout-proxy-2/start");
    engine_.forget_requests();
    expect_refused(deploy(), "(rollout-proxy-1, rollout-proxy-2)");
    EXPECT_EQ(rollout({"status"}).code, 4);
    EXPECT_EQ(up().code, 0);
    EXPECT_FALSE(engine_.has_container("rollout-proxy-2"));
    EXPECT_EQ(deploy().code, 0);
}

}  // namespace
