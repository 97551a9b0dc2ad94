#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace rollout::compose {
namespace {

using test::project_folder;
using words = std::vector<std::string>;

std::string with_image(const std::string& image) {
    return "services: {a: {image: " + image + "}}\n";
}
std::string image(const project_folder& folder) {
    return folder.read().services.at("a").image;
}

TEST(Files, TheUsualNamesAreTriedInOrder) {
    project_folder folder;
    folder.write("docker-compose.yaml", with_image("four"));
    EXPECT_EQ(image(folder), "four");
    folder.write("docker-compose.yml", with_image("three"));
    EXPECT_EQ(image(folder), "three");
    folder.write("compose.yml", with_image("two"));
    EXPECT_EQ(image(folder), "two");
    folder.write("compose.yaml", with_image("one"));
    EXPECT_EQ(image(folder), "one");
}

TEST(Files, SeveralUsualNamesWarn) {
    project_folder folder(with_image("one"));
    folder.write("compose.yml", with_image("two"));
    EXPECT_EQ(folder.load().warnings,
              (words{"Found multiple config files with supported names: " +
                         folder.path("compose.yaml") + ", " + folder.path("compose.yml"),
                     "Using " + folder.path("compose.yaml")}));
}

TEST(Files, ParentFoldersAreSearchedAndGiveTheProjectFolder) {
    project_folder folder(with_image("one"));
    folder.write("deep/er/x", "");
    folder.options.working_dir = folder.path("deep/er");
    const auto p = folder.read();
    EXPECT_EQ(p.working_dir, folder.path());
    EXPECT_EQ(p.name, "shop");
    EXPECT_EQ(p.config_files, words{folder.path("compose.yaml")});
}

TEST(Files, NoFileIsToldWithTheRemedy) {
    project_folder folder;
    folder.options.working_dir = folder.path();
    const auto text = folder.complaint();
    EXPECT_NE(text.find("no configuration file provided: not found"), std::string::npos) << text;
    EXPECT_NE(text.find("-f"), std::string::npos);
}

TEST(Files, AFileCanBeGiven) {
    project_folder folder(with_image("one"));
    folder.write("sub/prod.yml", with_image("'${WHO:-nobody}'"));
    folder.write("sub/.env", "WHO=sub\n");
    folder.write(".env", "WHO=here\n");
    folder.options.files = {"sub/prod.yml"};
    const auto p = folder.read();
    EXPECT_EQ(p.services.at("a").image, "sub");
    EXPECT_EQ(p.working_dir, folder.path("sub"));
    EXPECT_EQ(p.name, "sub");
}

TEST(Files, AGivenFileThatIsMissingIsRefused) {
    project_folder folder(with_image("one"));
    folder.options.files = {"none.yml"};
    EXPECT_EQ(folder.complaint(),
              "open " + folder.path("none.yml") + ": no such file or directory");
}

TEST(Files, AFolderIsNoFile) {
    project_folder folder;
    folder.write("dir/x", "");
    folder.options.files = {"dir"};
    EXPECT_EQ(folder.complaint(), "read " + folder.path("dir") + ": is a directory");
}

TEST(Files, ComposeFileNamesOneToo) {
    project_folder folder(with_image("one"));
    folder.write("other.yml", with_image("other"));
    folder.options.environment["COMPOSE_FILE"] = "other.yml";
    EXPECT_EQ(image(folder), "other");
    folder.options.environment.clear();
    folder.write(".env", "COMPOSE_FILE=other.yml\n");
    EXPECT_EQ(image(folder), "other");
}

TEST(Files, AnOverrideFileIsReadBesideTheUsualName) {
    project_folder folder(with_image("one"));
    folder.write("compose.override.yml", with_image("two"));
    EXPECT_EQ(image(folder), "two");
    folder.options.files = {"compose.yaml"};
    EXPECT_EQ(image(folder), "one");
}

TEST(Files, SeveralAreMergedInTheirOrder) {
    project_folder folder(with_image("one"));
    folder.write("sub/two.yml", "services: {a: {image: two, build: ./here}}\n");
    folder.options.files = {"compose.yaml", "sub/two.yml"};
    EXPECT_EQ(image(folder), "two");
    EXPECT_EQ(folder.read().services.at("a").build->context, folder.path("here"));
    folder.options.files = {"sub/two.yml", "compose.yaml"};
    EXPECT_EQ(image(folder), "one");
    EXPECT_EQ(folder.read().working_dir, folder.path("sub"));
    folder.options.files.clear();
    folder.options.environment["COMPOSE_FILE"] = "compose.yaml:sub/two.yml";
    EXPECT_EQ(image(folder), "two");
    folder.options.environment["COMPOSE_PATH_SEPARATOR"] = "%";
    folder.options.environment["COMPOSE_FILE"] = "sub/two.yml%compose.yaml";
    EXPECT_EQ(image(folder), "one");
}

TEST(Files, ADashIsStandardInput) {
    project_folder folder;
    folder.options.files = {"-"};
    folder.options.standard_input = with_image("typed");
    EXPECT_EQ(image(folder), "typed");
    EXPECT_EQ(folder.read().config_files, words{"-"});
    EXPECT_EQ(folder.read().working_dir, folder.path());
}

TEST(Files, TheProjectDirectoryMovesPathsAndDotenv) {
    project_folder folder("services: {a: {image: '$WHO', build: .}}\n");
    folder.write("base/.env", "WHO=base\n");
    folder.options.project_directory = "base";
    const auto p = folder.read();
    EXPECT_EQ(p.services.at("a").image, "base");
    EXPECT_EQ(p.services.at("a").build->context, folder.path("base"));
    EXPECT_EQ(p.name, "base");
}

TEST(Dotenv, TheProcessEnvironmentWins) {
    project_folder folder(with_image("'$WHO'"));
    folder.write(".env", "WHO=file\n");
    EXPECT_EQ(image(folder), "file");
    folder.options.environment["WHO"] = "process";
    EXPECT_EQ(image(folder), "process");
}

TEST(Dotenv, CanBeSwitchedOffOrReplaced) {
    project_folder folder(with_image("'${WHO:-nobody}'"));
    folder.write(".env", "WHO=file\n");
    folder.write("a.env", "WHO=a\nOTHER=1\n");
    folder.write("b.env", "WHO=b$OTHER\n");
    folder.options.environment["COMPOSE_ENV_FILES"] = "a.env,b.env";
    EXPECT_EQ(image(folder), "b1");
    folder.options.environment = {{"COMPOSE_DISABLE_ENV_FILE", "true"}};
    EXPECT_EQ(image(folder), "nobody");
    folder.options.environment = {{"COMPOSE_ENV_FILES", "none.env"}};
    EXPECT_EQ(folder.complaint(), "couldn't find env file: " + folder.path("none.env"));
}

TEST(Dotenv, AFaultNamesFileAndLine) {
    project_folder folder(with_image("i"));
    folder.write(".env", "A=1\nB!=2\n");
    EXPECT_EQ(folder.complaint(),
              ".env:2:1: failed to read " + folder.path(".env") +
                  ": line 2: unexpected character \"!\" in variable name \"B!=2\"");
}

TEST(Files, PathsOfTheEnginesHostThatAreRelativeAreKnown) {
    project_folder folder(R"(
include: [more/compose.yaml]
services:
  a:
    image: x
    build: ./app
    volumes: [./data:/d, /srv/data:/s, ../beside:/b, ~/home:/h, named:/n]
volumes: {named: {}}
secrets: {key: {file: ./key}}
)");
    folder.write("more/compose.yaml", "services: {b: {image: x, volumes: [./in:/in]}}\n");
    EXPECT_EQ(folder.read().relative_host_paths,
              (std::set<std::string>{
                  folder.path("data"),
                  std::filesystem::path(folder.path("../beside")).lexically_normal().string(),
                  folder.path("key"), folder.path("more/in")}));
}

}  // namespace
}  // namespace rollout::compose
