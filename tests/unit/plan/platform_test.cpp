#include "read_service.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/platform.hpp>

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using namespace rollout;
using plan::platform;

TEST(Platform, HasOneSpelling) {
    EXPECT_EQ(plan::parse_platform("Linux/X86_64"), (platform{"linux", "amd64", ""}));
    EXPECT_EQ(plan::parse_platform("linux/arm64/v8"), plan::parse_platform("linux/aarch64"));
    EXPECT_EQ(plan::parse_platform("linux/arm"), plan::parse_platform("linux/arm/v7"));
    EXPECT_EQ(plan::parse_platform("linux/arm/6"), (platform{"linux", "arm", "v6"}));
    EXPECT_EQ(plan::parse_platform("arm64"), (platform{"linux", "arm64", ""}));
    EXPECT_EQ(plan::parse_platform("macos"), (platform{"darwin", "", ""}));
}

TEST(Platform, OtherTextsAreNone) {
    for (const auto* text : {"", "linux/", "linux/a/b/c", "lin ux", "toaster"})
        EXPECT_THROW(plan::parse_platform(text), std::invalid_argument) << text;
}

TEST(Platform, AnImageIsForOneOrAnother) {
    const auto is_for = [](const char* actual, const char* wanted) {
        return plan::is_for(plan::parse_platform(actual), plan::parse_platform(wanted));
    };
    EXPECT_TRUE(is_for("linux/arm64/v8", "linux/arm64"));
    EXPECT_TRUE(is_for("linux/amd64", "linux"));
    EXPECT_FALSE(is_for("linux/amd64", "linux/arm64"));
    EXPECT_FALSE(is_for("linux/arm/v6", "linux/arm"));
}

class DefaultPlatform : public testing::Test {
  protected:
    compose::project project(const std::string& keys) {
        auto p = test::read_project(keys);
        p.environment["DOCKER_DEFAULT_PLATFORM"] = "linux/arm64";
        return p;
    }
    static const compose::service& app(const compose::project& p) { return p.services.at("app"); }
};

TEST_F(DefaultPlatform, IsThatOfPullsAndContainersWithoutTheirOwn) {
    const auto p = project("tty: false");
    EXPECT_EQ(plan::platform_of(p, app(p)), "linux/arm64");
    const auto own = project("platform: linux/386");
    EXPECT_EQ(plan::platform_of(own, app(own)), "linux/386");
}

// As docker compose: only what is built has it in its hash.
TEST_F(DefaultPlatform, IsOneOfTheServiceWhenItIsBuilt) {
    const auto pulled = project("tty: false");
    EXPECT_EQ(plan::image_platform(pulled, app(pulled)), "");
    EXPECT_EQ(plan::config_hash(pulled, app(pulled)),
              plan::config_hash({}, test::read_project("tty: false").services.at("app")));
    const auto built = project("build: .");
    EXPECT_EQ(plan::image_platform(built, app(built)), "linux/arm64");
    const auto spelt = test::read_project("build: .\nplatform: linux/arm64");
    EXPECT_EQ(plan::config_hash(built, app(built)), plan::config_hash(spelt, app(spelt)));
}

TEST(PlatformOfAContainer, IsAParameterOfItsCreation) {
    const auto p = test::read_project("platform: linux/aarch64");
    const auto operations = plan::replace_operations(p, {}, {"app"});
    for (const auto& op : operations)
        if (op.what == plan::action::create_container) {
            EXPECT_EQ(op.platform, "linux/arm64");
            return;
        }
    FAIL() << "no container is created";
}

}  // namespace
