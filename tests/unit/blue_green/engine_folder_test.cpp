// A project whose folder has another place on the engine's host.
#include <rollout/plan/create_request.hpp>

#include <gtest/gtest.h>

#include <blue_green/engine_folder.hpp>

namespace {

using namespace rollout;
using blue_green::folder_told_by;
using blue_green::project_at;
using strings = std::vector<std::string>;

compose::volume_mount bind_of(const std::string& source) {
    compose::volume_mount m;
    m.type = compose::volume_mount::kind::bind;
    m.source = source;
    m.target = "/data";
    return m;
}

compose::project read_at(const std::string& folder, const std::string& beside) {
    compose::project p;
    p.name = "shop";
    p.working_dir = folder;
    p.config_files = {folder + "/docker-compose.yml"};
    auto& app = p.services["app"];
    app.name = "app";
    app.build.emplace().context = "/ci/shop/app";
    app.volumes = {bind_of(folder + "/data"), bind_of(beside + "/shared"), bind_of("/var/lib/app")};
    p.secrets["key"].file = folder + "/key";
    p.relative_host_paths = {folder + "/data", beside + "/shared", folder + "/key"};
    return p;
}

strings sources(const compose::project& p) {
    strings all;
    for (const auto& m : p.services.at("app").volumes)
        all.push_back(m.source);
    return all;
}

TEST(EngineFolder, IsWhereRelativePathsStart) {
    const auto p = project_at(read_at("/ci/shop", "/ci"), "/srv/apps/shop/");
    EXPECT_EQ(sources(p), (strings{"/srv/apps/shop/data", "/srv/apps/shared", "/var/lib/app"}));
    EXPECT_EQ(p.secrets.at("key").file, "/srv/apps/shop/key");
    EXPECT_EQ(p.working_dir, "/srv/apps/shop");
    EXPECT_EQ(p.config_files, strings{"/srv/apps/shop/docker-compose.yml"});
}

TEST(EngineFolder, LeavesWhatIsBuiltHereWhereItIs) {
    const auto p = project_at(read_at("/ci/shop", "/ci"), "/srv/shop");
    EXPECT_EQ(p.services.at("app").build->context, "/ci/shop/app");
}

TEST(EngineFolder, GivesTheConfigHashOfTheHostItself) {
    const auto mapped = project_at(read_at("/ci/shop", "/ci"), "/srv/shop");
    const auto there = read_at("/srv/shop", "/srv");
    EXPECT_EQ(plan::config_hash(mapped, mapped.services.at("app")),
              plan::config_hash(there, there.services.at("app")));
    EXPECT_EQ(plan::container_body(mapped, mapped.services.at("app")),
              plan::container_body(there, there.services.at("app")));
}

TEST(EngineFolder, IsToldByTheProxyBeforeOthers) {
    plan::observed_container app, proxy, old;
    app.id = "1";
    app.folder = "/home/me/shop";
    proxy.id = "2";
    proxy.folder = "/srv/shop";
    EXPECT_EQ(folder_told_by({old, app, proxy}, "2"), "/srv/shop");
    EXPECT_EQ(folder_told_by({old, app, proxy}, "3"), "/home/me/shop");
    EXPECT_EQ(folder_told_by({old}, "2"), "");
}

TEST(EngineFolder, MattersForTheRelativePathsOfAColor) {
    const auto p = read_at("/ci/shop", "/ci");
    EXPECT_EQ(blue_green::relative_paths_of(p, {"app"}),
              (std::set<std::string>{"/ci/shop/data", "/ci/shared"}));
}

TEST(EngineFolder, MattersForAVolumeThatIsAFolder) {
    auto p = read_at("/ci/shop", "/ci");
    auto& mount = p.services.at("app").volumes.emplace_back();
    mount.type = compose::volume_mount::kind::volume;
    mount.source = "cache";
    p.volumes["cache"].driver_opts["device"] = "/ci/shop/cache";
    p.relative_host_paths.insert("/ci/shop/cache");
    EXPECT_TRUE(blue_green::relative_paths_of(p, {"app"}).contains("/ci/shop/cache"));
}

}  // namespace
