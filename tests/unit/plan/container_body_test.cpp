#include "read_service.hpp"

#include <rollout/plan/create_request.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using namespace rollout;
using nlohmann::json;
using test::read_project;

json body(const std::string& keys, const std::string& rest = {}) {
    const auto p = read_project(keys, rest);
    return json::parse(plan::container_body(p, p.services.at("app")));
}

json host(const std::string& keys, const std::string& rest = {}) {
    return body(keys, rest).at("HostConfig");
}

TEST(HostConfig, LimitsAreInTheUnitsOfTheEngine) {
    const auto h = host(
        "cpus: 1.5\ncpu_percent: 12\ncpu_shares: 512\ncpu_quota: 50000\ncpu_period: 100000\n"
        "cpuset: 0-1\nmem_limit: 64m\nmemswap_limit: -1\nmem_reservation: 32m\nmem_swappiness: 60\n"
        "pids_limit: 100\nshm_size: 1g\noom_score_adj: -500\noom_kill_disable: true");
    EXPECT_EQ(h.at("NanoCpus"), 1'500'000'000);
    EXPECT_EQ(h.at("CpuPercent"), 1200);
    EXPECT_EQ(h.at("CpuShares"), 512);
    EXPECT_EQ(h.at("CpuQuota"), 50000);
    EXPECT_EQ(h.at("CpuPeriod"), 100000);
    EXPECT_EQ(h.at("CpusetCpus"), "0-1");
    EXPECT_EQ(h.at("Memory"), 64 << 20);
    EXPECT_EQ(h.at("MemorySwap"), -1);
    EXPECT_EQ(h.at("MemoryReservation"), 32 << 20);
    EXPECT_EQ(h.at("MemorySwappiness"), 60);
    EXPECT_EQ(h.at("PidsLimit"), 100);
    EXPECT_EQ(h.at("ShmSize"), 1 << 30);
    EXPECT_EQ(h.at("OomScoreAdj"), -500);
    EXPECT_EQ(h.at("OomKillDisable"), true);
}

TEST(HostConfig, DeployHasTheLastWord) {
    const auto h = host(
        "restart: always\ndeploy:\n"
        "  resources: {limits: {cpus: '0.5', memory: 50m, pids: 7}, reservations: {memory: 20m}}\n"
        "  restart_policy: {condition: any, max_attempts: 3}");
    EXPECT_EQ(h.at("NanoCpus"), 500'000'000);
    EXPECT_EQ(h.at("Memory"), 50 << 20);
    EXPECT_EQ(h.at("PidsLimit"), 7);
    EXPECT_EQ(h.at("MemoryReservation"), 20 << 20);
    EXPECT_EQ(h.at("RestartPolicy"), json({{"Name", "always"}, {"MaximumRetryCount", 3}}));
}

TEST(HostConfig, DevicesAndRequestsForThem) {
    const auto h = host(
        "devices: ['/dev/a:/dev/b:r', 'vendor.com/gpu=all']\n"
        "device_cgroup_rules: ['c 1:3 mr']\n"
        "gpus: [{driver: nvidia, count: 2}]\n"
        "deploy: {resources: {reservations: {devices: [{capabilities: [tpu]}]}}}");
    EXPECT_EQ(h.at("Devices"), json::array({{{"PathOnHost", "/dev/a"},
                                             {"PathInContainer", "/dev/b"},
                                             {"CgroupPermissions", "r"}}}));
    EXPECT_EQ(h.at("DeviceCgroupRules"), json({"c 1:3 mr"}));
    const auto& requests = h.at("DeviceRequests");
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_EQ(requests[0], (json{{"Count", -1}, {"Capabilities", json::array({{"tpu"}})}}));
    EXPECT_EQ(requests[1], (json{{"Driver", "cdi"}, {"DeviceIDs", {"vendor.com/gpu=all"}}}));
    EXPECT_EQ(requests[2],
              (json{{"Driver", "nvidia"}, {"Count", 2}, {"Capabilities", json::array({{"gpu"}})}}));
}

TEST(HostConfig, UlimitsAndBlockIo) {
    const auto h = host(
        "ulimits: {nproc: 5, nofile: {soft: 10, hard: 20}}\n"
        "blkio_config: {weight: 300, device_read_bps: [{path: /dev/a, rate: 1mb}]}");
    EXPECT_EQ(h.at("Ulimits"), json::array({{{"Name", "nofile"}, {"Soft", 10}, {"Hard", 20}},
                                            {{"Name", "nproc"}, {"Soft", 5}, {"Hard", 5}}}));
    EXPECT_EQ(h.at("BlkioWeight"), 300);
    EXPECT_EQ(h.at("BlkioDeviceReadBps"), json::array({{{"Path", "/dev/a"}, {"Rate", 1 << 20}}}));
}

TEST(HostConfig, CapabilitiesAreSpeltAsTheDockerClientDoes) {
    const auto h = host("cap_add: [net_admin, CAP_CHOWN, ALL, NET_ADMIN]\ncap_drop: [kill]");
    EXPECT_EQ(h.at("CapAdd"), json({"ALL", "CAP_CHOWN", "CAP_NET_ADMIN"}));
    EXPECT_EQ(h.at("CapDrop"), json({"CAP_KILL"}));
}

TEST(HostConfig, ASeccompProfileIsSentAsItsTextWithoutWhiteSpace) {
    auto p = test::read_project("security_opt: ['seccomp:./p.json', 'label:disable']");
    p.seccomp_profiles["./p.json"] = {
        "{\n  \"z\": 1.50,\n  \"a\": [\"a b\", \"say \\\"x y\\\" \"]\n}\n", ""};
    const auto h = json::parse(plan::container_body(p, p.services.at("app"))).at("HostConfig");
    EXPECT_EQ(h.at("SecurityOpt"),
              json({"seccomp={\"z\":1.50,\"a\":[\"a b\",\"say \\\"x y\\\" \"]}", "label:disable"}));
}

TEST(Environment, TheClientsOwnVariablesAreBelowThoseOfTheService) {
    auto p = test::read_project("environment: {HTTP_PROXY: mine, NO_PROXY: }");
    const auto without = plan::config_hash(p, p.services.at("app"));
    p.client_environment = {{"HTTP_PROXY", "p"}, {"NO_PROXY", "n"}, {"http_proxy", "p"}};
    const auto env = json::parse(plan::container_body(p, p.services.at("app"))).at("Env");
    EXPECT_EQ(env, json({"HTTP_PROXY=mine", "NO_PROXY", "http_proxy=p"}));
    EXPECT_EQ(plan::config_hash(p, p.services.at("app")), without);
}

TEST(HostConfig, LinksNameEachContainerAndTheNumberOfTheirOwn) {
    const auto p = test::read_project("links: [db]", "  db: {image: i, scale: 2}\n");
    const auto b =
        json::parse(plan::container_body(p, p.services.at("app"), plan::endpoints::primary, 3));
    EXPECT_EQ(b.at("HostConfig").at("Links"),
              json({"shop-db-1:db", "shop-db-1:db-3", "shop-db-1:shop-db-3", "shop-db-2:db",
                    "shop-db-2:db-3", "shop-db-2:shop-db-3"}));
}

TEST(HostConfig, SecurityAndNamespaces) {
    const auto h = host(
        "privileged: true\nsecurity_opt: [no-new-privileges, 'systempaths=unconfined']\n"
        "userns_mode: host\nipc: host\npid: host\nuts: host\ncgroup: private\n"
        "cgroup_parent: p\nisolation: default\nruntime: runc\ngroup_add: [1, adm]");
    EXPECT_EQ(h.at("Privileged"), true);
    EXPECT_EQ(h.at("SecurityOpt"), json({"no-new-privileges"}));
    EXPECT_EQ(h.at("MaskedPaths"), json::array());
    EXPECT_EQ(h.at("ReadonlyPaths"), json::array());
    for (const auto* key : {"UsernsMode", "IpcMode", "PidMode", "UTSMode"})
        EXPECT_EQ(h.at(key), "host") << key;
    EXPECT_EQ(h.at("CgroupnsMode"), "private");
    EXPECT_EQ(h.at("CgroupParent"), "p");
    EXPECT_EQ(h.at("Isolation"), "default");
    EXPECT_EQ(h.at("Runtime"), "runc");
    EXPECT_EQ(h.at("GroupAdd"), json({"1", "adm"}));
}

TEST(HostConfig, NamesAndLogs) {
    const auto h = host(
        "dns: [1.1.1.1]\ndns_search: a.b\ndns_opt: [use-vc]\nextra_hosts: {db: [10.0.0.1, '::1']}\n"
        "logging: {driver: local, options: {max-size: 10m}}\nannotations: {a: b}\n"
        "sysctls: {net.core.somaxconn: 1024}\nstorage_opt: {size: 1G}");
    EXPECT_EQ(h.at("Dns"), json({"1.1.1.1"}));
    EXPECT_EQ(h.at("DnsSearch"), json({"a.b"}));
    EXPECT_EQ(h.at("DnsOptions"), json({"use-vc"}));
    EXPECT_EQ(h.at("ExtraHosts"), json({"db:10.0.0.1", "db:::1"}));
    EXPECT_EQ(h.at("LogConfig"), (json{{"Type", "local"}, {"Config", {{"max-size", "10m"}}}}));
    EXPECT_EQ(h.at("Annotations"), (json{{"a", "b"}}));
    EXPECT_EQ(h.at("Sysctls"), (json{{"net.core.somaxconn", "1024"}}));
    EXPECT_EQ(h.at("StorageOpt"), (json{{"size", "1G"}}));
}

TEST(Mounts, WhatBindsCannotSayIsAMount) {
    const auto h = host(
        "volumes:\n"
        "  - ./a:/a:ro,z\n"
        "  - ./b:/b:rshared\n"
        "  - vol:/c\n"
        "  - vol:/d:nocopy\n"
        "  - /eee\n"
        "  - {type: tmpfs, target: /f, tmpfs: {size: 1m, mode: 0755}}\n"
        "  - {type: image, source: img, target: /g, image: {subpath: s}}\n"
        "  - {type: bind, source: /h, target: /h}\n"
        "tmpfs: ['/t:size=1m', /u]",
        "volumes: {vol: }\n");
    EXPECT_EQ(h.at("Binds"), json({"/srv/shop/a:/a:ro,z", "shop_vol:/c:rw", "/h:/h:rw"}));
    const auto& mounts = h.at("Mounts");
    ASSERT_EQ(mounts.size(), 5U);
    EXPECT_EQ(mounts[0],
              (json{{"Type", "bind"},
                    {"Source", "/srv/shop/b"},
                    {"Target", "/b"},
                    {"BindOptions", {{"Propagation", "rshared"}, {"CreateMountpoint", true}}}}));
    EXPECT_EQ(mounts[1].at("VolumeOptions"), (json{{"NoCopy", true}}));
    EXPECT_EQ(mounts[2],
              (json{{"Type", "volume"}, {"Target", "/eee"}, {"VolumeOptions", json::object()}}));
    EXPECT_EQ(mounts[3].at("TmpfsOptions"), (json{{"SizeBytes", 1 << 20}, {"Mode", 0755}}));
    EXPECT_EQ(mounts[4].at("ImageOptions"), (json{{"Subpath", "s"}}));
    EXPECT_EQ(h.at("Tmpfs"), (json{{"/t", "size=1m"}, {"/u", ""}}));
}

TEST(Mounts, SecretsAndConfigsAreFilesToRead) {
    const auto h = host(
        "secrets: [tok, {source: tok, target: sub}]\nconfigs: [conf]\n"
        "volumes: ['/own:/conf']",
        "secrets: {tok: {file: ./t}}\nconfigs: {conf: {file: ./c}}\n");
    const auto& mounts = h.at("Mounts");
    ASSERT_EQ(mounts.size(), 2U) << "the volume on /conf wins";
    EXPECT_EQ(mounts[0], (json{{"Type", "bind"},
                               {"Source", "/srv/shop/t"},
                               {"Target", "/run/secrets/tok"},
                               {"ReadOnly", true},
                               {"BindOptions", json::object()}}));
    EXPECT_EQ(mounts[1].at("Target"), "/run/secrets/sub");
}

TEST(Endpoints, CarryAddressesAndLinks) {
    const auto b = body(
        "mac_address: 02:42:ac:11:00:01\nlinks: ['db:base']\nexternal_links: [other]\n"
        "networks: {n: {aliases: [web], ipv4_address: 10.0.0.5, driver_opts: {a: b}, "
        "interface_name: eth7, gw_priority: 2}}",
        "  db: {image: d, networks: [n]}\nnetworks: {n: }\n");
    const auto& e = b.at("NetworkingConfig").at("EndpointsConfig").at("shop_n");
    EXPECT_EQ(e.at("Aliases"), json({"shop-app-1", "app", "web"}));
    EXPECT_EQ(e.at("IPAMConfig"), (json{{"IPv4Address", "10.0.0.5"}}));
    EXPECT_EQ(e.at("MacAddress"), "02:42:ac:11:00:01");
    EXPECT_EQ(e.at("GwPriority"), 2);
    EXPECT_EQ(e.at("DriverOpts"),
              (json{{"a", "b"}, {"com.docker.network.endpoint.ifname", "eth7"}}));
    const json links = {"shop-db-1:base", "shop-db-1:db-1", "shop-db-1:shop-db-1", "other:other"};
    EXPECT_EQ(e.at("Links"), links);
    EXPECT_EQ(b.at("HostConfig").at("Links"), links);
}

TEST(Endpoints, ANetworkModeLeavesNoNetworks) {
    const auto b = body("network_mode: host");
    EXPECT_EQ(b.at("HostConfig").at("NetworkMode"), "host");
    EXPECT_FALSE(b.contains("NetworkingConfig"));
}

TEST(VolumesFrom, AContainerIsNamedPlainly) {
    EXPECT_EQ(host("volumes_from: ['container:old:ro']").at("VolumesFrom"), json({"old"}));
}

TEST(NetworkBody, CarriesPoolsAndFlags) {
    const auto p = read_project("networks: [n]",
                                "networks: {n: {driver: d, driver_opts: {a: 1}, internal: true, "
                                "enable_ipv6: false, labels: {l: m}, ipam: {config: [{subnet: "
                                "10.0.0.0/24, aux_addresses: {h: 10.0.0.9}}]}}}");
    const auto b = json::parse(plan::network_body(p, "n"));
    EXPECT_EQ(b.at("Driver"), "d");
    EXPECT_EQ(b.at("Options"), (json{{"a", "1"}}));
    EXPECT_EQ(b.at("Internal"), true);
    EXPECT_EQ(b.at("EnableIPv6"), false);
    EXPECT_FALSE(b.contains("EnableIPv4"));
    EXPECT_EQ(
        b.at("IPAM").at("Config"),
        json::array({{{"Subnet", "10.0.0.0/24"}, {"AuxiliaryAddresses", {{"h", "10.0.0.9"}}}}}));
    EXPECT_EQ(b.at("Labels").at("l"), "m");
}

TEST(ConfigHash, IsThatOfDockerCompose) {
    const auto p = read_project(
        "networks: [back]",
        "networks: {back: }\nvolumes: {data: {name: spechash_data, labels: {v: '1'}}}\n");
    const auto b = json::parse(plan::volume_body(p, "data"));
    EXPECT_EQ(b.at("Labels").at("com.docker.compose.config-hash"),
              "cfdd32d98cda3799a08451eb2bfbd879ea2cc395a0ec91fca2ad6692d387f1ce");
}

}  // namespace
