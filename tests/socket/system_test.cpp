#include "row.hpp"

namespace engine_api {
namespace {

TEST(SystemRow, Ping) {
    const auto ping = row("GET /_ping", wire("GET /_ping"),
                          "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nOstype: linux\r\n"
                          "Builder-Version: 2\r\nContent-Length: 2\r\n\r\nOK",
                          [](client& engine) { return engine.system().ping(); });
    EXPECT_EQ(ping.api_version, "1.41");
    EXPECT_EQ(ping.os, "linux");
    EXPECT_EQ(ping.builder_version, "2");
}

TEST(SystemRow, Version) {
    const auto v = row(
        "GET /version", wire("GET /v1.41/version"),
        plain(R"({"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux"})"),
        [](client& engine) { return engine.system().version(); });
    EXPECT_EQ(v.version, "20.10.24");
    EXPECT_EQ(v.min_api_version, "1.12");
}

const std::string info_answer = plain(
    R"({"ID":"i","ServerVersion":"20.10.24","NCPU":2,"MemTotal":1024,"Driver":"overlay2",)"
    R"("SecurityOptions":["name=seccomp"],"Warnings":null,)"
    R"("Swarm":{"NodeID":"n1","LocalNodeState":"active","ControlAvailable":true,"Error":""}})");

TEST(SystemRow, Info) {
    const auto i = row("GET /info", wire("GET /v1.41/info"), info_answer,
                       [](client& engine) { return engine.system().info(); });
    EXPECT_EQ(i.server_version, "20.10.24");
    EXPECT_EQ(i.cpus, 2);
    EXPECT_EQ(i.storage_driver, "overlay2");
    EXPECT_EQ(i.security_options, std::vector<std::string>{"name=seccomp"});
    EXPECT_TRUE(i.swarm.is_manager);
}

TEST(SystemRow, Events) {
    const auto text = row(
        "GET /events",
        wire(
            "GET /v1.41/events?filters=%7B%22type%22%3A%5B%22container%22%5D%7D&since=10&until=20"),
        chunked_head +
            chunk(R"({"Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":)") +
            chunk("{\"exitCode\":\"3\"}},\"timeNano\":1700000000000000001}\n") + last_chunk,
        [](client& engine) -> net::awaitable<std::string> {
            events_options o;
            o.filter.add("type", "container");
            o.since = std::chrono::seconds(10);
            o.until = std::chrono::seconds(20);
            auto events = co_await engine.system().events(o);
            const auto first = co_await events.next();
            const auto none = co_await events.next();
            EXPECT_FALSE(none);
            EXPECT_EQ(first->time_nano, 1700000000000000001);
            co_return first->type + ' ' + first->action + ' ' + first->actor_id + ' ' +
                first->attributes.at("exitCode");
        });
    EXPECT_EQ(text, "container die abc 3");
}

TEST(SwarmRow, State) {
    const auto s = row("GET /info", wire("GET /v1.41/info"), info_answer,
                       [](client& engine) { return engine.swarm().state(); });
    EXPECT_TRUE(s.is_active_manager());
    EXPECT_EQ(s.node_id, "n1");
}

TEST(SwarmRow, StateOfAnEngineThatSaysNothingIsInactive) {
    const auto s = row("GET /info", wire("GET /v1.41/info"), plain("{}"),
                       [](client& engine) { return engine.swarm().state(); });
    EXPECT_EQ(s.node_state, "inactive");
    EXPECT_FALSE(s.is_active_manager());
}

TEST(SwarmRow, Inspect) {
    const auto s = row("GET /swarm", wire("GET /v1.41/swarm"), plain(R"({"ID":"sw"})"),
                       [](client& engine) { return engine.swarm().inspect(); });
    EXPECT_EQ(s.id, "sw");
}

TEST(Client, TellsEveryRequestThatWasAnswered) {
    script_server server(
        {{support::expect_head(), support::send(plain("{}")), support::expect_head(),
          support::send(plain("{}", "404 Not Found")), support::hold()}});
    std::string seen;
    auto options = patient();
    options.on_request = [&seen](const request_record& r) {
        seen += r.method + ' ' + r.path + ' ' + std::to_string(r.status) + '\n';
    };
    const auto failed = failure_with(
        server.url(),
        [](client& engine) -> net::awaitable<void> {
            co_await engine.system().info();
            co_await engine.containers().kill("x");
        },
        options);
    EXPECT_TRUE(failed);
    EXPECT_EQ(seen, "GET /v1.41/info 200\nPOST /v1.41/containers/x/kill 404\n");
}

}  // namespace
}  // namespace engine_api
