#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <string>

#include <compose/read/project_name.hpp>

namespace rollout::compose {
namespace {

using test::project_folder;

const std::string plain = "services: {a: {image: 'i:${COMPOSE_PROJECT_NAME}'}}\n";

TEST(ProjectName, IsNormalised) {
    EXPECT_EQ(normal_project_name("My Shop.v2"), "myshopv2");
    EXPECT_EQ(normal_project_name("_-a_b-"), "a_b-");
    EXPECT_EQ(normal_project_name("..."), "");
}

TEST(ProjectName, ComesFromTheFolderLast) {
    EXPECT_EQ(project_folder(plain).read().name, "shop");
}

TEST(ProjectName, OfTheFileBeatsTheFolder) {
    project_folder folder("name: My-${PART:-x}\n" + plain);
    EXPECT_EQ(folder.read().name, "my-x");
    EXPECT_EQ(folder.read().services.at("a").image, "i:my-x");
}

TEST(ProjectName, OfTheEnvironmentBeatsTheFile) {
    project_folder folder("name: file\n" + plain);
    folder.write(".env", "COMPOSE_PROJECT_NAME=dotenv\n");
    EXPECT_EQ(folder.read().name, "dotenv");
    folder.options.environment["COMPOSE_PROJECT_NAME"] = "env";
    EXPECT_EQ(folder.read().name, "env");
}

TEST(ProjectName, GivenOnTheCommandLineBeatsAll) {
    project_folder folder("name: file\n" + plain);
    folder.options.environment["COMPOSE_PROJECT_NAME"] = "env";
    folder.options.project_name = "flag";
    EXPECT_EQ(folder.read().name, "flag");
    EXPECT_EQ(folder.read().services.at("a").image, "i:flag");
}

TEST(ProjectName, GivenOnesMustBeNormalAlready) {
    project_folder folder(plain);
    folder.options.project_name = "Foo";
    EXPECT_EQ(folder.complaint(),
              "invalid project name \"Foo\": must consist only of lowercase alphanumeric "
              "characters, hyphens, and underscores as well as start with a letter or number");
    folder.options.project_name = "";
    EXPECT_EQ(folder.read().name, "shop");
}

TEST(ProjectName, OfTheFileMayNotBecomeEmpty) {
    EXPECT_EQ(project_folder("name: '...'\n" + plain).complaint(),
              "project name must not be empty");
}

}  // namespace
}  // namespace rollout::compose
