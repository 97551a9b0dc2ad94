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
        ci_.write("docker-compose.yml",
                  "services:\n"
                  "  ci:\n"
                  "    build: .\n"
                  "    container_name: " +
                      runner() +
                      "\n"
                      "    tty: true\n"
                      "    command: $COMMAND\n"
                      "    environment:\n"
                      "      APP_VERSION: $APP_VERSION\n"
                      "      PROXY_PORT: \"" +
                      std::to_string(stack.port()) +
                      "\"\n"
                      "      ROLLOUT_PROJECT_NAME: " +
                      stack.project() +
                      "\n"
                      "      ROLLOUT_SMOKE_URL: http://proxy:8080/\n"
                      "    volumes: [\"" +
                      stack.engine().socket().string() +
                      ":/var/run/docker.sock\"]\n"
                      "    networks: [edge]\n"
                      "networks:\n"
                      "  edge:\n"
                      "    name: " +
                      stack.project() +
                      "_edge\n"
                      "    external: true\n");
        const auto built = run_here({"build"});
        ASSERT_EQ(built.exit_code, 0) << built.output;
    }

    void TearDown() override {
        run_here({"down"});
        the_stack().engine().call("DELETE", "/images/" + ci_project() + "-ci?force=1");
        StackTest::TearDown();
    }

    [[nodiscard]] std::string ci_project() { return the_stack().project() + "-afar"; }
    [[nodiscard]] std::string runner() { return the_stack().project() + "-runner"; }

    /// `rollout` on this host, about the container that the tests run it in.
    result run_here(std::vector<std::string> arguments, const variables& settings = {}) {
        auto command = the_stack().command({});
        command.back() = ci_project();
        command.insert(command.end(), arguments.begin(), arguments.end());
        variables environment = {{"COMMAND", ""}, {"APP_VERSION", "0"}};
        for (const auto& [name, value] : settings)
            environment[name] = value;
        process running(command, environment, ci_.path());
        result done;
        done.exit_code = running.wait(command_limit);
        done.output = running.output();
        return done;
    }

    /// `rollout COMMAND` in that container.
    result run_there(const std::string& command, const std::string& version) {
        const auto started =
            run_here({"up", "--recreate"}, {{"COMMAND", command}, {"APP_VERSION", version}});
        EXPECT_EQ(started.exit_code, 0) << started.output;
        const auto path = "/containers/" + runner();
        const auto& engine = the_stack().engine();
        result done;
        done.exit_code = engine.call("POST", path + "/wait").at("StatusCode");
        auto client = support::raw_client::unix_socket(engine.socket().string());
        done.output =
            client.exchange("GET", path + "/logs?stdout=1&stderr=1", "", "Connection: close\r\n")
                .body;
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
