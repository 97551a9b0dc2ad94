// `cp` and `port`.
#include "carrying_test.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <thread>
#include <unistd.h>

namespace flow {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::MatchesRegex;

class Copy : public carrying_test {
  protected:
    Copy()
        : carrying_test(R"(
  web:
    image: web:1
    scale: 2
    volumes: ["./data:/data"]
    ports: ["127.0.0.1::80", "90/udp"]
)") {
        engine_.add_image("web:1");
        dir_.write("plain/data/kept", "kept text");
        dir_.write("plain/data/folder/inside", "inside text");
        dir_.write("here/file", "file text");
        EXPECT_EQ(plain({"up"}).code, 0);
    }

    std::string here(const std::string& name) const { return (dir_ / "here" / name).string(); }
    std::string data(const std::string& name) const { return dir_.read("plain/data/" + name); }
};

TEST_F(Copy, OfAFileInUnderItsNameOrAnother) {
    EXPECT_EQ(plain({"cp", here("file"), "web:/data"}).code, 0);
    EXPECT_EQ(data("file"), "file text");
    EXPECT_EQ(plain({"cp", here("file"), "web:data/other"}).code, 0);
    EXPECT_EQ(data("other"), "file text");
    EXPECT_THAT(engine_.unexpected(), testing::IsEmpty());
}

TEST_F(Copy, GoesToEachContainerOrToOne) {
    EXPECT_EQ(plain({"cp", here("file"), "web:/one"}).code, 0);
    for (const auto* name : {"plain-web-1", "plain-web-2"})
        EXPECT_EQ(engine_.file_in(name, "/one"), "file text") << name;
    EXPECT_EQ(plain({"cp", "--index", "2", here("file"), "web:/two"}).code, 0);
    EXPECT_EQ(engine_.file_in("plain-web-1", "/two"), "");
    EXPECT_EQ(engine_.file_in("plain-web-2", "/two"), "file text");
}

TEST_F(Copy, OfAFolderInAndOutAgain) {
    EXPECT_EQ(plain({"cp", here(""), "web:/data/new"}).code, 0);
    EXPECT_EQ(data("new/file"), "file text");
    EXPECT_EQ(plain({"cp", "web:/data/folder", here("")}).code, 0);
    EXPECT_EQ(dir_.read("here/folder/inside"), "inside text");
    EXPECT_EQ(plain({"cp", "web:/data/folder/.", here("")}).code, 0);
    EXPECT_EQ(dir_.read("here/inside"), "inside text");
    EXPECT_EQ(plain({"cp", "web:/data/kept", here("renamed")}).code, 0);
    EXPECT_EQ(dir_.read("here/renamed"), "kept text");
}

TEST_F(Copy, AsATarThroughPipes) {
    const auto tar = carry({"cp", "web:/data/folder", "-"}).out;
    EXPECT_THAT(tar, HasSubstr("inside text"));
    dir_.write("tar", tar);
    EXPECT_EQ(carry({"cp", "--index", "1", "-", "web:/data/folder"}, "tar").result.code, 0);
    EXPECT_EQ(data("folder/folder/inside"), "inside text");
}

TEST_F(Copy, OfATarThatDoesNotComeEndsWithASignal) {
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    auto running = std::async(std::launch::async, [&] {
        return rollout_at({pipe[0], STDOUT_FILENO, STDERR_FILENO},
                          in_plain({"cp", "--index", "1", "-", "web:/data"}));
    });
    EXPECT_TRUE(engine_.wait_for(
        [](const std::vector<support::request>& all) {
            return std::any_of(all.begin(), all.end(), [](const auto& r) {
                return r.path == "/containers/json" && r.method == "GET";
            });
        },
        15s));
    std::this_thread::sleep_for(200ms);
    ::kill(::getpid(), SIGINT);
    EXPECT_EQ(running.wait_for(10s), std::future_status::ready);
    ::close(pipe[1]);
    EXPECT_EQ(running.get().code, 130);
    ::close(pipe[0]);
}

TEST_F(Copy, SaysWhatDoesNotGo) {
    for (const auto& [args, text] : std::vector<std::pair<std::vector<std::string>, std::string>>{
             {{"cp", "web:/a", "web:/b"}, "copying between services is not supported"},
             {{"cp", here("file"), here("b")}, "must be SERVICE:PATH"},
             {{"cp", "web:/a"}, "cp needs SRC and DEST"},
             {{"cp", here("nothing"), "web:/data"}, "there is no "},
             {{"cp", here("file"), "web:/nowhere/"}, "there is no folder /nowhere/"},
             {{"cp", here(""), "web:/data/kept"}, "which is a file"},
             {{"cp", "web:/data/kept", here("no/where")}, "there is no folder"},
             {{"cp", "-", "web:/data"}, "say which with --index"}}) {
        const auto done = plain(args);
        EXPECT_EQ(done.code, 64) << text;
        EXPECT_THAT(done.err, HasSubstr(text));
    }
    const auto missing = plain({"cp", "web:/nothing", here("x")});
    EXPECT_EQ(missing.code, 1);
    EXPECT_THAT(missing.err, HasSubstr("Could not find the file /nothing"));
    EXPECT_THAT(plain({"cp", "--index", "7", here("file"), "web:/data"}).err,
                HasSubstr("has no container with the number 7"));
}

TEST_F(Copy, NeedsNoContainerThatRuns) {
    engine_.crash("plain-web-1", 1);
    EXPECT_EQ(plain({"cp", "--index", "1", here("file"), "web:/data/down"}).code, 0);
    EXPECT_EQ(data("down"), "file text");
}

TEST_F(Copy, PortTellsWhereItCanBeReached) {
    const auto first = plain({"port", "web", "80"}).out;
    const auto second = plain({"port", "--index", "2", "web", "80"}).out;
    EXPECT_THAT(first, MatchesRegex("127.0.0.1:[0-9]+\n"));
    EXPECT_THAT(second, MatchesRegex("127.0.0.1:[0-9]+\n"));
    EXPECT_NE(first, second);
    EXPECT_THAT(plain({"port", "--protocol", "udp", "web", "90"}).out, HasSubstr("0.0.0.0:"));
    const auto none = plain({"port", "web", "81"});
    EXPECT_EQ(none.code, 1);
    EXPECT_THAT(none.err, HasSubstr("container plain-web-1 does not publish port 81/tcp: it "
                                    "publishes 127.0.0.1:"));
}

}  // namespace

}  // namespace flow
