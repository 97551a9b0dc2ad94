// `run` and `attach`: a container's own program, with our streams as its own.
#include "carrying_test.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <csignal>
#include <future>
#include <thread>

namespace flow {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using support::exec_call;
using support::exec_result;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

class Run : public carrying_test {
  protected:
    Run()
        : carrying_test(R"(
  db: {image: "db:1"}
  job: {image: "job:1", command: [work], depends_on: [db], ports: ["8080:80"]}
)") {
        for (const auto* image : {"db:1", "job:1"})
            engine_.add_image(image);
    }

    /// The program says this and ends with this code.
    void ends(std::vector<support::log_line> says, int code) {
        support::behaviour how;
        how.log = std::move(says);
        how.exits_after = 5ms;
        how.exit_code = code;
        behave(how);
    }
    void behave(const support::behaviour& how) {
        engine_.behave(support::selector::by_image("job:1"), how);
    }

    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& c : engine_.containers())
            all.push_back(c.name);
        return all;
    }
    bool passed_on(std::ptrdiff_t signals) const {
        return engine_.wait_for(
            [&](const std::vector<support::request>& all) {
                return signals == std::count_if(all.begin(), all.end(), [](const auto& r) {
                           return r.path.ends_with("/kill");
                       });
            },
            15s);
    }
    std::vector<std::string> mutations() const {
        std::vector<std::string> lines;
        for (const auto& r : engine_.mutating_requests())
            if (r.container_name.find("-run-") != std::string::npos)
                lines.push_back(r.path.substr(r.path.rfind('/') + 1));
        return lines;
    }
};

TEST_F(Run, CarriesAllOutputAndTheExitCode) {
    ends({{"to stdout"}, {"to stderr", true}}, 7);
    const auto done = carry({"run", "job"});
    EXPECT_EQ(done.result.code, 7);
    EXPECT_EQ(done.out, "to stdout\n");
    EXPECT_EQ(done.err, "to stderr\n");
    EXPECT_EQ(done.result.out, "");
    EXPECT_THAT(mutations(), ElementsAre("attach", "wait", "start"));
    EXPECT_THAT(names(), ElementsAre("plain-db-1", MatchesRegex("plain-job-run-[0-9a-f]{12}")));
    EXPECT_TRUE(engine_.container("plain-db-1").running());
    EXPECT_THAT(engine_.unexpected(), IsEmpty());
}

TEST_F(Run, LeavesNothingBehindWithTheFlag) {
    ends({{"done"}}, 3);
    const auto done = carry({"run", "--rm", "job"});
    EXPECT_EQ(done.result.code, 3);
    EXPECT_EQ(done.out, "done\n");
    EXPECT_THAT(names(), ElementsAre("plain-db-1"));
}

TEST_F(Run, SendsItsInputAndTheCommandThatStandsBehindTheService) {
    support::behaviour how;
    exec_call seen;
    how.on_input = [&seen](const exec_call& call) {
        seen = call;
        return exec_result{0, "got " + std::to_string(call.input.size()), "", {}};
    };
    behave(how);
    dir_.write("input", std::string(500'000, 'x'));
    const auto done = carry({"run", "--rm", "-e", "A=1", "job", "cat", "-n", "--rm"}, "input");
    EXPECT_EQ(done.result.code, 0);
    EXPECT_EQ(done.out, "got 500000\n");
    EXPECT_THAT(seen.argv, ElementsAre("cat", "-n", "--rm"));
}

TEST_F(Run, PrintsTheIdOfOneThatGoesOn) {
    const auto done = carry({"run", "-d", "--name", "mine", "-p", "9090:90", "job"});
    EXPECT_EQ(done.result.code, 0);
    const auto made = engine_.container("mine");
    EXPECT_TRUE(made.running());
    EXPECT_EQ(done.result.out, made.id + "\n");
    const auto ports = json::parse(made.json).at("HostConfig").at("PortBindings");
    EXPECT_TRUE(ports.contains("90/tcp"));
    EXPECT_FALSE(ports.contains("80/tcp"));
}

TEST_F(Run, StartsNothingElseWithTheFlag) {
    ends({}, 0);
    EXPECT_EQ(carry({"run", "--rm", "--no-deps", "job"}).result.code, 0);
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Run, IsQuietWithTheFlag) {
    ends({{"done"}}, 0);
    EXPECT_THAT(carry({"run", "job"}).result.err, HasSubstr("create container plain-db-1"));
    const auto done = carry({"run", "-q", "job"});
    EXPECT_EQ(done.out, "done\n");
    EXPECT_EQ(done.result.err, "");
}

TEST_F(Run, PassesSignalsOnAndEndsAsTheProgramDoes) {
    support::behaviour how;
    how.stop_exit_code = 42;
    behave(how);
    auto running = std::async(std::launch::async, [&] { return carry({"run", "--rm", "job"}); });
    ASSERT_TRUE(engine_.wait_for(
        [](const std::vector<support::request>& all) {
            return std::any_of(all.begin(), all.end(), [](const support::request& r) {
                return r.container_name.find("-run-") != std::string::npos &&
                       r.path.ends_with("/start");
            });
        },
        15s));
    std::this_thread::sleep_for(100ms);
    ::kill(::getpid(), SIGTERM);
    const auto done = running.get();
    EXPECT_EQ(done.result.code, 42);
    EXPECT_EQ(done.result.err.find("asked to end"), std::string::npos);
    EXPECT_EQ(engine_.count("POST", "/containers/*/kill"), 1u);
}

// The program heeds SIGTERM alone.
TEST_F(Run, AttachEndsAtTheThirdSignalThatTheProgramDoesNotHeed) {
    ASSERT_EQ(plain({"up"}).code, 0);
    auto running = std::async(std::launch::async, [&] { return carry({"attach", "db"}); });
    ASSERT_TRUE(engine_.wait_for_request("POST", "/containers/*/wait", 15s));
    std::this_thread::sleep_for(50ms);
    for (const int times : {1, 2, 3}) {
        ::kill(::getpid(), SIGINT);
        EXPECT_TRUE(times == 3 || passed_on(times));
    }
    if (running.wait_for(10s) != std::future_status::ready) engine_.crash("plain-db-1", 1);
    const auto done = running.get();
    EXPECT_EQ(done.result.code, 130);
    EXPECT_THAT(done.result.err, HasSubstr("`rollout kill` ends what still runs"));
    EXPECT_TRUE(engine_.container("plain-db-1").running());
}

TEST_F(Run, SaysAsAShellDoesWhyItCannotStart) {
    support::behaviour how;
    how.start_error = R"(exec: "nope": executable file not found in $PATH: unknown)";
    how.start_error_status = 400;
    behave(how);
    const auto done = carry({"run", "--rm", "job", "nope"});
    EXPECT_EQ(done.result.code, 127);
    EXPECT_THAT(done.result.err, HasSubstr("it cannot be started: exec: \"nope\""));
    EXPECT_THAT(names(), ElementsAre("plain-db-1"));
}

TEST_F(Run, LeavesNothingHalfMade) {
    engine_.inject("POST", "/containers/create", support::fault::fail(500, "no room"),
                   support::occurrence::nth(2));
    const auto done = carry({"run", "job"});
    EXPECT_EQ(done.result.code, 1);
    EXPECT_THAT(done.result.err, HasSubstr("no room"));
    EXPECT_THAT(names(), ElementsAre("plain-db-1"));
}

TEST_F(Run, SaysWhatDoesNotGoTogether) {
    for (const auto& [args, text] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"run", "wen"}, "no such service: wen"},
             {{"run"}, "run needs a SERVICE"},
             {{"run", "-P", "-p", "1:1", "job"}, "--service-ports and --publish"},
             {{"run", "-l", "x", "job"}, "'x' is not KEY=VALUE"},
             {{"run", "-t", "job"}, "--tty: standard input is no terminal"}}) {
        const auto done = carry(args);
        EXPECT_EQ(done.result.code, 64) << text;
        EXPECT_THAT(done.result.err, HasSubstr(text));
    }
    EXPECT_THAT(names(), IsEmpty());
}

TEST_F(Run, HasATerminalWhereHereIsOne) {
    local_terminal terminal(40, 120);
    support::behaviour how;
    how.log = {{"welcome"}};
    behave(how);
    auto running = std::async(std::launch::async, [&] {
        return rollout_at(terminal.descriptors(), in_plain({"run", "--rm", "job"}));
    });
    EXPECT_TRUE(terminal.shows("welcome"));
    EXPECT_TRUE(engine_.wait_for_request("POST", "/containers/*/resize", 15s));
    EXPECT_TRUE(terminal.is_raw());
    for (const auto& c : engine_.containers())
        if (c.name.find("-run-") != std::string::npos) engine_.crash(c.name, 6);
    EXPECT_EQ(running.get().code, 6);
    EXPECT_FALSE(terminal.is_raw());
}

TEST_F(Run, LeavesTheTerminalAsItWasAndNoContainerWhenASignalEndsIt) {
    local_terminal terminal(40, 120);
    auto running = std::async(std::launch::async, [&] {
        return rollout_at(terminal.descriptors(), in_plain({"run", "--rm", "job"}));
    });
    ASSERT_TRUE(engine_.wait_for_request("POST", "/containers/*/resize", 15s));
    ::kill(::getpid(), SIGHUP);
    EXPECT_EQ(running.get().code, 143);
    EXPECT_FALSE(terminal.is_raw());
    EXPECT_THAT(names(), ElementsAre("plain-db-1"));
}

TEST_F(Run, AttachShowsWhatComesAndEndsAsTheProgramDoes) {
    ASSERT_EQ(plain({"up"}).code, 0);
    auto running = std::async(std::launch::async, [&] { return carry({"attach", "db"}); });
    ASSERT_TRUE(engine_.wait_for_request("POST", "/containers/*/wait", 15s));
    engine_.write_log("plain-db-1", {"from now on"});
    engine_.crash("plain-db-1", 5);
    const auto done = running.get();
    EXPECT_EQ(done.result.code, 5);
    EXPECT_EQ(done.out, "from now on\n");
}

TEST_F(Run, AttachLeavesTheProgramAloneWithTheFlag) {
    ASSERT_EQ(plain({"up"}).code, 0);
    auto running = std::async(std::launch::async, [&] {
        return carry({"attach", "--sig-proxy=false", "--no-stdin", "db"});
    });
    ASSERT_TRUE(engine_.wait_for_request("POST", "/containers/*/wait", 15s));
    std::this_thread::sleep_for(50ms);
    ::kill(::getpid(), SIGINT);
    EXPECT_EQ(running.get().result.code, 130);
    EXPECT_TRUE(engine_.container("plain-db-1").running());
    EXPECT_THAT(carry({"attach", "--detach-keys", "ctrl-1", "db"}).result.err,
                HasSubstr("is no key"));
}

}  // namespace

}  // namespace flow
