#include "project_folder.hpp"

#include <rollout/compose/tree/error.hpp>

#include <gtest/gtest.h>

#include <string>

namespace rollout::compose {
namespace {

using test::project_folder;

std::string excerpt_of(const project_folder& folder) {
    try {
        compose::load(folder.options);
    } catch (const error& e) {
        return excerpt(e);
    }
    return "no complaint";
}

TEST(Error, ShowsTheOffendingLineWithACaret) {
    project_folder folder("services:\n  app:\n    image: i\n    enviroment: [A=1]\n");
    EXPECT_EQ(excerpt_of(folder),
              "4 |     enviroment: [A=1]\n"
              "  |     ^\n");
}

TEST(Error, TheCaretStandsBelowItsCharacterAlsoBehindWideOnes) {
    const std::string line = "services: {app: {image: '\xC3\xA4\xC3\xB6', tty: x}}";
    EXPECT_EQ(excerpt_of(project_folder(line)),
              "1 | " + line + "\n  | " + std::string(35, ' ') + "^\n");
}

TEST(Error, WithoutALineThereIsNoExcerpt) {
    EXPECT_EQ(excerpt(error({}, "no file")), "");
    EXPECT_EQ(excerpt_of(project_folder("")), "");
}

TEST(Error, IsOneLine) {
    EXPECT_EQ(project_folder("").complaint(), "compose.yaml: empty compose file");
    EXPECT_EQ(project_folder("- a\n").complaint(),
              "compose.yaml:1:1: top-level object must be a mapping");
    EXPECT_EQ(project_folder("a: 1\n---\nb: 1\n").complaint(),
              "compose.yaml:1:1: a: additional properties 'a' not allowed");
}

TEST(Error, AFileElsewhereIsNamedInFull) {
    project_folder folder("services: {a: {imag: i}}\n");
    folder.write("sub/x", "");
    folder.options.working_dir = folder.path("sub");
    EXPECT_EQ(folder.complaint().substr(0, folder.path("compose.yaml").size() + 1),
              folder.path("compose.yaml") + ":");
}

TEST(Warnings, UnsetVariablesAndAnObsoleteVersionAreToldOnce) {
    const project_folder folder(
        "version: '3.8'\nservices:\n  a: {image: '$NONE:$NONE'}\n  b: {image: 'b$NONE'}\n");
    const auto result = folder.load();
    EXPECT_EQ(result.warnings,
              (std::vector<std::string>{
                  "The \"NONE\" variable is not set. Defaulting to a blank string.",
                  folder.path("compose.yaml") +
                      ": the attribute `version` is obsolete, it will be ignored, please "
                      "remove it to avoid potential confusion"}));
}

}  // namespace
}  // namespace rollout::compose
