#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rollout::compose {
namespace {

using test::project_folder;
using test::service_complaint;

TEST(Schema, AnUnknownKeyIsRefusedWithPlaceAndPath) {
    EXPECT_EQ(service_complaint("pre_start: []"),
              "compose.yaml:4:5: services.a.pre_start: services.a additional properties "
              "'pre_start' not allowed");
    EXPECT_EQ(service_complaint("foo: 1\nbar: 2"),
              "compose.yaml:4:5: services.a.foo: services.a additional properties 'foo', 'bar' not "
              "allowed");
    EXPECT_EQ(service_complaint("healthcheck:\n  test: x\n  shell: y"),
              "compose.yaml:6:7: services.a.healthcheck.shell: services.a.healthcheck additional "
              "properties 'shell' not allowed");
}

TEST(Schema, ASlipOfAKnownKeyIsNamed) {
    EXPECT_EQ(service_complaint("enviroment: [A=1]"),
              "compose.yaml:4:5: services.a.enviroment: services.a additional properties "
              "'enviroment' not allowed; did you mean `environment`?");
    EXPECT_EQ(project_folder("service: {}\n").complaint(),
              "compose.yaml:1:1: service: additional properties 'service' not allowed; did you "
              "mean `services`?");
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
              "compose.yaml:4:15: services.a.hostname must be a string");
    EXPECT_EQ(service_complaint("command: [sh, 5]"),
              "compose.yaml:4:19: services.a.command.1 must be a string");
    EXPECT_EQ(service_complaint("environment: text"),
              "compose.yaml:4:18: services.a.environment must be a mapping");
    EXPECT_EQ(
        service_complaint("environment: {A: [1]}"),
        "compose.yaml:4:22: services.a.environment.A must be a boolean, null, number or string");
    EXPECT_EQ(service_complaint("labels: {since: 2001-01-01}"),
              "compose.yaml:4:21: services.a.labels.since invalid jsonType time.Time");
    EXPECT_EQ(service_complaint("ports:"), "compose.yaml:4:5: services.a.ports must be a array");
    EXPECT_EQ(project_folder("services: [a]\n").complaint(),
              "compose.yaml:1:11: services must be a mapping");
}

TEST(Schema, ListsOfUniqueItemsRefuseARepeat) {
    EXPECT_EQ(service_complaint("security_opt:\n  - a:1\n  - b:1\n  - a:1"),
              "compose.yaml:7:9: services.a.security_opt items at 0 and 2 are equal");
    EXPECT_EQ(service_complaint("group_add: [1, '1', 1]"),
              "compose.yaml:4:25: services.a.group_add items at 0 and 2 are equal");
}

TEST(Schema, TheDeepestFaultIsTold) {
    EXPECT_EQ(service_complaint("hostname: 5\nhealthcheck: {test: [5]}"),
              "compose.yaml:5:26: services.a.healthcheck.test.0 must be a string");
    EXPECT_EQ(service_complaint("build: {context: 5}"),
              "compose.yaml:4:22: services.a.build.context must be a string");
}

TEST(Schema, OfAlternativesTheFirstIsToldWhenNoneFits) {
    EXPECT_EQ(service_complaint("devices: [{target: /x}]"),
              "compose.yaml:4:15: services.a.devices.0 must be a string");
    EXPECT_EQ(service_complaint("ports: [true]"),
              "compose.yaml:4:13: services.a.ports.0 must be a number");
    EXPECT_EQ(service_complaint("cpu_count: -1"),
              "compose.yaml:4:16: services.a.cpu_count must be a string");
}

TEST(Schema, NamesHaveAPattern) {
    EXPECT_EQ(project_folder("services: {'a b': {image: i}}").complaint(),
              "compose.yaml:1:12: services.a b: services additional properties 'a b' not allowed");
    EXPECT_EQ(service_complaint("container_name: x"),
              "compose.yaml:4:21: services.a.container_name 'x' does not match pattern "
              "'[a-zA-Z0-9][a-zA-Z0-9_.-]+'");
}

TEST(Schema, ConditionsAreChosenFromAList) {
    EXPECT_EQ(service_complaint("depends_on: {b: {condition: healthy}}"),
              "compose.yaml:4:33: services.a.depends_on.b.condition value must be one of "
              "'service_started', 'service_healthy', 'service_completed_successfully'");
    EXPECT_EQ(service_complaint("depends_on: {b: {restart: true}}"),
              "compose.yaml:4:21: services.a.depends_on.b missing property 'condition'");
}

}  // namespace
}  // namespace rollout::compose
