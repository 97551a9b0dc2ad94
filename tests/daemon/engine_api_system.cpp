#include "engine_api_fixture.hpp"

namespace engine_api {
namespace {

class RealSystem : public RealEngine {};

TEST_F(RealSystem, TellsWhatItIs) {
    for (const char* row : {"GET /_ping", "GET /version", "GET /info"})
        covers(row);
    with([&](client& engine) -> net::awaitable<void> {
        const auto ping = co_await engine.system().ping();
        EXPECT_EQ(ping.api_version.substr(0, 2), "1.");
        const auto version = co_await engine.system().version();
        EXPECT_FALSE(version.version.empty());
        EXPECT_EQ(version.os, "linux");
        const auto info = co_await engine.system().info();
        EXPECT_EQ(info.server_version, version.version);
        EXPECT_GT(info.cpus, 0);
        EXPECT_GT(info.memory, 0);
    });
}

TEST_F(RealSystem, TellsEventsAsTheyHappenAndAfterwards) {
    covers("GET /events");
    const auto web = name("web");
    with([&](client& engine) -> net::awaitable<void> {
        events_options own;
        own.filter.add("type", "container").add("label", own_label());
        auto live = co_await engine.system().events(own);
        co_await run(engine, web, document(R"(["exit","4"])"));
        std::string seen;
        std::int64_t last = 0;
        while (seen.find("die") == std::string::npos && seen.find("died") == std::string::npos) {
            const auto e = co_await live.next();
            if (!e) break;
            seen += e->action + ' ';
            last = e->time_nano;
        }
        EXPECT_NE(seen.find("create"), std::string::npos) << seen;
        EXPECT_NE(seen.find("start"), std::string::npos) << seen;
        own.since = std::chrono::nanoseconds(last) - std::chrono::seconds(60);
        own.until = std::chrono::nanoseconds(last) + std::chrono::seconds(1);
        auto past = co_await engine.system().events(own);
        int count = 0;
        for (;;) {
            const auto e = co_await past.next();
            if (!e) break;
            ++count;
        }
        EXPECT_GE(count, 3);
    });
}

TEST_F(RealSystem, IsNoSwarmManagerUnlessItWasMadeOne) {
    covers("GET /info");
    covers("GET /swarm");
    with([&](client& engine) -> net::awaitable<void> {
        const auto state = co_await engine.swarm().state();
        bool answered = true;
        try {
            co_await engine.swarm().inspect();
        } catch (const error& e) {
            answered = false;
            EXPECT_TRUE(e.status() == 503 || e.status() == 404 || e.status() == 406) << e.what();
        }
        EXPECT_EQ(answered, state.is_active_manager());
    });
}

}  // namespace
}  // namespace engine_api
