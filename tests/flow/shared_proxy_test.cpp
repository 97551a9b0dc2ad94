// One proxy in front of several projects: `shop` lives behind the sample stack's.
#include "deploy_fixture.hpp"

#include <filesystem>
#include <thread>

namespace flow {

namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

class SharedProxy : public Deploy {
  protected:
    void SetUp() override {
        Deploy::SetUp();
        engine_.add_image("web:1");
        const auto nginx = dir_ / "stack/nginx";
        auto config = support::read_file(nginx / "nginx.conf");
        const auto at = config.find("    server {\n");
        ASSERT_NE(at, std::string::npos);
        config.insert(at,
                      "    upstream shop { zone shop 64k; include "
                      "/etc/nginx/conf.d/shop.conf; }\n");
        support::write_file(nginx / "nginx.conf", config);
        support::write_file(nginx / "conf.d/shop.conf", "server web:8000 resolve;\n");
        write_project("{project: rollout, service: proxy}");
        proxy_ = engine_.container(proxy_container).id;
    }

    void write_project(const std::string& proxy) {
        dir_.write("shop/compose.yaml",
                   "name: shop\n"
                   "x-rollout:\n"
                   "  blue: web\n"
                   "  green: web_green\n"
                   "  server_parameters: resolve\n"
                   "  proxy: " +
                       proxy +
                       "\n"
                       "  snippet: " +
                       (dir_ / "stack/nginx").string() +
                       "/conf.d/shop.conf\n"
                       "services:\n"
                       "  web:\n"
                       "    image: web:1\n"
                       "    networks: [edge]\n"
                       "    healthcheck: {test: [CMD, ok], interval: 1s}\n"
                       "networks: {edge: {name: rollout_edge, external: true}}\n");
    }

    outcome shop(std::vector<std::string> args) {
        args.insert(args.begin(), {"-f", (dir_ / "shop/compose.yaml").string()});
        return rollout(std::move(args), {{"ROLLOUT_DRAIN_TIMEOUT", "5"}});
    }

    void age_all() const {
        age_snippets();
        const auto long_ago =
            std::filesystem::file_time_type::clock::now() - std::chrono::minutes(5);
        std::filesystem::last_write_time(dir_ / "stack/nginx/conf.d/shop.conf", long_ago);
    }

    std::vector<std::string> servers() const { return engine_.nginx_of(proxy_container).upstream; }

    void expect_the_same_proxy() const {
        const auto now = engine_.container(proxy_container);
        EXPECT_EQ(now.id, proxy_);
        EXPECT_TRUE(now.running());
    }

    std::string proxy_;
};

TEST_F(SharedProxy, OfAnotherProjectIsWrittenForAndReloaded) {
    const auto up = shop({"up"});
    ASSERT_EQ(up.code, 0) << up.err;
    EXPECT_FALSE(engine_.has_container("shop-proxy-1"));
    const auto result = shop({"deploy"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(servers(), Contains("web_green:8000"));
    EXPECT_THAT(servers(), Contains("app:8000"));
    expect_the_same_proxy();
    EXPECT_EQ(shop({"rollback"}).code, 0);
    EXPECT_THAT(servers(), Contains("web:8000"));
}

TEST_F(SharedProxy, MayBeSaidByItsContainer) {
    write_project(std::string("{container: ") + proxy_container + "}");
    ASSERT_EQ(shop({"up"}).code, 0);
    EXPECT_EQ(shop({"deploy"}).code, 0);
    EXPECT_THAT(servers(), Contains("web_green:8000"));
}

TEST_F(SharedProxy, TakesTheDeploysOfTwoProjectsOneAfterTheOther) {
    ASSERT_EQ(shop({"up"}).code, 0);
    outcome others;
    std::thread at_once([&] { others = shop({"deploy"}); });
    const auto owners = deploy({"--lock-wait", "120"});
    at_once.join();
    EXPECT_EQ(owners.code, 0) << owners.err;
    EXPECT_EQ(others.code, 0) << others.err;
    EXPECT_THAT(servers(), Contains("web_green:8000"));
    EXPECT_THAT(servers(), Contains("app_green:8000"));
    EXPECT_FALSE(engine_.has_container("shop-rollout-lock"));
    expect_no_lock();
}

// It may come yet, and would be taken for the one of whoever deploys next.
TEST_F(SharedProxy, AReloadThatTheOwnersKilledRunAskedForIsWaitedOut) {
    age_all();
    ASSERT_EQ(shop({"up"}).code, 0);
    ASSERT_EQ(shop({"deploy"}).code, 0);
    age_all();
    const auto before = reloads();
    ASSERT_EQ(shop({"deploy"}).code, 0);
    const auto usual = reloads() - before;
    age_all();
    engine_.call("POST", std::string("/containers/create?name=") + lock_container,
                 R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
                 R"("rollout.lock.purpose":"deploy","rollout.lock.expires":"1"}})");
    EXPECT_THAT(shop({"status"}).out, HasSubstr("did not finish"));
    const auto result = shop({"deploy"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_GT(reloads() - before - usual, usual);
}

// It is the owner who has to settle that.
TEST_F(SharedProxy, LeavesTheOwnersDeadLockToTheOwner) {
    ASSERT_EQ(shop({"up"}).code, 0);
    engine_.call("POST", std::string("/containers/create?name=") + lock_container,
                 R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
                 R"("rollout.lock.purpose":"deploy","rollout.lock.expires":"1"}})");
    EXPECT_EQ(shop({"deploy"}).code, 0);
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("did not finish"));
    EXPECT_EQ(deploy().code, 0);
    expect_no_lock();
}

TEST_F(SharedProxy, WhoseReloadWasNotSeenKeepsItsLockForTheOthers) {
    ASSERT_EQ(shop({"up"}).code, 0);
    support::nginx_options stubborn;
    stubborn.refuse_reload = true;
    engine_.set_nginx(stubborn);
    const auto result =
        rollout({"-f", (dir_ / "shop/compose.yaml").string(), "deploy"},
                {{"ROLLOUT_RELOAD_TIMEOUT", "50ms"}, {"ROLLOUT_RETRY_DELAY", "1ms"}});
    EXPECT_EQ(result.code, 3) << result.err;
    EXPECT_TRUE(engine_.has_container(lock_container));
    engine_.set_nginx({});
    EXPECT_EQ(deploy().code, 0);
    expect_no_lock();
}

TEST_F(SharedProxy, MustStillBeHeldByItsOwnersLockBeforeUsersAreMoved) {
    ASSERT_EQ(shop({"up"}).code, 0);
    engine_.on("POST", "/containers/*/start", [this](const support::request& r) {
        if (r.container_name == "shop-web_green-1")
            engine_.call("DELETE", std::string("/containers/") + lock_container);
        return std::nullopt;
    });
    const auto result = shop({"deploy"});
    EXPECT_EQ(result.code, 1) << result.out;
    EXPECT_THAT(result.err, HasSubstr("the lock was lost"));
    EXPECT_THAT(servers(), Contains("web:8000"));
}

TEST_F(SharedProxy, IsLeftAloneByDown) {
    ASSERT_EQ(shop({"up"}).code, 0);
    EXPECT_EQ(shop({"down"}).code, 0);
    EXPECT_FALSE(engine_.has_container("shop-web-1"));
    expect_the_same_proxy();
}

TEST_F(SharedProxy, MustRun) {
    ASSERT_EQ(shop({"up"}).code, 0);
    engine_.call("POST", std::string("/containers/") + proxy_container + "/stop");
    engine_.forget_requests();
    const auto result = shop({"deploy"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("the proxy 'proxy' of project 'rollout' is not running"));
    EXPECT_THAT(engine_.mutating_requests(), testing::IsEmpty());
}

TEST_F(Deploy, SaysThatTheProxysOwnConfigurationChanged) {
    edit_compose_file("image: nginx:1.27-alpine",
                      "image: nginx:1.27-alpine\n    environment: {TZ: UTC}");
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("'proxy' runs with another configuration than the file's"));
}

}  // namespace

}  // namespace flow
