#include <support/raw_client.hpp>
#include <support/script_server.hpp>
#include <support/waiting.hpp>

#include <gtest/gtest.h>

namespace support {
namespace {

const std::string request_bytes = "GET / HTTP/1.1\r\n\r\n";

TEST(ScriptServer, PlaysItsStepsInOrder) {
    script_server server({{expect("one"), send("two"), expect("three"), send("four"), close()}});
    auto client = raw_client::unix_socket(server.socket_path());
    client.send("one");
    EXPECT_EQ(client.read_until("two", never_expires), "two");
    client.send("three");
    EXPECT_EQ(client.read_to_end(never_expires), "four");
    EXPECT_FALSE(client.was_reset());
    EXPECT_EQ(server.received(0), "onethree");
}

TEST(ScriptServer, ExpectFindsBytesThatCameTogether) {
    script_server server({{expect("a"), expect("b"), send("ok"), hold()}});
    auto client = raw_client::unix_socket(server.socket_path());
    client.send("ab");
    EXPECT_EQ(client.read_until("ok", never_expires), "ok");
}

TEST(ScriptServer, ResetIsSeenBehindWhatWasSent) {
    script_server server({{expect_head(), send("HTTP/1.1 2"), reset()}});
    auto client = raw_client::unix_socket(server.socket_path());
    client.send(request_bytes);
    EXPECT_EQ(client.read_to_end(never_expires), "HTTP/1.1 2");
    EXPECT_TRUE(client.was_reset());
}

TEST(ScriptServer, HalfCloseLeavesTheOtherDirectionOpen) {
    script_server server({{send("bye"), half_close(), expect("still here"), close()}});
    auto client = raw_client::unix_socket(server.socket_path());
    EXPECT_EQ(client.read_to_end(never_expires), "bye");
    client.send("still here");
    EXPECT_TRUE(poll_until([&] { return server.received(0) == "still here"; }));
}

TEST(ScriptServer, PausesAndHolds) {
    script_server server({{expect("go"), pause(must_expire), send("late"), hold()}});
    auto client = raw_client::unix_socket(server.socket_path());
    const auto start = std::chrono::steady_clock::now();
    client.send("go");
    EXPECT_EQ(client.read_until("late", never_expires), "late");
    EXPECT_GE(std::chrono::steady_clock::now() - start, must_expire);
    EXPECT_EQ(client.read_some(must_expire), "");
    EXPECT_FALSE(client.at_end());
}

TEST(ScriptServer, EachConnectionPlaysTheNextScriptAndTheLastAgain) {
    script_server server({{send("first")}, {send("second")}});
    for (const char* wanted : {"first", "second", "second"}) {
        auto client = raw_client::unix_socket(server.socket_path());
        EXPECT_EQ(client.read_to_end(never_expires), wanted);
    }
    EXPECT_EQ(server.connections(), 3u);
}

TEST(ScriptServer, CutAfterSendsThatManyBytesOfAReply) {
    const std::string reply = "HTTP/1.1 200 OK\r\n\r\n";
    for (std::size_t bytes = 0; bytes <= reply.size(); ++bytes) {
        script_server server({cut_after(reply, bytes)});
        auto client = raw_client::unix_socket(server.socket_path());
        client.send(request_bytes);
        EXPECT_EQ(client.read_to_end(never_expires), reply.substr(0, bytes));
        EXPECT_FALSE(client.was_reset());
    }
}

}  // namespace
}  // namespace support
