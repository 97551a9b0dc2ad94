#include "read_service.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/one_off.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace rollout;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

plan::one_off migration() {
    plan::one_off what;
    what.service = "app";
    what.purpose = "pre-deploy";
    what.command = {"bin/migrate", "up"};
    return what;
}

json body(const std::string& keys, const std::string& rest = {}) {
    return json::parse(plan::one_off_body(test::read_project(keys, rest), migration()));
}

std::vector<std::string> text_of(const plan::operations& operations) {
    std::vector<std::string> lines;
    for (const auto& op : operations)
        lines.push_back(plan::to_string(op));
    return lines;
}

TEST(OneOffBody, HasTheServicesImageEnvironmentVolumesAndLimits) {
    const auto b = body(
        "entrypoint: [/entry]\ncommand: serve\nenvironment: {A: '1'}\nvolumes: ['data:/data']\n"
        "user: me\nworking_dir: /w\nmem_limit: 64m\nstop_signal: SIGQUIT\nstop_grace_period: 90s",
        "volumes: {data: {}}");
    EXPECT_EQ(b.at("Image"), "i");
    EXPECT_EQ(b.at("Entrypoint"), json({"/entry"}));
    EXPECT_EQ(b.at("Cmd"), json({"bin/migrate", "up"}));
    EXPECT_EQ(b.at("Env"), json({"A=1"}));
    EXPECT_EQ(b.at("User"), "me");
    EXPECT_EQ(b.at("WorkingDir"), "/w");
    EXPECT_EQ(b.at("StopSignal"), "SIGQUIT");
    EXPECT_EQ(b.at("StopTimeout"), 90);
    EXPECT_EQ(b.at("HostConfig").at("Binds"), json({"shop_data:/data:rw"}));
    EXPECT_EQ(b.at("HostConfig").at("Memory"), 64 << 20);
}

TEST(OneOffBody, HasNothingThatIsForAServiceThatGoesOn) {
    const auto b = body(
        "ports: ['80:80']\nrestart: always\nhealthcheck: {test: [CMD, a]}\ntty: true\n"
        "stdin_open: true\ndeploy: {restart_policy: {condition: any}}");
    EXPECT_EQ(b.at("HostConfig").at("PortBindings"), json::object());
    EXPECT_FALSE(b.contains("ExposedPorts"));
    EXPECT_EQ(b.at("HostConfig").at("RestartPolicy").at("Name"), "");
    EXPECT_EQ(b.at("Healthcheck").at("Test"), json({"NONE"}));
    EXPECT_FALSE(b.contains("Tty"));
    EXPECT_FALSE(b.contains("OpenStdin"));
}

TEST(OneOffBody, SaysToDockerComposeThatItIsOne) {
    const auto labels = body("labels: {mine: too}").at("Labels");
    EXPECT_EQ(labels.at("com.docker.compose.oneoff"), "True");
    EXPECT_EQ(labels.at("com.docker.compose.project"), "shop");
    EXPECT_EQ(labels.at("com.docker.compose.service"), "app");
    EXPECT_EQ(labels.at("mine"), "too");
    EXPECT_TRUE(labels.contains("com.docker.compose.config-hash"));
    EXPECT_FALSE(labels.contains("com.docker.compose.container-number"));
    EXPECT_FALSE(body("labels: {rollout.derived: 'true'}").at("Labels").contains("rollout.derived"))
        << "it is no container of its service, even of one that no file has";
}

// Requests for the service must not reach it, and it must not take the address of one that runs.
TEST(OneOffBody, IsReachedByItsOwnNameAlone) {
    const auto b = body(
        "mac_address: '02:42:ac:11:00:02'\n"
        "networks: {back: {aliases: [shop], ipv4_address: 10.9.0.7, mac_address: "
        "'02:42:ac:11:00:03'}}",
        "networks: {back: {ipam: {config: [{subnet: 10.9.0.0/16}]}}}");
    const auto& endpoint = b.at("NetworkingConfig").at("EndpointsConfig").at("shop_back");
    EXPECT_EQ(endpoint.at("Aliases"), json({"shop-app-pre-deploy"}));
    EXPECT_EQ(b.dump().find("10.9.0.7"), std::string::npos);
    EXPECT_EQ(b.dump().find("02:42"), std::string::npos);
}

TEST(OneOffBody, AnImageThatIsOnlyBuiltIsTheServices) {
    auto p = test::read_project("build: .");
    p.services.at("app").image.clear();
    EXPECT_EQ(json::parse(plan::one_off_body(p, migration())).at("Image"), "shop-app");
}

TEST(OneOffPlan, MakesWhatItNeedsAndStartsIt) {
    const auto p = test::read_project(
        "networks: [a, b]\nvolumes: ['data:/data']\npost_start: [{command: x}]\n"
        "container_name: fixed",
        "networks: {a: {}, b: {}}\nvolumes: {data: {}}");
    plan::observed o;
    o.networks = {{"n", "shop_a"}};
    const auto ops = plan::one_off_operations(p, o, migration());
    EXPECT_THAT(text_of(ops),
                ElementsAre("create network shop_b (not there yet)",
                            "create volume shop_data (not there yet)",
                            "create container shop-app-pre-deploy (to run bin/migrate up)",
                            "connect container shop-app-pre-deploy to network shop_b",
                            "start container shop-app-pre-deploy"));
    EXPECT_EQ(ops[2].body, plan::one_off_body(p, migration()));
    EXPECT_EQ(ops[2].image, "i");
    const auto connection = json::parse(ops[3].body);
    EXPECT_EQ(connection.at("Container"), "shop-app-pre-deploy");
    EXPECT_EQ(connection.at("EndpointConfig").at("Aliases"), json({"shop-app-pre-deploy"}));
    EXPECT_THAT(ops[4].hooks, IsEmpty());
}

TEST(OneOffPlan, RemovesWhatAKilledRunLeftButNoOther) {
    const auto p = test::read_project("pre_stop: [{command: x}]");
    plan::observed o;
    for (const auto* name : {"shop-app-pre-deploy", "shop-app-run-1"}) {
        auto& c = o.one_offs.emplace_back();
        c.name = name;
        c.service = "app";
        c.state = "running";
    }
    o.networks = {{"n", "shop_default"}};
    const auto ops = plan::one_off_operations(p, o, migration());
    ASSERT_EQ(ops.size(), 4U);
    EXPECT_EQ(plan::to_string(ops[0]),
              "stop container shop-app-pre-deploy (an earlier run left it behind)");
    EXPECT_THAT(ops[0].hooks, IsEmpty());
    EXPECT_EQ(plan::to_string(ops[1]),
              "remove container shop-app-pre-deploy (an earlier run left it behind)");
}

}  // namespace
