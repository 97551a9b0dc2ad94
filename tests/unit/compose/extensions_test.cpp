#include "project_folder.hpp"

#include <gtest/gtest.h>

namespace rollout::compose {
namespace {

TEST(Extensions, OfTheTopLevelAreKeptWithTheirPlaces) {
    const auto p = test::project_folder(
                       "services: {a: {image: i}}\n"
                       "x-rollout:\n  blue: ${BLUE:-app}\n  smoke: {attempts: 3}\n")
                       .read();
    const auto& settings = p.extensions.at("x-rollout");
    EXPECT_EQ(settings.find("blue")->string(), "app");
    EXPECT_EQ(settings.find("blue")->where.line, 3);
    EXPECT_EQ(settings.find("blue")->where.file_name(), "compose.yaml");
    EXPECT_EQ(std::get<std::int64_t>(settings.find("smoke")->find("attempts")->value), 3);
}

}  // namespace
}  // namespace rollout::compose
