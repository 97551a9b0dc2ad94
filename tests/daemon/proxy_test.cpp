// What the sample's nginx makes of names whose addresses change, and of the header of a preview.
#include "stack_test.hpp"

#include <support/waiting.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <system_error>

namespace {

using namespace daemon_tests;
using namespace std::chrono_literals;

class Proxy : public StackTest {
  protected:
    void act(const std::string& service, const std::string& action) {
        the_stack().engine().call(
            "POST", "/containers/" + the_stack().container_name(service) + '/' + action);
    }
    void deploy_green() {
        const auto done = the_stack().run({"deploy"}, {{"APP_VERSION", "1"}});
        ASSERT_EQ(done.exit_code, 0) << done.output;
    }
    bool answers(const std::string& replica, const std::string& headers = "") {
        return support::poll_until([&] { return the_stack().ask(headers).replica == replica; }, 4s);
    }
    bool answers_bad_gateway() {
        return support::poll_until([&] {
            try {
                return the_stack().ask().status == 502;
            } catch (const std::system_error&) {
                return false;  // nobody listens yet
            }
        });
    }
    std::string address(const std::string& service) {
        const auto seen = the_stack().engine().call(
            "GET", "/containers/" + the_stack().container_name(service) + "/json");
        return seen["NetworkSettings"]["Networks"][the_stack().project() + "_edge"]["IPAddress"];
    }
    void set_preview(const std::string& text) {
        the_stack().folder().write("nginx/conf.d/preview.conf", text);
        act("proxy", "kill?signal=HUP");
    }
};

// Who starts first gets the lowest address that is free.
TEST_F(Proxy, FollowsColorsThatExchangeTheirAddresses) {
    deploy_green();
    const auto blue = address("app");
    const auto green = address("app_green");
    const auto proxy = the_stack().container("proxy");
    act("app", "stop?t=0");
    act("app_green", "stop?t=0");
    const bool blue_is_lower = blue < green;  // by their last digit: the network is new
    act(blue_is_lower ? "app_green" : "app", "start");
    act(blue_is_lower ? "app" : "app_green", "start");
    ASSERT_EQ(address("app"), green);
    ASSERT_EQ(address("app_green"), blue);
    EXPECT_TRUE(answers("green"));
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(the_stack().ask().replica, "green");
    EXPECT_EQ(the_stack().container("proxy"), proxy);
}

TEST_F(Proxy, StartsWithTheNameOfAColorThatIsNotThere) {
    the_stack().write_snippet("server app_green:8000 resolve;\n");
    act("proxy", "restart?t=0");
    EXPECT_TRUE(answers_bad_gateway());
    EXPECT_EQ(the_stack().container("proxy").state, "running");
}

TEST_F(Proxy, ShowsTheIdleColorToWhoKnowsTheSecretOfThePreview) {
    const std::string secret = "X-Rollout-Preview: 0123456789abcdef0123456789abcdef\r\n";
    deploy_green();
    EXPECT_EQ(the_stack().ask(secret).replica, "green");
    set_preview("\"0123456789abcdef0123456789abcdef\" app:8000;\n");
    EXPECT_TRUE(answers("blue", secret));
    EXPECT_EQ(the_stack().ask().replica, "green");
    EXPECT_EQ(the_stack().ask("X-Rollout-Preview: guess\r\n").replica, "green");
    set_preview("# no preview\n");
    EXPECT_TRUE(answers("green", secret));
}

}  // namespace
