// What users get wrong and only a real engine, or the program itself, can show: one clear line, the
// right exit code, nothing left half done. The rest is in tests/flow.
#include "stack_test.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

#include <exception>

namespace {

using namespace daemon_tests;

class BadInput : public testing::Test {
  protected:
    void SetUp() override {
        try {
            stack_.emplace();
        } catch (const std::exception& e) {
            FAIL() << e.what();
        }
    }

    void expect_nothing_there() {
        const std::vector<std::string> none;
        EXPECT_EQ(stack_->engine().containers_of(stack_->project()), none);
        EXPECT_EQ(stack_->engine().networks_of(stack_->project()), none);
    }

    std::optional<stack> stack_;
};

TEST_F(BadInput, APortInUseIsToldAndTheNextUpGoesOn) {
    using boost::asio::ip::tcp;
    boost::asio::io_context context;
    const tcp::endpoint taken(tcp::v4(), stack_->port());
    std::optional<tcp::acceptor> occupant(std::in_place, context, taken);
    const auto up = stack_->run({"up"});
    EXPECT_EQ(up.exit_code, 1);
    EXPECT_TRUE(contains(up.output, std::to_string(stack_->port())));
    EXPECT_TRUE(contains(up.output, "address already in use"));
    occupant.reset();
    EXPECT_EQ(stack_->run({"up"}).exit_code, 0);
    EXPECT_EQ(stack_->run({"down"}).exit_code, 0);
    expect_nothing_there();
}

TEST_F(BadInput, AnImageThatCannotBePulledLeavesNothingBehind) {
    // Nobody listens on port 1, so the engine's answer does not depend on a registry.
    stack_->edit_compose_file("image: nginx:1.27-alpine", "image: 127.0.0.1:1/no/such:image");
    const auto up = stack_->run({"up"});
    EXPECT_EQ(up.exit_code, 1);
    EXPECT_TRUE(contains(up.output, "127.0.0.1:1/no/such:image"));
    EXPECT_TRUE(contains(up.output, "'proxy'"));
    expect_nothing_there();
}

TEST_F(BadInput, AnImageThatIsMissingAndMustNotBePulledLeavesNothingBehind) {
    stack_->edit_compose_file("image: nginx:1.27-alpine", "image: no-such-image:1");
    const auto up = stack_->run({"up", "--pull", "never"});
    EXPECT_EQ(up.exit_code, 1);
    EXPECT_TRUE(contains(up.output, "no-such-image:1"));
    expect_nothing_there();
}

TEST_F(BadInput, ADeployWithoutAStackSaysHowToStartIt) {
    const auto deploy = stack_->run({"deploy"});
    EXPECT_EQ(deploy.exit_code, 1);
    EXPECT_TRUE(contains(deploy.output, "rollout up"));
    expect_nothing_there();
}

TEST_F(BadInput, AFileThatDoesNotParseIsRefusedWithItsLine) {
    stack_->folder().write("docker-compose.yml", "services:\n  app: [\n");
    const auto up = stack_->run({"up"});
    EXPECT_EQ(up.exit_code, 64);
    EXPECT_TRUE(contains(up.output, "docker-compose.yml:"));
    expect_nothing_there();
}

}  // namespace
