#include "complaint.hpp"
#include "project_folder.hpp"

#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include <compose/rules/volume.hpp>

namespace rollout::compose {
namespace {

/// The text at a path; empty when there is nothing.
std::string part(const node& from, std::initializer_list<const char*> path) {
    const auto* at = &from;
    for (const auto* key : path)
        if (at) at = at->find(key);
    return at ? go_text(*at) : "";
}
std::string parsed(const std::string& text) {
    const auto m = parse_volume(text, {});
    return part(m, {"type"}) + ' ' + part(m, {"source"}) + " -> " + part(m, {"target"}) +
           (is_true(m.find("read_only")) ? " ro" : "") +
           (part(m, {"bind", "create_host_path"}) == "true" ? " create" : "");
}
std::string complaint(const std::string& text) {
    return test::complaint_of([&] { parse_volume(text, {}); });
}

TEST(Volume, APathBeforeTheColonIsABind) {
    EXPECT_EQ(parsed("./nginx:/etc/nginx:ro"), "bind ./nginx -> /etc/nginx ro create");
    EXPECT_EQ(parsed("/data:/data"), "bind /data -> /data create");
    EXPECT_EQ(parsed("~/x:/x:rw"), "bind ~/x -> /x create");
    EXPECT_EQ(parsed("c:\\x:/x"), "bind c:\\x -> /x create");
}

TEST(Volume, ANameBeforeTheColonIsANamedVolume) {
    EXPECT_EQ(parsed("data:/var/lib/data"), "volume data -> /var/lib/data");
}

TEST(Volume, ATargetAloneIsAnAnonymousVolume) {
    EXPECT_EQ(parsed("/cache"), "volume  -> /cache");
    EXPECT_EQ(parsed("/x"), "volume  -> /x");
    EXPECT_EQ(parsed("a:/b"), "volume  -> a:/b");
}

TEST(Volume, OtherTextsAreRefused) {
    EXPECT_EQ(complaint(""), "invalid empty volume spec");
    EXPECT_EQ(complaint("data:"), "invalid spec: data:: empty section between colons");
    EXPECT_EQ(complaint("data:/x:ro:z"), "invalid spec: data:/x:ro:z: too many colons");
}

TEST(Volume, OptionsBelongToTheirKindAndUnknownOnesAreIgnored) {
    EXPECT_EQ(part(parse_volume("data:/x:nocopy", {}), {"volume", "nocopy"}), "true");
    EXPECT_EQ(part(parse_volume("/x:/x:ro,z", {}), {"bind", "selinux"}), "z");
    EXPECT_EQ(part(parse_volume("/x:/x:rshared", {}), {"bind", "propagation"}), "rshared");
    EXPECT_EQ(parsed("/x:/x:delegated"), "bind /x -> /x create");
}

TEST(Volume, ColonsInVariablesDoNotSeparate) {
    EXPECT_EQ(parsed("${A:-/a}:/x"), "volume ${A:-/a} -> /x");
}

TEST(Volumes, SourcesOfBindsBecomeAbsoluteAndTargetsClean) {
    test::project_folder folder(
        "services:\n  a:\n    image: i\n    volumes:\n"
        "      - ./conf//:/etc/conf/:ro\n"
        "      - ~/x:/x\n"
        "      - {type: bind, source: ../up, target: /up, read_only: 'true'}\n"
        "      - {type: tmpfs, target: /run}\n"
        "      - {type: volume, source: data, target: /data}\n"
        "      - {type: bind, source: /s, target: /s, bind: {create_host_path: true}}\n"
        "volumes: {data: }\n");
    const auto volumes = folder.read().services.at("a").volumes;
    ASSERT_EQ(volumes.size(), 6U);
    EXPECT_EQ(volumes[0].source, folder.path("conf"));
    EXPECT_EQ(volumes[0].target, "/etc/conf");
    EXPECT_EQ(volumes[1].source, "/home/me/x");
    EXPECT_EQ(volumes[2].source + "/shop",
              folder.path().replace(folder.path().rfind("/shop"), 5, "/up/shop"));
    EXPECT_TRUE(volumes[2].read_only);
    EXPECT_FALSE(volumes[2].bind);
    EXPECT_EQ(volumes[3].type, volume_mount::kind::tmpfs);
    EXPECT_EQ(volumes[4].source, "data");
    EXPECT_TRUE(volumes[5].bind->create_host_path);
}

TEST(Volumes, TheLastMountOfATargetWinsAtTheFirstPlace) {
    const auto s = test::read_service("volumes: ['/a:/x', '/b:/y', '/c:/x/']");
    ASSERT_EQ(s.volumes.size(), 2U);
    EXPECT_EQ(s.volumes[0].source, "/c");
    EXPECT_EQ(s.volumes[1].source, "/b");
}

TEST(Volumes, FaultsNameTheirPlace) {
    EXPECT_EQ(test::service_complaint("volumes: [{type: bind, target: /x}]"),
              "compose.yaml:4:15: services.a.volumes.[]: invalid mount config for type \"bind\": "
              "field Source must not be empty");
    EXPECT_EQ(test::service_complaint("volumes: [{type: volume, source: x}]"),
              "compose.yaml:4:15: service volume services.a.volumes.[0] is missing a mount target");
    EXPECT_EQ(test::service_complaint("volumes: ['dat:/x']", "volumes: {data: {}}"),
              "compose.yaml:4:15: services.a.volumes: service \"a\" refers to undefined volume "
              "dat: invalid compose project; did you mean `data`?");
    EXPECT_EQ(test::service_complaint("volumes: [{type: npipe, target: /x}]"), "no complaint");
}

}  // namespace
}  // namespace rollout::compose
