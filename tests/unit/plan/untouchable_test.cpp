#include <rollout/plan/untouchable.hpp>

#include <gtest/gtest.h>

namespace {

using namespace rollout;
using plan::action;
using plan::operation;

const plan::untouchable live({"shop", "4f1c"});

TEST(Untouchable, ForbidsEveryChangeOfTheContainerByNameOrId) {
    for (const auto what :
         {action::create_container, action::connect_network, action::put_file,
          action::start_container, action::stop_container, action::remove_container})
        for (const auto* name : {"shop", "4f1c"})
            EXPECT_TRUE(live.forbids(operation(what, name))) << to_string(what);
}

TEST(Untouchable, AllowsToWaitForItsHealth) {
    EXPECT_FALSE(live.forbids(operation(action::wait_healthy, "shop")));
}

// `container_name: shop`, `image: shop` and `build: .` are an ordinary service.
TEST(Untouchable, IsNoConcernOfImagesNetworksAndVolumesOfThatName) {
    for (const auto what : {action::build_image, action::pull_image, action::create_network,
                            action::remove_network, action::create_volume})
        EXPECT_FALSE(live.forbids(operation(what, "shop"))) << to_string(what);
}

TEST(Untouchable, AllowsOtherContainers) {
    EXPECT_FALSE(live.forbids(operation(action::remove_container, "shop-2")));
    EXPECT_FALSE(plan::untouchable::nothing().forbids(operation(action::remove_container, "shop")));
}

TEST(Operation, ItsTargetIsOfTheKindThatItsActionIsAbout) {
    using kind = plan::target::kind;
    EXPECT_EQ(operation(action::pull_image, "a").target, (plan::target{kind::image, "a"}));
    EXPECT_EQ(operation(action::connect_network, "a").target, (plan::target{kind::container, "a"}));
    EXPECT_EQ(operation(action::remove_network, "a").target, (plan::target{kind::network, "a"}));
    EXPECT_EQ(operation(action::create_volume, "a").target, (plan::target{kind::volume, "a"}));
}

}  // namespace
