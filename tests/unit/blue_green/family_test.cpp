#include <rollout/blue_green/family.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using namespace rollout;
using blue_green::find_settings;
using testing::ElementsAre;

compose::project with_services(const std::vector<std::string>& names) {
    compose::project p;
    p.working_dir = "/srv/shop";
    for (const auto& name : names)
        p.services[name].name = name;
    return p;
}

compose::project conventional() {
    auto p = with_services({"app", "proxy"});
    auto& mount = p.services["proxy"].volumes.emplace_back();
    mount.type = compose::volume_mount::kind::bind;
    mount.source = "/srv/shop/nginx";
    mount.target = "/etc/nginx";
    return p;
}

TEST(Family, AProjectThatFollowsTheConventionHasColors) {
    const auto found = find_settings(conventional(), {}, {});
    ASSERT_TRUE(found);
    EXPECT_THAT(found->blue, ElementsAre("app"));
}

TEST(Family, AnyOtherProjectIsAPlainStack) {
    EXPECT_FALSE(find_settings(with_services({"web", "db"}), {}, {}));
    EXPECT_FALSE(find_settings(with_services({}), {}, {}));
}

// Its proxy is another program, or reads another file: a snippet is none of its business.
TEST(Family, AnAppAndAProxyThatMountsNoSnippetAreAPlainStack) {
    EXPECT_FALSE(find_settings(with_services({"app", "proxy"}), {}, {}));
}

TEST(Family, AProjectThatSaysSoHasColors) {
    auto p = with_services({"web", "front"});
    EXPECT_TRUE(find_settings(p, {{"blue", "web"}, {"proxy", "front"}}, {}));
    EXPECT_TRUE(find_settings(p, {}, {{"blue", "web"}, {"proxy", "front"}}));
    p.extensions["x-rollout"] = compose::node(compose::node::mapping(), {});
    EXPECT_THROW((void)find_settings(p, {}, {}), std::invalid_argument);
}

TEST(Family, SettingsThatNameNoServiceMakeNoColors) {
    EXPECT_FALSE(find_settings(with_services({"web"}), {{"smoke.attempts", "7"}}, {}));
}

}  // namespace
