#include <rollout/plan/check_resources.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout;
using namespace plan;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Resources : public testing::Test {
  protected:
    Resources() {
        p_.name = "shop";
        auto& app = p_.services["app"];
        app.name = "app";
        app.networks["edge"];
        auto& mount = app.volumes.emplace_back();
        mount.type = compose::volume_mount::kind::volume;
        mount.source = "data";
        p_.networks["edge"].name = "shop_edge";
        p_.volumes["data"].name = "shop_data";
        p_.networks["unused"].name = "nowhere";
        p_.networks["unused"].external = true;
    }

    std::vector<resource_finding> check() const { return check_resources(p_, seen_, {"app"}); }

    compose::project p_;
    observed seen_;
};

TEST_F(Resources, ThatAreNotThereYetAreMade) {
    EXPECT_THAT(check(), IsEmpty());
}

TEST_F(Resources, OfTheProjectAreFine) {
    seen_.networks = {{"n1", "shop_edge", "shop", "edge"}};
    seen_.volumes = {{"shop_data", "shop"}};
    EXPECT_THAT(check(), IsEmpty());
}

TEST_F(Resources, ThatAreExternalMustBeThere) {
    p_.networks["edge"].external = true;
    p_.volumes["data"].external = true;
    auto found = check();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_TRUE(found[0].fatal && found[0].swarm_may_bring_it);
    EXPECT_THAT(found[0].text, HasSubstr("external network \"shop_edge\" not found"));
    EXPECT_TRUE(found[1].fatal && !found[1].swarm_may_bring_it);
    EXPECT_THAT(found[1].text, HasSubstr("external volume \"shop_data\" not found"));
    seen_.networks = {{"n1", "shop_edge"}};
    seen_.volumes = {{"shop_data"}};
    EXPECT_THAT(check(), IsEmpty());
}

TEST_F(Resources, OfAnExternalNetworkMayBeNamedByItsId) {
    p_.networks["edge"].external = true;
    p_.networks["edge"].name = "4f1e";
    seen_.networks = {{"4f1e", "front"}};
    EXPECT_THAT(check(), IsEmpty());
}

TEST_F(Resources, OfOthersAreTakenOnlyWhereTheyMeanTheSame) {
    seen_.networks = {{"n1", "shop_edge", "blog", "back"}};
    auto found = check();
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_TRUE(found[0].fatal);
    EXPECT_THAT(found[0].text, HasSubstr("was made for project 'blog' as its 'back', not as "
                                         "'edge' of this file"));
    seen_.networks = {{"n1", "shop_edge"}};
    EXPECT_THAT(check().front().text, HasSubstr("was not made by a Compose project, not as"));
    seen_.networks = {{"n1", "shop_edge", "blog", "edge"}};
    seen_.volumes = {{"shop_data"}};
    found = check();
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_FALSE(found[0].fatal || found[1].fatal);
    EXPECT_THAT(found[0].text, HasSubstr("was made for project 'blog' and is used all the same"));
    EXPECT_THAT(found[1].text, HasSubstr("the volume shop_data was not made by a Compose project"));
}

}  // namespace
