#include "read_service.hpp"

#include <rollout/plan/run_request.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace rollout;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

const std::string slug = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

plan::run_request run() {
    plan::run_request what;
    what.service = "app";
    what.slug = slug;
    return what;
}

json body(const std::string& keys, const plan::run_request& what, const std::string& rest = {}) {
    for (const auto& op : plan::run_operations(test::read_project(keys, rest), {}, what))
        if (op.what == plan::action::create_container) return json::parse(op.body);
    return {};
}

std::vector<std::string> text_of(const plan::operations& operations) {
    std::vector<std::string> lines;
    for (const auto& op : operations)
        lines.push_back(plan::to_string(op));
    return lines;
}

TEST(Run, IsNamedAndMarkedAsDockerComposeDoes) {
    const auto b = body("command: serve", run());
    EXPECT_EQ(plan::run_name(test::read_project(""), run()), "shop-app-run-0123456789ab");
    EXPECT_EQ(b.at("Labels").at("com.docker.compose.oneoff"), "True");
    EXPECT_EQ(b.at("Labels").at("com.docker.compose.slug"), slug);
    EXPECT_FALSE(b.at("Labels").contains("com.docker.compose.container-number"));
    EXPECT_EQ(b.at("Cmd"), json({"serve"}));
    EXPECT_EQ(b.at("NetworkingConfig").at("EndpointsConfig").at("shop_default").at("Aliases"),
              json({"shop-app-run-0123456789ab"}));
}

TEST(Run, PublishesNothingAndIsNotStartedAgain) {
    const auto b = body(
        "ports: ['80:80']\nrestart: always\nscale: 3\n"
        "healthcheck: {test: [CMD, a]}",
        run());
    EXPECT_EQ(b.at("HostConfig").at("PortBindings"), json::object());
    EXPECT_EQ(b.at("HostConfig").at("RestartPolicy").at("Name"), "");
    EXPECT_EQ(b.at("Healthcheck").at("Test"), json({"CMD", "a"}));
    EXPECT_FALSE(b.at("HostConfig").value("AutoRemove", false));
}

TEST(Run, HasWhatItsFlagsSayAboveTheService) {
    auto what = run();
    what.command = {"bin/x", "y"};
    what.user = "me";
    what.working_dir = "/w";
    what.name = "mine";
    what.environment["A"] = "2";
    what.labels["l"] = "v";
    what.cap_add = {"NET_ADMIN"};
    what.cap_drop = {"KILL"};
    what.tty = what.interactive = what.remove = what.use_aliases = true;
    const auto b =
        body("environment: {A: '1', B: '1'}\ncap_add: [KILL]\ncap_drop: [NET_ADMIN, ALL]", what);
    EXPECT_EQ(b.at("Cmd"), json({"bin/x", "y"}));
    EXPECT_EQ(b.at("Env"), json({"A=2", "B=1"}));
    EXPECT_EQ(b.at("User"), "me");
    EXPECT_EQ(b.at("WorkingDir"), "/w");
    EXPECT_EQ(b.at("Labels").at("l"), "v");
    EXPECT_EQ(b.at("HostConfig").at("CapAdd"), json({"CAP_NET_ADMIN"}));
    EXPECT_EQ(b.at("HostConfig").at("CapDrop"), json({"ALL", "CAP_KILL"}));
    EXPECT_EQ(b.at("HostConfig").at("AutoRemove"), true);
    for (const auto* key : {"Tty", "OpenStdin", "StdinOnce", "AttachStdin"})
        EXPECT_EQ(b.at(key), true) << key;
    EXPECT_EQ(b.at("NetworkingConfig").at("EndpointsConfig").at("shop_default").at("Aliases"),
              json({"mine", "app"}));
}

TEST(Run, AnEntrypointOfItsOwnLeavesTheServicesCommandOut) {
    auto what = run();
    what.entrypoint = {"sh", "-c"};
    const auto b = body("entrypoint: [/entry]\ncommand: serve", what);
    EXPECT_EQ(b.at("Entrypoint"), json({"sh", "-c"}));
    EXPECT_EQ(b.at("Cmd"), json::array());
}

TEST(Run, KeepsTheServicesPortsWhereItIsAsked) {
    auto what = run();
    what.service_ports = true;
    const auto b = body("ports: ['80:80']", what);
    EXPECT_TRUE(b.at("HostConfig").at("PortBindings").contains("80/tcp"));
}

TEST(Run, AVolumeOfTheFlagTakesThePlaceOfTheServices) {
    auto what = run();
    auto& mount = what.volumes.emplace_back();
    mount.type = compose::volume_mount::kind::bind;
    mount.source = "/srv/mine";
    mount.target = "/d";
    const auto b = body("volumes: ['/srv/theirs:/d', '/srv/other:/e']", what);
    EXPECT_EQ(b.at("HostConfig").at("Binds"),
              nlohmann::json({"/srv/other:/e:rw", "/srv/mine:/d:rw"}));
}

TEST(Run, MakesWhatItNeedsAndConnectsIt) {
    const auto p = test::read_project("networks: [a, b]\nvolumes: ['data:/d']",
                                      "networks: {a: {}, b: {}}\nvolumes: {data: {}}");
    EXPECT_THAT(text_of(plan::run_operations(p, {}, run())),
                ElementsAre("create network shop_a (not there yet)",
                            "create network shop_b (not there yet)",
                            "create volume shop_data (not there yet)",
                            "create container shop-app-run-0123456789ab (to run it once)",
                            "connect container shop-app-run-0123456789ab to network shop_b"));
}

TEST(Run, WaitsForWhatItsServiceDependsOn) {
    const auto p = test::read_project(
        "depends_on: {db: {condition: service_healthy}, job: {condition: "
        "service_completed_successfully, required: false}, side: {condition: service_started}}",
        "  db: {image: d}\n  job: {image: j}\n  side: {image: s}");
    plan::observed there;
    for (const auto* name : {"db", "job", "side"}) {
        plan::observed_container c;
        c.service = name;
        c.name = std::string("shop-") + name + "-1";
        there.containers.push_back(c);
    }
    const auto waits = plan::dependency_waits(p, there, "app");
    ASSERT_EQ(waits.size(), 2u);
    EXPECT_EQ(waits[0].target.name, "shop-db-1");
    EXPECT_EQ(waits[0].condition, plan::wait_for::healthy);
    EXPECT_EQ(waits[1].condition, plan::wait_for::completed);
    EXPECT_TRUE(waits[1].optional);
    EXPECT_THAT(plan::dependency_waits(p, {}, "app"), IsEmpty());
}

}  // namespace
