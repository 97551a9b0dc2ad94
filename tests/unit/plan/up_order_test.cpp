#include "converge_fixture.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

namespace {

using namespace plan_tests;
using testing::ElementsAre;

class UpOrder : public Converge {};

TEST_F(UpOrder, LeavesOutWhatIsBehindAProfileUnlessItIsNamed) {
    p.services["web"].profiles = {"front"};
    EXPECT_THAT(plan::up_order(p, {}), ElementsAre("db", "api"));
    EXPECT_THAT(plan::up_order(p, {"web"}), ElementsAre("db", "api", "web"));
}

TEST_F(UpOrder, RefusesARequiredDependencyBehindAProfile) {
    p.services["db"].profiles = {"data"};
    try {
        (void)plan::up_order(p, {"web"});
        FAIL();
    } catch (const std::invalid_argument& e) {
        EXPECT_STREQ(e.what(),
                     "service 'db' is required by 'api' and is not enabled: --profile data");
    }
    p.services["api"].depends_on["db"].required = false;
    EXPECT_THAT(plan::up_order(p, {"web"}), ElementsAre("api", "web"));
    p.profiles = {"data"};
    EXPECT_THAT(plan::up_order(p, {"web"}), ElementsAre("db", "api", "web"));
}

TEST_F(UpOrder, WithoutDependenciesIsWhatWasNamed) {
    EXPECT_THAT(plan::up_order(p, {"web", "db"}, false), ElementsAre("db", "web"));
}

}  // namespace
