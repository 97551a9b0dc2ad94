// `exec`: a command in a container, with our files, pipes or terminal as its own.
#include "carrying_test.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <future>

namespace flow {

namespace {

using namespace std::chrono_literals;
using support::exec_call;
using support::exec_result;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Exec : public carrying_test {
  protected:
    Exec()
        : carrying_test(R"(
  web: {image: "web:1", scale: 2}
  idle: {image: "web:1", profiles: [later]}
)") {
        engine_.add_image("web:1");
        dir_.write("plain/.env", "FROM_THE_FILE=of the file\n");
        support::behaviour how;
        how.exec = [this](const exec_call& call) { return answer(call); };
        engine_.behave(support::selector::by_image("web:1"), how);
        EXPECT_EQ(plain({"up"}).code, 0);
        engine_.forget_requests();
    }

    /// The JSON of the last exec that was created.
    std::string asked() const {
        std::string body;
        for (const auto& r : engine_.requests())
            if (r.path.ends_with("/exec")) body = r.body;
        return body;
    }

    exec_call last_;
    exec_result next_;

  private:
    std::optional<exec_result> answer(const exec_call& call) {
        last_ = call;
        return next_;
    }
};

TEST_F(Exec, CarriesOutputErrorsAndTheExitCode) {
    next_ = {7, "to stdout\n", "to stderr\n", {}};
    const auto done = carry({"exec", "web", "ls", "-l", "--all"});
    EXPECT_EQ(done.result.code, 7);
    EXPECT_EQ(done.out, "to stdout\n");
    EXPECT_EQ(done.err, "to stderr\n");
    EXPECT_EQ(done.result.out + done.result.err, "");
    EXPECT_THAT(last_.argv, ElementsAre("ls", "-l", "--all"));
    EXPECT_EQ(last_.container_name, "plain-web-1");
    EXPECT_THAT(engine_.unexpected(), IsEmpty());
}

TEST_F(Exec, CarriesBytesOfAnyKindAndNumber) {
    std::string bytes(3 * 1024 * 1024 + 1, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 31 + i / 256);
    next_.out = bytes;
    dir_.write("input", bytes);
    const auto done = carry({"exec", "-T", "web", "cat"}, "input");
    EXPECT_TRUE(done.out == bytes);
    EXPECT_TRUE(last_.input == bytes);
}

TEST_F(Exec, TakesAnInputThatHasNothingAndOneThatIsADevice) {
    next_.out = "done";
    EXPECT_EQ(carry({"exec", "web", "cat"}).out, "done");
    local_streams here("/dev/null");
    EXPECT_EQ(rollout_at(here.descriptors(), in_plain({"exec", "web", "cat"})).code, 0);
    EXPECT_EQ(here.out(), "done");
}

TEST_F(Exec, EndsQuietlyWhenNobodyReadsItAnyMore) {
    next_.out = std::string(1024 * 1024, 'x');
    local_streams here("/dev/null");
    std::array<int, 2> closed{};
    ASSERT_EQ(::pipe(closed.data()), 0);
    ::close(closed[0]);
    auto descriptors = here.descriptors();
    descriptors.out = closed[1];
    const auto result = rollout_at(descriptors, in_plain({"exec", "web", "yes"}));
    EXPECT_EQ(result.code, 141);
    EXPECT_EQ(result.err, "");
    ::close(closed[1]);
}

TEST_F(Exec, AsksForWhatItsFlagsSay) {
    ASSERT_EQ(carry({"exec", "-e", "A=1", "-e", "FROM_THE_FILE", "-e", "NOWHERE", "-u", "me:us",
                     "-w", "/w", "--privileged", "--index", "2", "web", "env"})
                  .result.code,
              0);
    EXPECT_THAT(last_.env, ElementsAre("A=1", "FROM_THE_FILE=of the file"));
    EXPECT_EQ(last_.container_name, "plain-web-2");
    for (const auto* part : {R"("User":"me:us")", R"("WorkingDir":"/w")", R"("Privileged":true)",
                             R"("Tty":false)", R"("AttachStdin":true)"})
        EXPECT_THAT(asked(), HasSubstr(part));
}

TEST_F(Exec, ReturnsAtOnceWhenDetached) {
    next_.takes = 1h;
    EXPECT_EQ(carry({"exec", "-d", "web", "sleep", "3600"}).result.code, 0);
    EXPECT_THAT(last_.argv, ElementsAre("sleep", "3600"));
    EXPECT_THAT(asked(), HasSubstr(R"("AttachStdin":false)"));
}

TEST_F(Exec, SaysWhatIsMissing) {
    const auto idle = carry({"exec", "idle", "ls"}).result;
    EXPECT_EQ(idle.code, 1);
    EXPECT_THAT(idle.err, HasSubstr("service 'idle' is not running: it has no container; "
                                    "`rollout up idle` makes one"));
    const auto unknown = carry({"exec", "wen", "ls"}).result;
    EXPECT_EQ(unknown.code, 64);
    EXPECT_THAT(unknown.err, HasSubstr("no such service: wen"));
    EXPECT_THAT(carry({"exec", "web"}).result.err, HasSubstr("exec needs a COMMAND"));
    EXPECT_THAT(carry({"exec", "-t", "web", "sh"}).result.err,
                HasSubstr("--tty: standard input is no terminal"));
    EXPECT_EQ(engine_.count("POST", "/exec/*/start"), 0u);
}

TEST_F(Exec, AnEngineThatIsLostIsAnErrorAndNoEnd) {
    next_.takes = 1h;
    auto running = std::async(std::launch::async, [&] { return carry({"exec", "web", "sleep"}); });
    ASSERT_TRUE(engine_.wait_for_request("POST", "/exec/*/start", 15s));
    engine_.go_down();
    EXPECT_EQ(running.get().result.code, 69);
}

TEST_F(Exec, GoesToTheColorThatServesUsers) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    engine_.forget_requests();
    local_streams here("/dev/null");
    rollout_at(here.descriptors(), {"exec", "app", "/no-such-program"});
    EXPECT_EQ(engine_.requests().back().container_name, green_container);
    rollout_at(here.descriptors(), {"exec", "proxy", "nginx", "-v"});
    EXPECT_EQ(engine_.requests().back().container_name, proxy_container);
}

TEST_F(Exec, TellsInJsonThatTheExitCodeIsTheCommands) {
    next_ = {2, "its output", "", {}};
    const auto done = carry({"--progress", "json", "exec", "web", "ls"});
    EXPECT_EQ(done.out, "its output");
    EXPECT_EQ(done.result.out, "");
    EXPECT_THAT(done.result.err, HasSubstr(R"("outcome":"program_ended","exit_code":2)"));
}

class ExecAtATerminal : public Exec {
  protected:
    std::future<outcome> begin(std::vector<std::string> args) {
        return std::async(std::launch::async, [this, args = std::move(args)] {
            return rollout_at(terminal_.descriptors(), in_plain(args));
        });
    }
    bool told_size(const std::string& query) const {
        return engine_.wait_for(
            [&query](const std::vector<support::request>& all) {
                return std::any_of(all.begin(), all.end(), [&query](const support::request& r) {
                    return r.path.ends_with("/resize") && r.target.ends_with(query);
                });
            },
            15s);
    }
    void expect_as_before() const {
        EXPECT_FALSE(terminal_.is_raw());
        EXPECT_EQ(terminal_.settings().c_lflag, before_.c_lflag);
        EXPECT_EQ(terminal_.settings().c_iflag, before_.c_iflag);
        EXPECT_EQ(terminal_.settings().c_oflag, before_.c_oflag);
    }

    local_terminal terminal_{40, 120};
    termios before_ = terminal_.settings();
};

TEST_F(ExecAtATerminal, PassesKeysOnAndShowsWhatComes) {
    next_ = {3, "welcome\n", "", {}};
    auto running = begin({"exec", "web", "sh"});
    ASSERT_TRUE(told_size("h=40&w=120"));
    EXPECT_TRUE(terminal_.is_raw());
    terminal_.type("exit\r\x03\x04");
    EXPECT_TRUE(terminal_.shows("welcome\r\n"));
    EXPECT_EQ(running.get().code, 3);
    EXPECT_EQ(last_.input, "exit\r\x03\x04");
    EXPECT_THAT(asked(), HasSubstr(R"("Tty":true)"));
    expect_as_before();
}

TEST_F(ExecAtATerminal, TellsEachSize) {
    auto running = begin({"exec", "web", "sh"});
    ASSERT_TRUE(told_size("h=40&w=120"));
    terminal_.resize(50, 132);
    EXPECT_TRUE(told_size("h=50&w=132"));
    terminal_.type("\x04");
    EXPECT_EQ(running.get().code, 0);
}

TEST_F(ExecAtATerminal, TriesAgainWhereTheProgramDoesNotRunYet) {
    engine_.inject("POST", "/exec/*/resize", support::fault::fail(500, "no such exec"),
                   support::occurrence::up_to(3));
    auto running = begin({"exec", "web", "sh"});
    EXPECT_TRUE(engine_.wait_for(
        [](const std::vector<support::request>& all) {
            return std::count_if(all.begin(), all.end(), [](const support::request& r) {
                       return r.path.ends_with("/resize");
                   }) == 4;
        },
        15s));
    terminal_.type("\x04");
    EXPECT_EQ(running.get().code, 0);
}

TEST_F(ExecAtATerminal, LeavesTheCommandRunningAtTheDetachKeys) {
    auto running = begin({"exec", "web", "sh"});
    ASSERT_TRUE(told_size("h=40&w=120"));
    terminal_.type("\x10\x11");
    EXPECT_EQ(running.get().code, 0);
    expect_as_before();
}

TEST_F(ExecAtATerminal, IsAsBeforeWhenTheEngineIsLostAndWhenASignalComes) {
    auto lost = begin({"exec", "web", "sh"});
    ASSERT_TRUE(told_size("h=40&w=120"));
    ::kill(::getpid(), SIGTERM);
    EXPECT_EQ(lost.get().code, 143);
    expect_as_before();
    engine_.forget_requests();
    auto ended = begin({"exec", "web", "sh"});
    ASSERT_TRUE(told_size("h=40&w=120"));
    engine_.go_down();
    EXPECT_EQ(ended.get().code, 69);
    expect_as_before();
}

TEST_F(ExecAtATerminal, HasNoneWithTheFlag) {
    auto running = begin({"exec", "-T", "web", "sh"});
    ASSERT_TRUE(engine_.wait_for_request("POST", "/exec/*/start", 15s));
    EXPECT_FALSE(terminal_.is_raw());
    terminal_.type("\x04");  // the terminal's own end of input
    EXPECT_EQ(running.get().code, 0);
    EXPECT_EQ(last_.input, "");
}

}  // namespace

}  // namespace flow
