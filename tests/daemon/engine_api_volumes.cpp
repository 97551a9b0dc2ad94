#include "engine_api_fixture.hpp"

namespace engine_api {
namespace {

class RealVolumes : public RealEngine {
  protected:
    [[nodiscard]] std::string volume(const std::string& n) const {
        return R"({"Name":")" + n + R"(",)" + own_labels_json() + '}';
    }
};

TEST_F(RealVolumes, LiveFromCreateToRemove) {
    for (const char* row :
         {"POST /volumes/create", "GET /volumes", "GET /volumes/{name}", "DELETE /volumes/{name}"})
        covers(row);
    const auto data = name("data");
    with([&](client& engine) -> net::awaitable<void> {
        auto& volumes = engine.volumes();
        const auto made = co_await volumes.create(volume(data));
        EXPECT_EQ(made.name, data);
        EXPECT_EQ(made.driver, "local");
        co_await volumes.create(volume(data));  // is there already
        filters own;
        own.add("label", own_label());
        const auto rows = co_await volumes.list(own);
        EXPECT_EQ(rows.size(), 1u);
        const auto details = co_await volumes.inspect(data);
        EXPECT_FALSE(details.mountpoint.empty());
        co_await volumes.remove(data);
    });
    EXPECT_EQ(kind_of([&](client& engine) -> net::awaitable<void> {
                  co_await engine.volumes().inspect(data);
              }),
              error_kind::not_found);
}

TEST_F(RealVolumes, ThatAreUsedAreInConflict) {
    const auto data = name("data");
    EXPECT_EQ(kind_of([&](client& engine) -> net::awaitable<void> {
                  co_await engine.volumes().create(volume(data));
                  const auto more = R"("HostConfig":{"Binds":[")" + data + R"(:/data"]})";
                  co_await engine.containers().create(name("user"), document(R"(["serve"])", more));
                  co_await engine.volumes().remove(data);
              }),
              error_kind::conflict);
}

TEST_F(RealVolumes, ThatNobodyUsesArePruned) {
    covers("POST /volumes/prune");
    const auto gone = with([&](client& engine) -> net::awaitable<prune_result> {
        co_await engine.volumes().create(volume(name("lonely")));
        filters own;
        own.add("label", own_label());
        co_return co_await engine.volumes().prune(prune_volumes::all, own);
    });
    EXPECT_EQ(gone.deleted, std::vector<std::string>{name("lonely")});
}

TEST_F(RealVolumes, PruningAnonymousOnesAloneNeeds142) {
    const auto kind = kind_of([&](client& engine) -> net::awaitable<void> {
        filters own;
        own.add("label", own_label());
        co_await engine.volumes().prune(prune_volumes::anonymous, own);
    });
    if (at_least(42)) {
        EXPECT_FALSE(kind);
    } else {
        EXPECT_EQ(kind, error_kind::unsupported);
    }
}

}  // namespace
}  // namespace engine_api
