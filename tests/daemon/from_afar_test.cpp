// The program in a container `FROM scratch` that has the engine's socket and a copy of the Compose
// file at another path, and nothing else of the engine's host.
#include "stack_test.hpp"

#include <support/raw_client.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>

namespace {

using namespace daemon_tests;
namespace fs = std::filesystem;

class FromAfar : public StackTest {
  protected:
    void SetUp() override {
        StackTest::SetUp();
        const auto& stack = the_stack();
        fs::create_directories(ci_ / "checkout");
        fs::copy_file(stack.command({}).front(), ci_ / "rollout");
        fs::copy_file(stack.folder() / "docker-compose.yml", ci_ / "checkout/docker-compose.yml");
        fs::copy(stack.folder() / "app", ci_ / "checkout/app", fs::copy_options::recursive);
        ci_.write("Dockerfile",
                  "FROM scratch\nCOPY rollout /rollout\nCOPY checkout /checkout\n"
                  "WORKDIR /checkout\nENTRYPOINT [\"/rollout\"]\n");
        ci_.write("docker-compose.yml", "services: {ci: {build: .}}\n");
        auto build = stack.command({"build"});
        build[build.size() - 2] = ci_project();
        process running(build, {}, ci_.path());
        ASSERT_EQ(running.wait(command_limit), 0) << running.output();
    }

    void TearDown() override {
        send("DELETE", "/containers/" + runner() + "?force=1");
        send("DELETE", "/images/" + ci_project() + "-ci?force=1");
        StackTest::TearDown();
    }

    [[nodiscard]] std::string ci_project() { return the_stack().project() + "-afar"; }
    [[nodiscard]] std::string runner() { return the_stack().project() + "-runner"; }

    std::string send(std::string_view method, const std::string& target,
                     const std::string& body = "") {
        auto client = support::raw_client::unix_socket(the_stack().engine().socket().string());
        return client
            .exchange(method, target, body,
                      "Connection: close\r\nContent-Type: application/json\r\n")
            .body;
    }

    /// `rollout COMMAND` in a container.
    result run_there(const std::string& command, const std::string& version) {
        const auto& stack = the_stack();
        const nlohmann::json body = {
            {"Image", ci_project() + "-ci"},
            {"Cmd", {command}},
            {"Tty", true},  // so that its output comes as it is
            {"Env",
             {"APP_VERSION=" + version, "PROXY_PORT=" + std::to_string(stack.port()),
              "ROLLOUT_PROJECT_NAME=" + stack.project(), "ROLLOUT_SMOKE_URL=http://proxy:8080/"}},
            {"HostConfig",
             {{"Binds", {stack.engine().socket().string() + ":/var/run/docker.sock"}},
              {"NetworkMode", stack.project() + "_edge"}}}};
        const auto path = "/containers/" + runner();
        send("DELETE", path);
        send("POST", "/containers/create?name=" + runner(), body.dump());
        send("POST", path + "/start");
        result done;
        done.exit_code = stack.engine().call("POST", path + "/wait").at("StatusCode");
        done.output = send("GET", path + "/logs?stdout=1&stderr=1");
        return done;
    }

    void expect_served(const std::string& color, const std::string& version) {
        const auto answer = the_stack().ask();
        EXPECT_EQ(answer.replica, color);
        EXPECT_EQ(answer.version, version);
        const auto service = color == "blue" ? "server app:8000" : "server app_green:8000";
        EXPECT_TRUE(the_stack().snippet().starts_with(service)) << the_stack().snippet();
        EXPECT_FALSE(the_stack().engine().container(the_stack().project() + "-rollout-files"));
        expect_no_lock();
    }

    support::temp_dir ci_;
};

TEST_F(FromAfar, AContainerWithNothingButTheSocketDeploysAndGoesBack) {
    const auto deploy = run_there("deploy", "1");
    ASSERT_EQ(deploy.exit_code, 0) << deploy.output;
    EXPECT_TRUE(
        contains(deploy.output, "has /checkout at " + the_stack().folder().path().string()));
    expect_served("green", "1");

    const auto status = run_there("status", "1");
    EXPECT_EQ(status.exit_code, 0) << status.output;
    EXPECT_TRUE(contains(status.output, "green"));

    const auto rollback = run_there("rollback", "1");
    EXPECT_EQ(rollback.exit_code, 0) << rollback.output;
    expect_served("blue", "0");
}

}  // namespace
