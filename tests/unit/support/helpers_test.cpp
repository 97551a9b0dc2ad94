#include <support/run_coro.hpp>
#include <support/temp_dir.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace support {
namespace {

namespace net = boost::asio;

net::awaitable<std::unique_ptr<int>> answer() {
    co_return std::make_unique<int>(42);
}

net::awaitable<void> failing() {
    throw std::invalid_argument("no");
    co_return;
}

net::awaitable<void> endless() {
    net::steady_timer timer(co_await net::this_coro::executor, never_expires);
    co_await timer.async_wait(net::use_awaitable);
}

TEST(RunCoro, ReturnsTheValueOrThrows) {
    EXPECT_EQ(*run_coro(answer), 42);
    EXPECT_THROW(run_coro(failing), std::invalid_argument);
}

TEST(RunCoro, GivesTheExecutorWhereItIsWanted) {
    const auto same = [](net::any_io_executor given) -> net::awaitable<bool> {
        co_return given == co_await net::this_coro::executor;
    };
    EXPECT_TRUE(run_coro(same));
}

TEST(RunCoro, FailsTheTestWhenItDoesNotFinish) {
    EXPECT_NONFATAL_FAILURE(
        {
            try {
                run_coro(endless, must_expire);
            } catch (const std::runtime_error&) {
            }
        },
        "did not finish within 50 ms");
}

TEST(PollUntil, AsksAgainUntilItHolds) {
    int asked = 0;
    EXPECT_TRUE(poll_until([&] { return ++asked == 3; }));
    EXPECT_FALSE(poll_until([] { return false; }, std::chrono::milliseconds(1)));
}

TEST(TempDir, IsRemovedWithAllItHolds) {
    std::filesystem::path path;
    {
        const temp_dir dir;
        path = dir.path();
        EXPECT_LT(path.string().size(), 40u);
        dir.write("a/b/c", "text");
        EXPECT_EQ(dir.read("a/b/c"), "text");
        EXPECT_THROW(dir.read("none"), std::runtime_error);
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace support
