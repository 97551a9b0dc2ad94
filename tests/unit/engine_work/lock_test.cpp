// A lock on the fake engine: its lease, and what others see of it.
#include "recorder.hpp"

#include <engine_api/client.hpp>
#include <engine_api/credentials.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/sleep.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <support/fake_engine.hpp>
#include <support/run_coro.hpp>
#include <support/waiting.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include <engine_work/lease.hpp>
#include <engine_work/lock_labels.hpp>

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using namespace rollout;
using engine_work::deploy_lock;
using engine_work::lock_view;
using testing::HasSubstr;
using testing::SizeIs;

constexpr const char* lock_container = "shop-rollout-lock";
constexpr const char* archive = "/containers/*/archive";

class Lock : public testing::Test {
  protected:
    Lock() {
        engine_.add_image("app:1");
        project_.name = "shop";
        options_.image = "app:1";
        options_.purpose = "deploy";
    }

    using work_function =
        std::function<net::awaitable<void>(engine_api::client&, const deploy_lock&)>;

    /// Runs `work` under the lock.
    void hold(const work_function& work) {
        support::run_coro([&](net::any_io_executor on) -> net::awaitable<void> {
            engine_api::client client(on, engine_api::parse_endpoint(engine_.url()));
            const engine_api::credentials logins;
            const engine_work::context ctx{client, logins, project_, said_, interrupted_};
            const auto under_lock = [&](deploy_lock& lock) {
                if (settles_) lock.settled();
                return work(client, lock);
            };
            co_await engine_work::with_lock(ctx, options_, under_lock);
        });
    }

    std::optional<lock_view> look() {
        return support::run_coro(
            [&](net::any_io_executor on) -> net::awaitable<std::optional<lock_view>> {
                engine_api::client client(on, engine_api::parse_endpoint(engine_.url()));
                co_return co_await engine_work::read_lock(client, "shop");
            });
    }

    /// A lock that another host took.
    void seed(std::int64_t expires) {
        const auto answer = engine_.call(
            "POST", std::string("/containers/create?name=") + lock_container,
            R"({"Image":"app:1","Labels":{"rollout.lock.owner":"ann@ci","rollout.lock.pid":"42",)"
            R"("rollout.lock.purpose":"deploy","rollout.deploy.to":"green",)"
            R"("rollout.lock.expires":")" +
                std::to_string(expires) + R"("}})");
        ASSERT_EQ(answer.status, 201u) << answer.body;
    }

    void seed_lease(std::int64_t expires) {
        const auto answer =
            engine_.call("PUT", std::string("/containers/") + lock_container + "/archive?path=/",
                         engine_work::lease_tar(expires));
        ASSERT_EQ(answer.status, 200u) << answer.body;
    }

    std::string lease() const { return engine_.file_in(lock_container, engine_work::lease_path); }

    net::awaitable<void> wait_for_renewals(std::size_t wanted) {
        const auto hang = std::chrono::steady_clock::now() + support::never_expires;
        while (engine_.count("PUT", archive) < wanted && std::chrono::steady_clock::now() < hang)
            co_await engine_work::sleep_for(5ms);
    }

    support::fake_engine engine_;
    compose::project project_;
    recorder said_;
    engine_work::interruption interrupted_;
    engine_work::lock_options options_;
    bool settles_ = false;  ///< what a dead lock told
};

TEST_F(Lock, WhoseCreationWasNotAnsweredAsAWholeIsOursAllTheSame) {
    for (const auto& lost :
         {support::fault::reset_before_head().executed(), support::fault::cut_body_after(5)}) {
        engine_.inject("POST", "/containers/create", lost);
        bool held = false;
        hold([&](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
            held = true;
            co_return;
        });
        EXPECT_TRUE(held);
        EXPECT_FALSE(engine_.has_container(lock_container));
        engine_.clear_faults();
    }
}

TEST_F(Lock, ThatCannotBeMadeIsTheEnginesError) {
    engine_.inject("POST", "/containers/create", support::fault::reset_before_head());
    const auto nothing = [](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
        co_return;
    };
    EXPECT_THROW(hold(nothing), engine_api::error);
    EXPECT_FALSE(engine_.has_container(lock_container));
}

TEST_F(Lock, IsSeenWithItsOwnerAndWhatElseItSays) {
    options_.labels = {{"rollout.deploy.to", "green"}};
    std::optional<lock_view> seen;
    hold([&](engine_api::client& client, const deploy_lock& lock) -> net::awaitable<void> {
        seen = co_await engine_work::read_lock(client, "shop");
        const bool held = co_await lock.still_held(client);
        EXPECT_TRUE(held);
        EXPECT_FALSE(lock.waited());
        EXPECT_FALSE(lock.taken_over());
    });
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->name, lock_container);
    EXPECT_EQ(seen->owner, engine_work::this_process().name);
    EXPECT_EQ(seen->pid, ::getpid());
    EXPECT_EQ(seen->purpose, "deploy");
    EXPECT_EQ(seen->labels.at("rollout.deploy.to"), "green");
    EXPECT_EQ(seen->expires, seen->since + 45);
    EXPECT_FALSE(seen->dead);
    EXPECT_FALSE(look());
    EXPECT_EQ(engine_.count("PUT", archive), 0u);
}

TEST_F(Lock, IsRenewedWhileTheWorkGoesOnAndNoLonger) {
    options_.renew_each = 5ms;
    std::string written;
    hold([&](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
        co_await wait_for_renewals(3);
        written = lease();
    });
    EXPECT_GE(engine_.count("PUT", archive), 3u);
    EXPECT_NEAR(static_cast<double>(engine_work::expiry_in(written).value_or(0)),
                static_cast<double>(engine_work::unix_now() + 45), 30);
    EXPECT_FALSE(engine_.has_container(lock_container));
    EXPECT_THAT(said_.all<engine_work::lock_not_renewed>(), SizeIs(0));
    EXPECT_EQ(engine_.requests().back().method, "DELETE");
}

TEST_F(Lock, ARenewalThatFailsIsTriedAgainAndReportedOnce) {
    options_.renew_each = 5ms;
    engine_.inject("PUT", archive, support::fault::fail(500, "no space left on device"),
                   support::occurrence::up_to(3));
    std::string written;
    hold([&](engine_api::client& client, const deploy_lock& lock) -> net::awaitable<void> {
        co_await wait_for_renewals(5);
        written = lease();
        const bool held = co_await lock.still_held(client);
        EXPECT_TRUE(held);
    });
    EXPECT_NE(written, "");
    const auto warnings = said_.all<engine_work::lock_not_renewed>();
    ASSERT_THAT(warnings, SizeIs(1));
    EXPECT_THAT(warnings.front().why, HasSubstr("no space left on device"));
}

// The engine may be silent: the work must end all the same.
TEST_F(Lock, ARenewalThatIsUnderWayEndsWithTheWork) {
    options_.renew_each = 1ms;
    engine_.inject("PUT", archive, support::fault::stall());
    hold([&](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
        co_await wait_for_renewals(1);
    });
    EXPECT_THAT(said_.all<engine_work::lock_not_renewed>(), SizeIs(0)) << "came to its own limit";
    EXPECT_FALSE(engine_.has_container(lock_container));
}

TEST_F(Lock, EndsItsRenewalWhenTheWorkFails) {
    options_.renew_each = 1ms;
    const auto fail = [&](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
        co_await wait_for_renewals(1);
        throw std::runtime_error("no");
    };
    EXPECT_THROW(hold(fail), std::runtime_error);
    EXPECT_FALSE(engine_.has_container(lock_container));
}

TEST_F(Lock, ThatAnotherOneTookIsNotHeldAnyMore) {
    options_.renew_each = 5ms;
    engine_.inject("PUT", archive, support::fault::fail(403, "not allowed"));
    hold([&](engine_api::client& client, const deploy_lock& lock) -> net::awaitable<void> {
        co_await wait_for_renewals(1);
        engine_.call("DELETE", std::string("/containers/") + lock_container);
        seed(engine_work::unix_now() + 45);
        const bool held = co_await lock.still_held(client);
        EXPECT_FALSE(held);
    });
    EXPECT_TRUE(engine_.has_container(lock_container)) << "that of another one was removed";
}

TEST_F(Lock, LivesAsLongAsItsLeaseSays) {
    const auto now = engine_work::unix_now();
    seed(1);
    EXPECT_TRUE(look()->dead);
    seed_lease(now + 30);
    EXPECT_EQ(look()->expires, now + 30);
    EXPECT_FALSE(look()->dead);
    seed_lease(now - 60);
    EXPECT_TRUE(look()->dead);
}

TEST_F(Lock, WhoseLeaseIsOlderThanItsLabelGoesByTheLabel) {
    const auto now = engine_work::unix_now();
    seed(now + 30);
    seed_lease(1);
    EXPECT_EQ(look()->expires, now + 30);
    EXPECT_FALSE(look()->dead);
}

TEST_F(Lock, WhoseLeaseCannotBeReadIsNotTakenForExpired) {
    seed(1);
    engine_.inject("GET", archive, support::fault::fail(500, "try again later"));
    EXPECT_FALSE(look()->dead);
    engine_.clear_faults();
    EXPECT_TRUE(look()->dead);
}

TEST_F(Lock, ThatIsDeadIsTakenOverWithWhatItSaid) {
    seed(1);
    std::optional<lock_view> before;
    hold([&](engine_api::client&, const deploy_lock& lock) -> net::awaitable<void> {
        before = lock.taken_over();
        co_return;
    });
    ASSERT_TRUE(before);
    EXPECT_EQ(before->owner, "ann@ci");
    EXPECT_EQ(before->labels.at("rollout.deploy.to"), "green");
    const auto told = said_.all<engine_work::lock_taken_over>();
    ASSERT_THAT(told, SizeIs(1));
    EXPECT_EQ(told.front().unfinished, "ann@ci, 'deploy'");
}

// What it told must not be lost with a run that does not get to it.
TEST_F(Lock, ThatIsDeadIsPassedOnUntilItIsSettled) {
    const auto nothing = [](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
        co_return;
    };
    seed(1);
    hold(nothing);
    ASSERT_TRUE(look());
    EXPECT_TRUE(look()->dead) << "also for those that cannot tell that this process is gone";
    EXPECT_EQ(look()->unfinished, std::set<std::string>{"shop"});
    settles_ = true;
    hold(nothing);
    EXPECT_FALSE(look());
}

TEST_F(Lock, ThatIsDeadIsPassedOnByARunThatASignalEnds) {
    seed(1);
    engine_.on("POST", "/containers/create", [this](const support::request&) {
        interrupted_.ask(SIGTERM);
        return std::nullopt;
    });
    const auto nothing = [](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
        co_return;
    };
    EXPECT_THROW(hold(nothing), engine_work::failure);
    ASSERT_TRUE(look());
    EXPECT_TRUE(look()->dead);
}

TEST_F(Lock, OfASignalThatCameWhileItWasMadeIsRemoved) {
    engine_.on("POST", "/containers/create", [this](const support::request&) {
        interrupted_.ask(SIGTERM);
        return std::nullopt;
    });
    bool worked = false;
    const auto work = [&](engine_api::client&, const deploy_lock&) -> net::awaitable<void> {
        worked = true;
        co_return;
    };
    EXPECT_THROW(hold(work), engine_work::failure);
    EXPECT_FALSE(worked);
    EXPECT_FALSE(engine_.has_container(lock_container));
}

}  // namespace
