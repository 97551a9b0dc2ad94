#include <rollout/plan/create_request.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace rollout;
using namespace std::chrono_literals;
using nlohmann::json;
using testing::ElementsAre;

compose::project shop() {
    compose::project p;
    p.name = "shop";
    p.working_dir = "/srv/shop";
    p.config_files = {"/srv/shop/compose.yaml"};
    p.networks["edge"].name = "shop_edge";
    p.networks["back"].name = "shop_back";
    p.volumes["data"].name = "shop_data";
    auto& s = p.services["app"];
    s.name = "app";
    s.image = "shop/app:7";
    s.networks["edge"];
    return p;
}

json body_of(const compose::project& p) {
    return json::parse(
        plan::with_image_id(plan::container_body(p, p.services.at("app")), "sha256:1"));
}

TEST(ContainerName, IsComposesUnlessTheFileGivesOne) {
    auto p = shop();
    EXPECT_EQ(plan::container_name(p, p.services.at("app")), "shop-app-1");
    p.services["app"].container_name = "mine";
    EXPECT_EQ(plan::container_name(p, p.services.at("app")), "mine");
}

TEST(ImageReference, OfABuiltServiceIsNamedAfterProjectAndService) {
    auto p = shop();
    p.services["app"].image.clear();
    EXPECT_EQ(plan::image_reference(p, p.services.at("app")), "shop-app");
}

TEST(ContainerBody, CarriesTheLabelsThatComposeLooksFor) {
    auto p = shop();
    p.services["app"].labels["rollout.color"] = "blue";
    p.services["app"].depends_on["db"].condition = "service_healthy";
    const auto labels = body_of(p)["Labels"];
    EXPECT_EQ(labels["com.docker.compose.project"], "shop");
    EXPECT_EQ(labels["com.docker.compose.service"], "app");
    EXPECT_EQ(labels["com.docker.compose.container-number"], "1");
    EXPECT_EQ(labels["com.docker.compose.oneoff"], "False");
    EXPECT_EQ(labels["com.docker.compose.image"], "sha256:1");
    EXPECT_EQ(labels["com.docker.compose.depends_on"], "db:service_healthy:false");
    EXPECT_EQ(labels["com.docker.compose.project.working_dir"], "/srv/shop");
    EXPECT_EQ(labels["com.docker.compose.project.config_files"], "/srv/shop/compose.yaml");
    EXPECT_EQ(labels["rollout.color"], "blue");
}

TEST(ContainerBody, SaysTheProcessAsTheFileDoes) {
    auto p = shop();
    auto& s = p.services["app"];
    s.command = {"serve", "--port", "8000"};
    s.entrypoint = std::vector<std::string>{};
    s.user = "65534";
    s.working_dir = "/srv";
    s.environment = {{"A", "1"}, {"UNSET", std::nullopt}};
    s.stop_signal = "SIGQUIT";
    s.stop_grace_period = 90s;
    s.init = true;
    s.read_only = true;
    const auto body = body_of(p);
    EXPECT_EQ(body["Cmd"], json({"serve", "--port", "8000"}));
    EXPECT_EQ(body["Entrypoint"], json::array());
    EXPECT_EQ(body["User"], "65534");
    EXPECT_EQ(body["WorkingDir"], "/srv");
    EXPECT_EQ(body["Env"], json({"A=1", "UNSET"}));
    EXPECT_EQ(body["StopSignal"], "SIGQUIT");
    EXPECT_EQ(body["StopTimeout"], 90);
    EXPECT_EQ(body["HostConfig"]["Init"], true);
    EXPECT_EQ(body["HostConfig"]["ReadonlyRootfs"], true);
}

TEST(ContainerBody, LeavesToTheImageWhatTheFileDoesNotSay) {
    const auto body = body_of(shop());
    for (const auto* key :
         {"Cmd", "Entrypoint", "User", "WorkingDir", "StopSignal", "StopTimeout", "Healthcheck"})
        EXPECT_FALSE(body.contains(key)) << key;
}

TEST(ContainerBody, HealthcheckTimesAreNanosecondsAndAbsentOnesLeftOut) {
    auto p = shop();
    auto& check = p.services["app"].healthcheck.emplace();
    check.test = {"CMD", "/ok"};
    check.interval = 10s;
    check.timeout = 3s;
    check.retries = 3;
    const auto j = body_of(p)["Healthcheck"];
    EXPECT_EQ(j["Test"], json({"CMD", "/ok"}));
    EXPECT_EQ(j["Interval"], 10'000'000'000);
    EXPECT_EQ(j["Timeout"], 3'000'000'000);
    EXPECT_FALSE(j.contains("StartPeriod"));
    EXPECT_EQ(j["Retries"], 3);
}

TEST(ContainerBody, ADisabledHealthcheckIsNone) {
    auto p = shop();
    p.services["app"].healthcheck.emplace().disable = true;
    EXPECT_EQ(body_of(p)["Healthcheck"], json({{"Test", {"NONE"}}}));
}

TEST(ContainerBody, PublishedPortsAreExposedAndBound) {
    auto p = shop();
    compose::port web;
    web.target = 8080;
    web.published = "80";
    web.host_ip = "127.0.0.1";
    p.services["app"].ports = {web};
    const auto body = body_of(p);
    EXPECT_TRUE(body["ExposedPorts"].contains("8080/tcp"));
    EXPECT_EQ(body["HostConfig"]["PortBindings"]["8080/tcp"],
              json::array({{{"HostIp", "127.0.0.1"}, {"HostPort", "80"}}}));
}

TEST(ContainerBody, MountsAreBindsWhereTheEngineMayCreateTheDirectory) {
    auto p = shop();
    compose::volume_mount conf;
    conf.type = compose::volume_mount::kind::bind;
    conf.source = "/srv/shop/nginx";
    conf.target = "/etc/nginx";
    conf.read_only = true;
    conf.bind.emplace().create_host_path = true;
    compose::volume_mount data;
    data.source = "data";
    data.target = "/data";
    compose::volume_mount strict = conf;
    strict.bind->create_host_path = false;
    strict.target = "/strict";
    p.services["app"].volumes = {conf, data, strict};
    const auto host = body_of(p)["HostConfig"];
    EXPECT_EQ(host["Binds"], json({"/srv/shop/nginx:/etc/nginx:ro", "shop_data:/data:rw"}));
    EXPECT_EQ(host["Mounts"], json::array({{{"Type", "bind"},
                                            {"Source", "/srv/shop/nginx"},
                                            {"Target", "/strict"},
                                            {"ReadOnly", true},
                                            {"BindOptions", json::object()}}}));
}

TEST(ContainerBody, JoinsItsNetworkUnderServiceAndContainerName) {
    auto p = shop();
    p.services["app"].networks["edge"].aliases = {"web"};
    const auto body = body_of(p);
    EXPECT_EQ(body["HostConfig"]["NetworkMode"], "shop_edge");
    EXPECT_EQ(body["NetworkingConfig"]["EndpointsConfig"]["shop_edge"]["Aliases"],
              json({"shop-app-1", "app", "web"}));
}

TEST(ConnectBody, IsForTheFurtherNetworks) {
    auto p = shop();
    p.services["app"].networks["back"];
    const auto& s = p.services.at("app");
    EXPECT_THAT(plan::network_names(p, s), ElementsAre("shop_back", "shop_edge"));
    const auto body = json::parse(plan::connect_body(p, s, "shop_edge"));
    EXPECT_EQ(body["Container"], "shop-app-1");
    EXPECT_EQ(body["EndpointConfig"]["Aliases"], json({"shop-app-1", "app"}));
}

TEST(ContainerBody, RestartPolicyHasItsCount) {
    auto p = shop();
    p.services["app"].restart = "on-failure:3";
    EXPECT_EQ(body_of(p)["HostConfig"]["RestartPolicy"],
              json({{"Name", "on-failure"}, {"MaximumRetryCount", 3}}));
    p.services["app"].restart = "unless-stopped";
    EXPECT_EQ(body_of(p)["HostConfig"]["RestartPolicy"]["Name"], "unless-stopped");
}

TEST(ContainerBody, ThePriorityChoosesThePrimaryNetwork) {
    auto p = shop();
    p.services["app"].networks["back"];
    p.services["app"].networks["edge"].priority = 5;
    const auto& s = p.services.at("app");
    EXPECT_THAT(plan::network_names(p, s), ElementsAre("shop_edge", "shop_back"));
    const auto one = body_of(p);
    EXPECT_EQ(one["HostConfig"]["NetworkMode"], "shop_edge");
    EXPECT_EQ(one["NetworkingConfig"]["EndpointsConfig"].size(), 1U);
    const auto all = json::parse(plan::container_body(p, s, plan::endpoints::all));
    EXPECT_EQ(all["NetworkingConfig"]["EndpointsConfig"].size(), 2U);
}

TEST(ConfigHash, FollowsTheFileAndNothingElse) {
    auto p = shop();
    const auto before = plan::config_hash(p, p.services.at("app"));
    EXPECT_EQ(before.size(), 64u);
    EXPECT_EQ(body_of(p)["Labels"]["com.docker.compose.config-hash"], before);
    p.working_dir = "/elsewhere";
    EXPECT_EQ(plan::config_hash(p, p.services.at("app")), before);
    p.services["app"].environment["A"] = "2";
    EXPECT_NE(plan::config_hash(p, p.services.at("app")), before);
}

TEST(NetworkBody, IsLabelledWithProjectAndKey) {
    const auto body = json::parse(plan::network_body(shop(), "edge"));
    EXPECT_EQ(body["Name"], "shop_edge");
    EXPECT_FALSE(body.contains("Driver"));
    EXPECT_EQ(body["Labels"]["com.docker.compose.config-hash"].get<std::string>().size(), 64U);
    EXPECT_EQ(body["Labels"]["com.docker.compose.project"], "shop");
    EXPECT_EQ(body["Labels"]["com.docker.compose.network"], "edge");
}

}  // namespace
