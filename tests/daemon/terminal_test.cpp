// A user inside of containers: exec, run and attach at a real terminal, pipes of any bytes, copies.
#include "terminal.hpp"

#include "engine_view.hpp"
#include "stack.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <unistd.h>

namespace {

using namespace daemon_tests;
namespace fs = std::filesystem;
using testing::HasSubstr;

// `scripts/images SOCKET busybox` makes the image.
class Inside : public testing::Test {
  protected:
    Inside() {
        engine_.remove_all_of(project_);
        folder_.write("compose.yaml", "name: " + project_ + R"(
services:
  box:
    image: rollout-busybox
    command: [sh, -c, "mkdir -p /tmp /opt; exec sleep 3600"]
    init: true
    stop_grace_period: 0s
  echo:
    image: rollout-busybox
    command: [sh, -c, "echo ready; cat"]
    stdin_open: true
    tty: true
    stop_grace_period: 0s
    profiles: [echo]
)");
    }
    ~Inside() override { engine_.remove_all_of(project_); }

    void SetUp() override {
        ASSERT_TRUE(engine_.has_image("rollout-busybox")) << "scripts/images makes it";
        const auto up = sh("\"$ROLLOUT\" up");
        ASSERT_EQ(up.exit_code, 0) << up.output;
    }

    variables environment() const {
        return {{"PATH", "/usr/bin:/bin"},
                {"ROLLOUT", program()},
                {"DOCKER_HOST", "unix://" + engine_.socket().string()}};
    }
    // A shell's command here, with pipes and files as a script has them.
    result sh(const std::string& command) const {
        process running({"/bin/sh", "-c", command}, environment(), folder_.path());
        result done;
        done.exit_code = running.wait(command_limit);
        done.output = running.output();
        return done;
    }
    terminal_program at_terminal(std::vector<std::string> args) const {
        args.insert(args.begin(), program());
        return {args, environment(), folder_.path()};
    }
    std::vector<std::string> one_offs() const {
        std::vector<std::string> names;
        for (const auto& name : engine_.containers_of(project_))
            if (name.find("-run-") != std::string::npos) names.push_back(name);
        return names;
    }

    engine_view engine_{test_socket()};
    support::temp_dir folder_;
    std::string project_ = "rollout-test-inside-" + std::to_string(::getpid());
};

TEST_F(Inside, AShellSeesTheSizeEachChangeAndCtrlC) {
    auto shell = at_terminal({"exec", "box", "sh"});
    ASSERT_TRUE(shell.shows("# ")) << shell.screen();
    shell.type("stty size\r");
    EXPECT_TRUE(shell.shows("40 120")) << shell.screen();
    shell.resize(50, 132);
    shell.type("sleep 0.3; stty size\r");
    EXPECT_TRUE(shell.shows("50 132")) << shell.screen();
    shell.type("sleep 1000\r");
    EXPECT_TRUE(shell.shows("sleep 1000"));
    ::usleep(300'000);
    shell.type("\x03");
    EXPECT_TRUE(shell.shows("# ")) << shell.screen();
    shell.type("exit 7\r");
    EXPECT_EQ(shell.wait(), 7) << shell.screen();
    EXPECT_TRUE(shell.is_as_before());
}

TEST_F(Inside, WorkUnderWayIsDrawnInTheLastLines) {
    ASSERT_EQ(sh("\"$ROLLOUT\" up echo").exit_code, 0);
    // `cat` ends by SIGKILL only.
    auto stop = at_terminal({"--profile", "echo", "stop", "-t", "1", "echo"});
    EXPECT_EQ(stop.wait(), 0) << stop.screen();
    EXPECT_THAT(stop.screen(), testing::HasSubstr("\x1b[1A\x1b[J"));
    EXPECT_THAT(stop.screen(),
                testing::HasSubstr("stop: stop container " + project_ + "-echo-1 (1."));
}

TEST_F(Inside, AMegabyteCanBePasted) {
    auto count = at_terminal({"exec", "box", "sh", "-c",
                              "stty raw -echo; echo go; head -c 1048576 | sha256sum; exit 3"});
    ASSERT_TRUE(count.shows("go"));
    count.type(std::string(1048576, 'x'));
    EXPECT_TRUE(count.shows("8f990ba0b577b51cf009ea049368c16bbda1b21e1b93be07a824758bb253c39b"))
        << count.screen();
    EXPECT_EQ(count.wait(), 3);
    EXPECT_TRUE(count.is_as_before());
}

TEST_F(Inside, TheDetachKeysLeaveTheCommandRunning) {
    auto shell = at_terminal({"exec", "box", "sh", "-c", "echo here; exec sleep 777"});
    ASSERT_TRUE(shell.shows("here"));
    shell.type("\x10\x11");
    EXPECT_EQ(shell.wait(), 0);
    EXPECT_TRUE(shell.is_as_before());
    EXPECT_THAT(sh("\"$ROLLOUT\" exec -T box ps").output, HasSubstr("sleep 777"));
}

TEST_F(Inside, SignalsLeaveTheTerminalAsItWas) {
    for (const int number : {SIGTERM, SIGHUP}) {
        auto shell = at_terminal({"exec", "box", "sh"});
        ASSERT_TRUE(shell.shows("# "));
        shell.send_signal(number);
        EXPECT_EQ(shell.wait(), 143);
        EXPECT_TRUE(shell.is_as_before());
    }
}

TEST_F(Inside, PipesCarryAnyBytes) {
    const auto made =
        sh("head -c 9000000 /dev/urandom >in; \"$ROLLOUT\" exec -T box cat <in >out; "
           "cmp in out && cat in | \"$ROLLOUT\" run --rm -T box cat | cmp - in");
    EXPECT_EQ(made.exit_code, 0) << made.output;
    const auto head = sh("\"$ROLLOUT\" exec -T box cat /dev/zero | head -c 100000 | wc -c");
    EXPECT_THAT(head.output, HasSubstr("100000"));
    EXPECT_EQ(head.output.find("error"), std::string::npos) << head.output;
}

TEST_F(Inside, ExitCodesAndStreamsAreTheCommands) {
    EXPECT_EQ(sh("\"$ROLLOUT\" exec -T box sh -c 'exit 42'").exit_code, 42);
    // As the engine has it: 126 of an older one, 127.
    EXPECT_THAT(sh("\"$ROLLOUT\" exec -T box /no/such/program").exit_code,
                testing::AnyOf(126, 127));
    EXPECT_EQ(sh("\"$ROLLOUT\" exec -T box sh -c 'echo a; echo b >&2' 2>/dev/null").output, "a\n");
    EXPECT_EQ(sh("\"$ROLLOUT\" run --rm box sh -c 'exit 5' </dev/null").exit_code, 5);
    EXPECT_EQ(sh("\"$ROLLOUT\" run --rm box /no/such/program").exit_code, 127);
    EXPECT_TRUE(one_offs().empty());
}

TEST_F(Inside, ARunAtATerminalIsGoneWhenItEnds) {
    auto shell = at_terminal({"run", "--rm", "box", "sh"});
    ASSERT_TRUE(shell.shows("# ")) << shell.screen();
    shell.type("stty size\r");
    EXPECT_TRUE(shell.shows("40 120")) << shell.screen();
    shell.type("exit 9\r");
    EXPECT_EQ(shell.wait(), 9) << shell.screen();
    EXPECT_TRUE(shell.is_as_before());
    EXPECT_TRUE(one_offs().empty());
}

TEST_F(Inside, ASignalGoesToTheProgramOfARun) {
    process running(
        {"/bin/sh", "-c",
         "exec \"$ROLLOUT\" run --rm -T box sh -c 'trap \"exit 33\" TERM; echo $((40 + 2)); while "
         ":; do sleep 0.1; done'"},
        environment(), folder_.path());
    ASSERT_TRUE(running.wait_for_line("42", command_limit));
    running.send_signal(SIGTERM);
    EXPECT_EQ(running.wait(command_limit), 33) << running.output();
    EXPECT_TRUE(one_offs().empty());
}

TEST_F(Inside, AttachTalksToTheProgramItself) {
    ASSERT_EQ(sh("\"$ROLLOUT\" up echo").exit_code, 0);
    auto attached = at_terminal({"attach", "echo"});
    ::usleep(500'000);
    attached.type("hello\r");
    EXPECT_TRUE(attached.shows("hello\r\nhello")) << attached.screen();
    attached.type("\x10\x11");
    EXPECT_EQ(attached.wait(), 0);
    EXPECT_TRUE(attached.is_as_before());
}

// A tree with links and modes goes in and out, under its name, a new one, and as a tar.
constexpr const char* copy_there_and_back = R"sh(
set -e
mkdir -p tree/sub/empty
head -c 300000 /dev/urandom >tree/sub/file; chmod 640 tree/sub/file
printf x >tree/run; chmod 755 tree/run
ln -s sub/file tree/link; ln tree/run tree/second
"$ROLLOUT" cp tree box:/tmp
"$ROLLOUT" cp box:/tmp/tree back
diff -r tree back
test "$(stat -c %a back/sub/file)" = 640
test "$(readlink back/link)" = sub/file
"$ROLLOUT" cp tree/. box:/opt/new
"$ROLLOUT" exec -T box cat /opt/new/sub/file | cmp - tree/sub/file
"$ROLLOUT" cp -L tree/link box:/tmp/plain
"$ROLLOUT" exec -T box cat /tmp/plain | cmp - tree/sub/file
"$ROLLOUT" cp box:/tmp/tree - | tar -tf - | sort >names
grep -q '^tree/sub/file$' names
tar -cf - -C tree run | "$ROLLOUT" cp - box:/opt
"$ROLLOUT" exec -T box cat /opt/run | cmp - tree/run
)sh";

TEST_F(Inside, CopiesComeBackAsTheyWere) {
    const auto made = sh(copy_there_and_back);
    EXPECT_EQ(made.exit_code, 0) << made.output;
}

}  // namespace
