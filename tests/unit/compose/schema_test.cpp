#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rollout::compose {
namespace {

using test::project_folder;
using test::service_complaint;

TEST(Schema, AnUnknownKeyIsRefusedWithPlaceAndPath) {
    EXPECT_EQ(service_complaint("privileged: true"),
              "compose.yaml:4:5: services.a.privileged: unknown or unsupported key");
    EXPECT_EQ(project_folder("secrets: {}\n").complaint(),
              "compose.yaml:1:1: secrets: unknown or unsupported key");
    EXPECT_EQ(service_complaint("healthcheck:\n  test: x\n  shell: y"),
              "compose.yaml:6:7: services.a.healthcheck.shell: unknown or unsupported key");
}

TEST(Schema, ASlipOfAKnownKeyIsNamed) {
    EXPECT_EQ(service_complaint("enviroment: [A=1]"),
              "compose.yaml:4:5: services.a.enviroment: unknown key; did you mean "
              "\"environment\"?");
    EXPECT_EQ(project_folder("service: {}\n").complaint(),
              "compose.yaml:1:1: service: unknown key; did you mean \"services\"?");
}

TEST(Schema, ExtensionsAreAllowedWhereKeysAreFixed) {
    EXPECT_EQ(test::read_service("x-note: {any: thing}\nhealthcheck: {x-y: 1, test: t}").image,
              "img");
}

TEST(Schema, AServiceMayBeNamedLikeAnExtension) {
    EXPECT_EQ(project_folder("services: {x-a: {image: i}}").read().services.count("x-a"), 1U);
}

TEST(Schema, WrongKindsAreToldWithWhatWasExpected) {
    EXPECT_EQ(service_complaint("hostname: 5"),
              "compose.yaml:4:15: services.a.hostname: must be a string, not an integer");
    EXPECT_EQ(service_complaint("command: [sh, 5]"),
              "compose.yaml:4:19: services.a.command[1]: must be a string, not an integer");
    EXPECT_EQ(service_complaint("environment: text"),
              "compose.yaml:4:18: services.a.environment: must be a mapping or a list, not a "
              "string");
    EXPECT_EQ(service_complaint("environment: {A: [1]}"),
              "compose.yaml:4:22: services.a.environment.A: must be a string, a number, a boolean "
              "or null, not a list");
    EXPECT_EQ(service_complaint("labels: {since: 2001-01-01}"),
              "compose.yaml:4:21: services.a.labels.since: must be a string, a number, a boolean "
              "or null, not a date");
    EXPECT_EQ(service_complaint("ports:"),
              "compose.yaml:4:5: services.a.ports: must be a list, not null");
    EXPECT_EQ(project_folder("services: [a]\n").complaint(),
              "compose.yaml:1:11: services: must be a mapping, not a list");
}

TEST(Schema, ListsOfUniqueItemsRefuseARepeat) {
    EXPECT_EQ(service_complaint("environment:\n  - A=1\n  - B=1\n  - A=1"),
              "compose.yaml:7:9: services.a.environment[2]: the same item stands at line 5");
    EXPECT_EQ(service_complaint("ports:\n  - {target: 80, published: 1}\n"
                                "  - {published: 1, target: 80}"),
              "compose.yaml:6:9: services.a.ports[1]: the same item stands at line 5");
}

TEST(Schema, NamesHaveAPattern) {
    EXPECT_EQ(project_folder("services: {'a b': {image: i}}").complaint(),
              "compose.yaml:1:12: services.a b: a name may hold only letters, digits, '.', '_' "
              "and '-'");
    EXPECT_EQ(service_complaint("container_name: x"),
              "compose.yaml:4:21: services.a.container_name: \"x\" is not valid here");
}

TEST(Schema, ConditionsAreChosenFromAList) {
    EXPECT_EQ(service_complaint("depends_on: {b: {condition: healthy}}"),
              "compose.yaml:4:33: services.a.depends_on.b.condition: \"healthy\" is none of "
              "service_started, service_healthy, service_completed_successfully");
    EXPECT_EQ(service_complaint("depends_on: {b: {restart: true}}"),
              "compose.yaml:4:21: services.a.depends_on.b: the key \"condition\" is missing");
}

}  // namespace
}  // namespace rollout::compose
