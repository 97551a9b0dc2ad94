#include "stack_test.hpp"

#include <support/waiting.hpp>

#include <cstdlib>
#include <exception>

namespace daemon_tests {

using namespace std::chrono_literals;

int rounds(int usually) {
    const char* const text = std::getenv("ROLLOUT_SWEEP");
    return text ? std::stoi(text) : usually;
}

testing::AssertionResult contains(const std::string& text, std::string_view part) {
    if (text.find(part) != std::string::npos) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "no '" << part << "' in:\n" << text;
}

testing::AssertionResult lost_nothing(const traffic::report& load) {
    if (load.failed == 0 && load.sent > 0) return testing::AssertionSuccess();
    return testing::AssertionFailure() << '\n' << traffic::to_table(load);
}

void StackTest::SetUp() {
    try {
        stack_.emplace(engine_socket());
        const auto up = stack_->run({"up", "app", "proxy"}, {{"APP_VERSION", "0"}});
        ASSERT_EQ(up.exit_code, 0) << up.output;
    } catch (const std::exception& e) {
        FAIL() << e.what();
    }
}

void StackTest::TearDown() {
    if (!stack_) return;
    const auto down = stack_->run({"down"});
    EXPECT_EQ(down.exit_code, 0) << down.output;
    const std::vector<std::string> none;
    EXPECT_EQ(stack_->engine().containers_of(stack_->project()), none) << down.output;
    EXPECT_EQ(stack_->engine().networks_of(stack_->project()), none) << down.output;
    EXPECT_EQ(stack_->snippet(), "server app:8000 resolve;\n");
    EXPECT_EQ(stack_->record(), "");
    stack_.reset();
}

std::vector<std::string> StackTest::quick_smoke(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--smoke-attempts", "1", "--smoke-delay", "0"});
    return arguments;
}

void StackTest::expect_live(const std::string& color, const std::string& version) {
    const auto got = stack_->ask();
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.replica, color);
    EXPECT_EQ(got.version, version);
    EXPECT_EQ(stack_->record(), color);
    const std::string service = color == "blue" ? "app" : "app_green";
    EXPECT_TRUE(stack_->snippet().starts_with("server " + service + ":8000 ")) << stack_->snippet();
    const auto status = stack_->run({"status"});
    EXPECT_EQ(status.exit_code, 0);
    for (const std::string key : {"live", "record", "snippet"})
        EXPECT_TRUE(contains(status.output, key + ": " + color + '\n'));
    EXPECT_TRUE(contains(status.output, "agreement: record and proxy agree\n"));
    EXPECT_TRUE(contains(status.output, stack_->container_name(service) + ": Up "));
}

std::unique_ptr<traffic::load> StackTest::start_load(int connections) {
    return start_load(connections, stack_->url());
}

std::unique_ptr<traffic::load> StackTest::start_load(int connections, const std::string& url) {
    traffic::options options;
    options.url = url;
    options.keep_alive = connections - connections / 3;
    options.closing = connections / 3;
    options.pause = 5ms;
    auto load = std::make_unique<traffic::load>(options);
    EXPECT_TRUE(support::poll_until([&load] { return load->so_far().sent > 20; }));
    return load;
}

void StackTest::expect_untouched(const std::string& service, const container_view& before,
                                 std::chrono::system_clock::time_point since) {
    EXPECT_EQ(stack_->container(service), before) << service;
    for (const auto& action : stack_->engine().actions_on(before.id, since))
        EXPECT_TRUE(action.starts_with("exec_") || action.starts_with("health_status"))
            << service << ": " << action;
}

void StackTest::expect_no_lock() {
    EXPECT_FALSE(stack_->engine().container(stack_->project() + "-rollout-lock").has_value());
}

}  // namespace daemon_tests
