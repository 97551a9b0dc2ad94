#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace rollout::compose {
namespace {

using test::project_folder;
using map = std::map<std::string, std::optional<std::string>>;

map environment_of(const project_folder& folder) {
    return folder.read().services.at("a").environment;
}

TEST(EnvFile, ItsVariablesLieBelowTheEnvironment) {
    project_folder folder(
        "services:\n  a:\n    image: i\n    env_file: [one.env, two.env]\n"
        "    environment: {B: own, HIDDEN: }\n");
    folder.write("one.env", "A=1\nB=1\nC=1\nHIDDEN=1\n");
    folder.write("two.env", "C=2\nD=$A-$B-$C\n");
    EXPECT_EQ(
        environment_of(folder),
        (map{{"A", "1"}, {"B", "own"}, {"C", "2"}, {"D", "1-own-2"}, {"HIDDEN", std::nullopt}}));
}

TEST(EnvFile, OneFileNeedsNoList) {
    project_folder folder("services: {a: {image: i, env_file: a.env}}");
    folder.write("a.env", "A=1\n");
    EXPECT_EQ(environment_of(folder), (map{{"A", "1"}}));
    EXPECT_TRUE(folder.read().services.at("a").env_files.empty());
    folder.options.files_are = files_use::to_hash;
    const auto unread = folder.read().services.at("a");
    EXPECT_EQ(unread.env_files.at(0).path, folder.path("a.env"));
    EXPECT_TRUE(unread.environment.empty());
}

TEST(EnvFile, TheLongFormMayBeOptionalAndRaw) {
    project_folder folder(
        "services:\n  a:\n    image: i\n    env_file:\n"
        "      - {path: none.env, required: false}\n      - {path: raw.env, format: raw}\n");
    folder.write("raw.env", "A='x' # y\n");
    EXPECT_EQ(environment_of(folder), (map{{"A", "'x' # y"}}));
}

TEST(EnvFile, AMissingOneIsRefused) {
    project_folder folder("services: {a: {image: i, env_file: none.env}}");
    EXPECT_EQ(folder.complaint(), "compose.yaml:1:36: services.a.env_file: env file " +
                                      folder.path("none.env") + " not found: stat " +
                                      folder.path("none.env") + ": no such file or directory");
}

TEST(EnvFile, AFaultInItNamesItsLine) {
    project_folder folder("services: {a: {image: i, env_file: a.env}}");
    folder.write("a.env", "A=1\nB C=2\n");
    EXPECT_EQ(folder.complaint(), "compose.yaml:1:36: services.a.env_file: failed to read " +
                                      folder.path("a.env") +
                                      ": line 2: key cannot contain a space");
}

TEST(EnvFile, AnUnknownFormatIsRefused) {
    project_folder folder("services: {a: {image: i, env_file: [{path: x, format: zz}]}}");
    folder.write("x", "A=1\n");
    EXPECT_EQ(folder.complaint(),
              "compose.yaml:1:37: services.a.env_file: unsupported env_file format \"zz\"");
}

TEST(LabelFile, ItsLabelsLieBelowTheLabels) {
    project_folder folder("services: {a: {image: i, label_file: [l, m], labels: {B: own}}}");
    folder.write("l", "A=1\nB=1\n");
    folder.write("m", "C=$A\n");
    const auto s = folder.read().services.at("a");
    EXPECT_EQ(s.labels, (text_map{{"A", "1"}, {"B", "own"}, {"C", "1"}}));
    EXPECT_EQ(s.label_files, (std::vector<std::string>{folder.path("l"), folder.path("m")}));
    folder.options.files_are = files_use::to_print;
    EXPECT_TRUE(folder.read().services.at("a").label_files.empty());
}

}  // namespace
}  // namespace rollout::compose
