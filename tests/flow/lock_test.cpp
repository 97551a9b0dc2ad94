// The lock as users meet it: waiting for it, being told whose it is, removing it, signals.
#include "deploy_fixture.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <pthread.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>

namespace flow {

namespace {

using namespace std::chrono_literals;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* far_away = "99999999999";

class HeldLock : public Deploy {
  protected:
    void hold(const std::string& expires, const std::string& purpose = "deploy") {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
        const auto answer = engine_.call(
            "POST", std::string("/containers/create?name=") + lock_container,
            R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
            R"("rollout.lock.pid":"42","rollout.lock.purpose":")" +
                purpose + R"(","rollout.lock.since":")" + std::to_string(seconds - 30) +
                R"(","rollout.lock.expires":")" + expires + R"("}})");
        ASSERT_EQ(answer.status, 201u) << answer.body;
    }

    void let_go() { engine_.call("DELETE", std::string("/containers/") + lock_container); }

    /// It is there when the command tries to take it for the first time, and gone the next time.
    void let_go_at_second_try(const std::function<void()>& before = [] {}) {
        tries_ = 0;
        engine_.on("POST", "/containers/create", [this, before](const support::request& r) {
            const bool lock = r.target.find(lock_container) != std::string::npos;
            if (lock && ++tries_ == 2) {
                before();
                let_go();
            }
            return std::nullopt;
        });
    }

    using labels = std::map<std::string, std::string>;

    /// The engine's record as it is now.
    labels page() const {
        for (const auto& c : engine_.containers())
            if (c.labels.contains("rollout.journal.number")) return c.labels;
        return {};
    }

    /// As if a run had written that one last.
    void put_page(labels page) {
        page["rollout.journal.number"] = "99";
        nlohmann::json body{{"Image", "nginx:1.27-alpine"}, {"Labels", page}};
        engine_.call("POST", "/containers/create?name=rollout-rollout-record-99", body.dump());
    }

    int tries_ = 0;
};

TEST_F(HeldLock, NothingIsStoppedMeanwhile) {
    hold(far_away);
    for (const auto* command : {"stop", "restart", "pause", "kill", "rm"}) {
        const auto result = rollout({command, "app"});
        EXPECT_EQ(result.code, 75) << command << ": " << result.err;
    }
    expect_untouched(blue_container);
}

TEST_F(HeldLock, SaysWhoseItIsAndHowToFreeIt) {
    hold(far_away, "up");
    const auto result = deploy();
    EXPECT_EQ(result.code, 75);
    EXPECT_THAT(result.err, ContainsRegex("ann@ci \\(pid 42\\) began 'up' [0-9]+ s ago"));
    EXPECT_THAT(result.err, HasSubstr("`rollout unlock --force`"));
    EXPECT_THAT(result.err, HasSubstr(lock_container));
}

TEST_F(HeldLock, IsWaitedForWhenAsked) {
    hold(far_away);
    let_go_at_second_try();
    const auto result = deploy({"--lock-wait", "20s"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out,
                ContainsRegex("lock: waiting for ann@ci \\(pid 42\\), who began 'deploy' [0-9]+ s "
                              "ago; at most 20 s"));
    EXPECT_EQ(result.out.find("lock: waiting"), result.out.rfind("lock: waiting"));
    EXPECT_THAT(result.err, Not(HasSubstr("did not finish")));
    expect_consistent("green");
    expect_no_lock();
}

TEST_F(HeldLock, IsWaitedForNoLongerThanAsked) {
    hold(far_away);
    const auto began = std::chrono::steady_clock::now();
    const auto result = deploy({}, {{"ROLLOUT_LOCK_WAIT", "300ms"}});
    const auto took = std::chrono::steady_clock::now() - began;
    EXPECT_EQ(result.code, 75);
    EXPECT_GE(took, 300ms);
    EXPECT_LT(took, 10s);
    EXPECT_TRUE(engine_.has_container(lock_container));
}

TEST_F(HeldLock, IsWaitedForByUpAndDown) {
    hold(far_away);
    let_go_at_second_try();
    EXPECT_EQ(rollout({"up", "--lock-wait", "20s"}).code, 0);
    hold(far_away);
    tries_ = 0;
    EXPECT_EQ(rollout({"down", "--lock-wait", "20s"}).code, 0);
    expect_no_lock();
}

TEST_F(HeldLock, WhileItIsWaitedForASignalEndsTheCommand) {
    hold(far_away);
    // Once: a second one could come when the command has ended, and end this program.
    bool sent = false;
    engine_.on("GET", std::string("/containers/") + lock_container + "/json",
               [&sent](const support::request&) {
                   if (!std::exchange(sent, true)) ::kill(::getpid(), SIGTERM);
                   return std::nullopt;
               });
    const auto result = deploy({"--lock-wait", "1m"});
    EXPECT_EQ(result.code, 143);
    EXPECT_TRUE(engine_.has_container(lock_container));
}

// A proxy that was replaced meanwhile has another id.
TEST_F(HeldLock, AfterTheWaitTheProxyIsLookedForAgain) {
    hold(far_away, "up");
    let_go_at_second_try([this] {
        engine_.call("DELETE", std::string("/containers/") + proxy_container + "?force=1");
    });
    const auto result = deploy({"--lock-wait", "20s"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("is not running; start the stack first"));
    expect_no_lock();
}

// `up` read the record before it had the lock, and led users back to the version before.
TEST_F(HeldLock, AfterTheWaitUpBelievesTheRecordOfThen) {
    ASSERT_EQ(deploy().code, 0);
    auto green = page();
    ASSERT_EQ(rollout({"rollback"}).code, 0);
    ASSERT_EQ(loaded(), "app");
    hold(far_away);
    let_go_at_second_try([&] {
        engine_.call("POST", std::string("/containers/") + proxy_container + "/stop");
        put_page(green);
    });
    const auto result = rollout({"up", "--lock-wait", "20s"});
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

// What the killed run asked of nginx may come yet, and the lock is all that tells of it.
TEST_F(HeldLock, IsWaitedForByDownAlsoWhenNothingIsThereYet) {
    ASSERT_EQ(rollout({"down"}).code, 0);
    hold(far_away, "up");
    EXPECT_EQ(rollout({"down"}).code, 75);
    let_go();
    hold("1", "up");
    EXPECT_EQ(rollout({"down"}).code, 0);
    expect_no_lock();
}

TEST_F(HeldLock, OfAKilledRunStaysWhileThereIsNothingToMakeSureOf) {
    engine_.call("POST", std::string("/containers/") + blue_container + "/stop");
    hold("1");
    EXPECT_EQ(rollout({"recover"}).code, 0);
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("did not finish"));
    engine_.call("POST", std::string("/containers/") + blue_container + "/start");
    EXPECT_EQ(rollout({"recover"}).code, 0);
    expect_no_lock();
}

TEST_F(HeldLock, OfAKilledRunIsLeftBehindByOneThatCouldNotLook) {
    hold("1");
    engine_.inject("GET", "/containers/*/top", support::fault::fail(500, "no ps"));
    const auto result = deploy();
    EXPECT_NE(result.code, 0);
    EXPECT_TRUE(engine_.has_container(lock_container));
    EXPECT_THAT(rollout({"status"}).err, HasSubstr("no ps"));
    engine_.clear_faults();
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("did not finish"));
    const auto again = deploy();
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_THAT(again.err, HasSubstr("did not finish"));
    expect_no_lock();
}

// The engine gets the request and carries it out, whatever becomes of who asked.
TEST_F(Deploy, ASignalWhileTheLockIsMadeLeavesNoneBehind) {
    bool sent = false;
    engine_.on("POST", "/containers/create", [&](const support::request& r) {
        const bool lock = r.target.find(lock_container) != std::string::npos;
        if (lock && !std::exchange(sent, true)) std::raise(SIGTERM);  // is there at once
        return std::nullopt;
    });
    const auto result = deploy();
    EXPECT_EQ(result.code, 143) << result.err;
    EXPECT_TRUE(sent);
    expect_no_lock();
    EXPECT_FALSE(engine_.has_container(green_container));
}

std::atomic<bool> is_held_up{false};
std::atomic<bool> goes_on{false};

void hold_up(int) {
    is_held_up = true;
    while (!goes_on)
        continue;
}

// The wait for signals began anew behind the end, and the program never ended.
TEST_F(Deploy, ASignalThatComesWithTheLastAnswerDoesNotHoldTheCommand) {
    is_held_up = goes_on = false;
    std::signal(SIGUSR1, hold_up);
    const auto command = ::pthread_self();
    std::thread later;
    engine_.on("DELETE", "/containers/*", [&](const support::request& r) {
        if (r.container_name != lock_container || is_held_up) return std::nullopt;
        ::pthread_kill(command, SIGUSR1);
        while (!is_held_up)
            std::this_thread::yield();
        std::raise(SIGTERM);
        later = std::thread([] {
            std::this_thread::sleep_for(50ms);  // the answer is there, and both are seen at once
            goes_on = true;
        });
        return std::nullopt;
    });
    const auto result = rollout({"recover"});
    later.join();
    std::signal(SIGUSR1, SIG_DFL);
    EXPECT_EQ(result.code, 0) << result.err;
    expect_no_lock();
}

TEST_F(HeldLock, IsRemovedByUnlockWhenItIsDead) {
    hold("1");
    const auto result = rollout({"unlock"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out,
                testing::MatchesRegex("lock: removed the lock of ann@ci \\(pid 42\\), who began "
                                      "'deploy' [0-9]+ s ago and gives no sign of life\n"));
    expect_no_lock();
}

TEST_F(HeldLock, IsRemovedByUnlockOnlyByForceWhenItsOwnerMayBeAtWork) {
    hold(far_away);
    const auto refused = rollout({"unlock"});
    EXPECT_EQ(refused.code, 75);
    EXPECT_THAT(refused.err, ContainsRegex("ann@ci \\(pid 42\\) began 'deploy' [0-9]+ s ago"));
    EXPECT_THAT(refused.err, HasSubstr("--force"));
    EXPECT_TRUE(engine_.has_container(lock_container));
    const auto forced = rollout({"unlock", "--force"});
    EXPECT_EQ(forced.code, 0) << forced.err;
    EXPECT_THAT(forced.out, HasSubstr("and may be at work"));
    expect_no_lock();
}

TEST_F(Deploy, UnlockWithoutALockSaysSo) {
    const auto result = rollout({"unlock"});
    EXPECT_EQ(result.code, 0);
    EXPECT_EQ(result.out, "lock: nobody holds it: there is no container rollout-rollout-lock\n");
    EXPECT_THAT(engine_.mutating_requests(), testing::IsEmpty());
}

/// Takes the lock away when the first request of that kind comes whose container has that name.
class LostLock : public Deploy {
  protected:
    void lose_lock_at(const char* method, const char* path, const char* name_part) {
        engine_.on(method, path,
                   [this, name_part, lost = false](const support::request& r) mutable {
                       const bool here = r.target.find(name_part) != std::string::npos;
                       if (here && !std::exchange(lost, true))
                           engine_.call("DELETE", std::string("/containers/") + lock_container);
                       return std::nullopt;
                   });
    }
};

TEST_F(LostLock, AfterTheCutoverLeavesTheOldVersionAlone) {
    lose_lock_at("POST", "/containers/create", "rollout-record");
    const auto result = deploy({"--retire", "remove"});
    EXPECT_EQ(result.code, 3) << result.out;
    EXPECT_THAT(result.err, HasSubstr("the lock was lost"));
    EXPECT_EQ(loaded(), "app_green");
    expect_untouched(blue_container);
    EXPECT_EQ(deploy().code, 0) << "the next run clears up";
}

TEST_F(LostLock, BeforeUsersAreMovedLeavesAllAsItIs) {
    lose_lock_at("POST", "/containers/create", "app_green");
    const auto result = deploy();
    EXPECT_EQ(result.code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("the lock was lost"));
    EXPECT_EQ(loaded(), "app");
    EXPECT_TRUE(engine_.has_container(green_container)) << "it may be another run's by now";
    EXPECT_EQ(deploy().code, 0);
}

TEST_F(LostLock, BehindThePreviewLeavesUsersWhereTheyAre) {
    lose_lock_at("POST", "/exec/*/start", "/start");
    const auto before = reloads();
    const auto result = deploy();
    EXPECT_EQ(result.code, 1) << result.out << result.err;
    EXPECT_THAT(result.err, HasSubstr("the lock was lost"));
    EXPECT_EQ(loaded(), "app");
    EXPECT_LE(reloads() - before, 1u);
    EXPECT_EQ(deploy().code, 0);
    expect_consistent("green");
}

TEST_F(LostLock, BeforeAPreDeployCommandKeepsThatFromRunning) {
    lose_lock_at("POST", "/build", "build");
    const auto result = deploy({"--pre-deploy", "/migrate"});
    EXPECT_EQ(result.code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("the lock was lost"));
    EXPECT_EQ(engine_.count("POST", "/containers/create"), 1u) << "the lock alone";
}

// The first renewal comes when a deploy takes longer than most do.
TEST_F(Deploy, ThatIsQuickRenewsNoLease) {
    ASSERT_EQ(deploy().code, 0);
    EXPECT_EQ(engine_.count("PUT", "/containers/*/archive"), 0u);
}

}  // namespace

}  // namespace flow
