#include "engine_api_fixture.hpp"

#include <algorithm>

namespace engine_api {
namespace {

class RealNetworks : public RealEngine {
  protected:
    [[nodiscard]] std::string network(const std::string& n) const {
        return R"({"Name":")" + n + R"(",)" + own_labels_json() + '}';
    }
};

TEST_F(RealNetworks, LiveFromCreateToRemove) {
    for (const char* row :
         {"POST /networks/create", "GET /networks", "GET /networks/{id}", "DELETE /networks/{id}"})
        covers(row);
    const auto front = name("front");
    with([&](client& engine) -> net::awaitable<void> {
        auto& networks = engine.networks();
        const auto id = co_await networks.create(network(front));
        filters own;
        own.add("label", own_label());
        const auto rows = co_await networks.list(own);
        EXPECT_EQ(rows.size(), 1u);
        const auto details = co_await networks.inspect(front);
        EXPECT_EQ(details.name, front);
        EXPECT_EQ(details.driver, "bridge");
        EXPECT_EQ(details.id.substr(0, 12), id.substr(0, 12));
        co_await networks.remove(front);
        const auto gone = co_await networks.find(front);
        EXPECT_FALSE(gone);
    });
}

TEST_F(RealNetworks, ContainersComeAndGo) {
    for (const char* row : {"POST /networks/{id}/connect", "POST /networks/{id}/disconnect"})
        covers(row);
    const auto front = name("front");
    const auto web = name("web");
    with([&](client& engine) -> net::awaitable<void> {
        co_await engine.networks().create(network(front));
        const auto plain = name("plain");
        co_await engine.networks().create(network(plain));
        const auto more = R"("HostConfig":{"NetworkMode":")" + plain + "\"}";
        co_await run(engine, web, document(R"(["serve"])", more));
        const auto attached = [&](const container_details& c) {
            return std::count(c.networks.begin(), c.networks.end(), front) == 1;
        };
        const auto body = R"({"Container":")" + web + R"(","EndpointConfig":{"Aliases":["a"]}})";
        co_await engine.networks().connect(front, body);
        const auto with_it = co_await engine.containers().inspect(web);
        EXPECT_TRUE(attached(with_it));
        co_await engine.networks().disconnect(front, web);
        const auto without = co_await engine.containers().inspect(web);
        EXPECT_FALSE(attached(without));
    });
}

TEST_F(RealNetworks, ThatNobodyUsesArePruned) {
    covers("POST /networks/prune");
    const auto gone = with([&](client& engine) -> net::awaitable<std::vector<std::string>> {
        const auto lonely = name("lonely");
        co_await engine.networks().create(network(lonely));
        filters own;
        own.add("label", own_label());
        co_return co_await engine.networks().prune(own);
    });
    EXPECT_EQ(gone, std::vector<std::string>{name("lonely")});
}

}  // namespace
}  // namespace engine_api
