#include "engine_fixture.hpp"

#include <support/engine/clock.hpp>

#include <sstream>

namespace support {
namespace {

class Events : public FakeEngine {
  protected:
    // All that happened so far and passes the filters.
    std::vector<json> past(const std::string& filters = "") const {
        const auto until = support::engine::rfc3339(support::engine::now());
        const auto answer = ask("GET", "/events?since=0&until=" + until +
                                           (filters.empty() ? "" : "&filters=" + filters));
        std::vector<json> made;
        std::istringstream in(answer.body);
        for (std::string line; std::getline(in, line);)
            made.push_back(json::parse(line));
        return made;
    }
    static std::vector<std::string> actions(const std::vector<json>& events) {
        std::vector<std::string> made;
        for (const auto& one : events)
            made.push_back(one["Action"]);
        return made;
    }
    raw_client subscribed(const std::string& query) const {
        auto client = connect();
        client.send("GET /events" + query + " HTTP/1.1\r\nHost: x\r\n\r\n");
        const auto head = client.read_until("\r\n\r\n", never_expires);
        EXPECT_NE(head.find("Transfer-Encoding: chunked"), std::string::npos);
        return client;
    }
    // The next event of a stream whose chunks are whole lines.
    static json next(raw_client& client) {
        client.read_until("\r\n", never_expires);
        const auto line = client.read_until("\n\r\n", never_expires);
        return json::parse(line);
    }
};

TEST_F(Events, CarryTheEnginesFields) {
    const auto id = create("one", {{"Labels", {{"k", "v"}}}});
    const auto told = past("{\"type\":[\"container\"]}");
    ASSERT_EQ(told.size(), 1u);
    const auto& one = told[0];
    EXPECT_EQ(one["status"], "create");
    EXPECT_EQ(one["id"], id);
    EXPECT_EQ(one["from"], "app:1");
    EXPECT_EQ(one["Type"], "container");
    EXPECT_EQ(one["Actor"]["ID"], id);
    EXPECT_EQ(one["Actor"]["Attributes"], json({{"image", "app:1"}, {"name", "one"}, {"k", "v"}}));
    EXPECT_EQ(one["scope"], "local");
    EXPECT_EQ(one["timeNano"].get<std::int64_t>() / 1'000'000'000, one["time"].get<std::int64_t>());
}

TEST_F(Events, OfANewerEngineLackTheOldNames) {
    engine.set_api_version("1.52");
    create("one");
    const auto told = past("{\"type\":[\"container\"]}");
    ASSERT_EQ(told.size(), 1u);
    for (const char* old : {"status", "id", "from"})
        EXPECT_FALSE(told[0].contains(old)) << old;
    EXPECT_EQ(told[0]["Action"], "create");
}

TEST_F(Events, TellALifeInOrder) {
    ask("POST", "/networks/create", "{\"Name\":\"edge\"}");
    run("one", on_network("edge"));
    ask("POST", "/containers/one/stop");
    ask("POST", "/containers/one/rename?name=two");
    ask("DELETE", "/containers/two");
    ask("DELETE", "/networks/edge");
    EXPECT_EQ(actions(past()), (std::vector<std::string>{"tag", "create", "create", "connect",
                                                         "start", "kill", "die", "disconnect",
                                                         "stop", "rename", "destroy", "destroy"}));
    const auto died = past("{\"event\":[\"die\"]}");
    EXPECT_EQ(died[0]["Actor"]["Attributes"]["exitCode"], "0");
    EXPECT_EQ(past("{\"event\":[\"rename\"]}")[0]["Actor"]["Attributes"]["oldName"], "/one");
    EXPECT_FALSE(past("{\"type\":[\"network\"]}")[0].contains("status"));
}

TEST_F(Events, OfExecCarryTheCommand) {
    run("one");
    const auto made = ask("POST", "/containers/one/exec", "{\"Cmd\":[\"nope\",\"x\"]}");
    EXPECT_EQ(past("{\"event\":[\"exec_create\"]}")[0]["Action"], "exec_create: nope x");
}

TEST_F(Events, OfHealthAreSentOnlyOnChange) {
    engine.behave(selector::by_image("app:1"), {.healthy_after = never_expires});
    run("one", with_probe());
    auto client = subscribed("?filters={\"event\":[\"health_status\"]}");
    engine.set_health("one", "starting");
    engine.set_health("one", "healthy");
    engine.set_health("one", "healthy");
    engine.set_health("one", "unhealthy");
    EXPECT_EQ(next(client)["Action"], "health_status: healthy");
    EXPECT_EQ(next(client)["Action"], "health_status: unhealthy");
}

TEST_F(Events, ComeLiveAndFiltered) {
    auto client = subscribed("?filters={\"container\":[\"two\"],\"type\":[\"container\"]}");
    create("one");
    create("two");
    EXPECT_EQ(next(client)["Actor"]["Attributes"]["name"], "two");
    EXPECT_EQ(client.read_some(milliseconds{1}), "");
}

TEST_F(Events, SinceReplaysAndUntilEnds) {
    create("one");
    auto client = subscribed("?since=0&filters={\"type\":[\"container\"]}");
    EXPECT_EQ(next(client)["Action"], "create");
    create("two");
    EXPECT_EQ(next(client)["Actor"]["Attributes"]["name"], "two");
    EXPECT_TRUE(ask("GET", "/events?until=1").whole);
}

TEST(EventTimes, AreExactToTheNanosecond) {
    namespace clock = support::engine;
    const auto moment = clock::now();
    EXPECT_EQ(clock::parse_instant(clock::rfc3339(moment)), moment);
    const auto nanoseconds = std::to_string(clock::nanoseconds_of(moment));
    const auto point = nanoseconds.size() - 9;
    EXPECT_EQ(clock::parse_instant(nanoseconds.substr(0, point) + "." + nanoseconds.substr(point)),
              moment);
    EXPECT_EQ(clock::parse_instant(""), std::nullopt);
    EXPECT_EQ(clock::parse_instant("soon"), std::nullopt);
}

TEST_F(Events, EndWithTheirReader) {
    {
        auto client = subscribed("");
        EXPECT_EQ(engine.open_connections(), 1u);
    }
    EXPECT_TRUE(poll_until([&] { return engine.open_connections() == 0; }));
}

}  // namespace
}  // namespace support
