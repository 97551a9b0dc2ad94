#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rollout::compose {
namespace {

using test::project_folder;

TEST(Resources, AreNamedAfterTheProjectUnlessNamed) {
    const auto p = project_folder(
                       "services: {a: {image: i}}\n"
                       "networks: {edge: , other: {name: n}, out: {external: true}, "
                       "out2: {external: 'true', name: m}}\n"
                       "volumes: {data: , v: {name: w}, ext: {external: true}}\n")
                       .read();
    EXPECT_EQ(p.networks.at("edge").name, "shop_edge");
    EXPECT_EQ(p.networks.at("other").name, "n");
    EXPECT_EQ(p.networks.at("out").name, "out");
    EXPECT_TRUE(p.networks.at("out").external);
    EXPECT_EQ(p.networks.at("out2").name, "m");
    EXPECT_EQ(p.volumes.at("data").name, "shop_data");
    EXPECT_EQ(p.volumes.at("v").name, "w");
    EXPECT_TRUE(p.volumes.at("ext").external);
}

TEST(Resources, TheDefaultNetworkIsThereWhenUsed) {
    const auto used = project_folder("services: {a: {image: i}}").read();
    EXPECT_EQ(used.networks.at("default").name, "shop_default");
    const auto unused =
        project_folder("services: {a: {image: i, networks: [n]}}\nnetworks: {n: }").read();
    EXPECT_EQ(unused.networks.count("default"), 0U);
    const auto declared =
        project_folder("services: {a: {image: i}}\nnetworks: {default: {name: mine}}").read();
    EXPECT_EQ(declared.networks.at("default").name, "mine");
}

TEST(Resources, DriversOptionsAndLabelsAreTaken) {
    const auto p = project_folder(
                       "services: {a: {image: i}}\n"
                       "networks: {n: {driver: bridge, driver_opts: {mtu: 1400}, internal: true, "
                       "attachable: 'true', labels: [k=v]}}\n"
                       "volumes: {v: {driver: local, driver_opts: {o: bind}, labels: {k: 1}}}\n")
                       .read();
    const auto& n = p.networks.at("n");
    EXPECT_EQ(n.driver, "bridge");
    EXPECT_EQ(n.driver_opts.at("mtu"), "1400");
    EXPECT_TRUE(n.internal && n.attachable);
    EXPECT_EQ(n.labels.at("k"), "v");
    EXPECT_EQ(p.volumes.at("v").driver_opts.at("o"), "bind");
    EXPECT_EQ(p.volumes.at("v").labels.at("k"), "1");
}

TEST(Resources, TheDeviceOfALocalBindIsAPath) {
    project_folder folder(
        "services: {a: {image: i}}\n"
        "volumes:\n  v: {driver: local, driver_opts: {type: none, o: bind, device: ./data}}\n"
        "  w: {driver_opts: {o: bind, device: '$PWD/x'}}\n");
    const auto p = folder.read();
    EXPECT_EQ(p.volumes.at("v").driver_opts.at("device"), folder.path("data"));
    EXPECT_EQ(p.volumes.at("w").driver_opts.at("device"), folder.path("x"));
}

TEST(Resources, TheOldFormOfExternalWarns) {
    const auto result =
        project_folder("services: {a: {image: i}}\nvolumes: {v: {external: {name: w}}}\n").load();
    EXPECT_EQ(result.project.volumes.at("v").name, "w");
    EXPECT_TRUE(result.project.volumes.at("v").external);
    ASSERT_EQ(result.warnings.size(), 1U);
    EXPECT_NE(result.warnings[0].find("deprecated"), std::string::npos);
}

TEST(Resources, AnExternalOneCannotBeConfigured) {
    EXPECT_EQ(project_folder("services: {a: {image: i}}\nvolumes: {v: {external: true, driver: d}}")
                  .complaint(),
              "compose.yaml:2:31: volumes.v: conflicting parameters \"external\" and \"driver\" "
              "specified");
}

TEST(Resources, ANetworkHasAddressPools) {
    const auto p = project_folder(
                       "services: {a: {image: i, networks: [n]}}\n"
                       "networks: {n: {enable_ipv6: true, ipam: {driver: d, config: [{subnet: "
                       "10.0.0.0/24, aux_addresses: {h: 10.0.0.5}}]}}}")
                       .read();
    const auto& n = p.networks.at("n");
    EXPECT_EQ(n.enable_ipv6, true);
    EXPECT_EQ(n.ipam.driver, "d");
    EXPECT_EQ(n.ipam.config.at(0).subnet, "10.0.0.0/24");
    EXPECT_EQ(n.ipam.config.at(0).aux_addresses.at("h"), "10.0.0.5");
}

TEST(Resources, ASecretHasOneOrigin) {
    const std::string service = "services: {a: {image: i, secrets: [s]}}\n";
    project_folder folder(service + "secrets: {s: {environment: TOKEN}}");
    folder.options.environment["TOKEN"] = "t0k";
    EXPECT_EQ(folder.read().secrets.at("s").content, "t0k");
    EXPECT_EQ(folder.read().services.at("a").secrets.at(0).target, "/run/secrets/s");
    EXPECT_EQ(project_folder(service + "secrets: {s: {}}").complaint(),
              "compose.yaml:2:11: secrets.s: one of file|environment must be set");
    EXPECT_EQ(project_folder(service + "secrets: {s: {file: f, environment: E}}").complaint(),
              "compose.yaml:2:11: secrets.s: file|environment attributes are mutually exclusive");
}

}  // namespace
}  // namespace rollout::compose
