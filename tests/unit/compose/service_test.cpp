#include "project_folder.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace rollout::compose {
namespace {

using test::project_folder;
using test::read_service;
using test::service_complaint;
using words = std::vector<std::string>;
using namespace std::chrono_literals;

TEST(Service, PlainTextsAreTaken) {
    const auto s = read_service(
        "container_name: web-1\nhostname: h\nuser: '1000'\nworking_dir: /w\nrestart: "
        "unless-stopped\nstop_signal: SIGQUIT\n");
    EXPECT_EQ(s.name, "a");
    EXPECT_EQ(s.image, "img");
    EXPECT_EQ(s.container_name, "web-1");
    EXPECT_EQ(s.hostname, "h");
    EXPECT_EQ(s.user, "1000");
    EXPECT_EQ(s.working_dir, "/w");
    EXPECT_EQ(s.restart, "unless-stopped");
    EXPECT_EQ(s.stop_signal, "SIGQUIT");
    EXPECT_EQ(s.where.line, 2);
}

TEST(Service, NothingSaidMeansTheImagesOwn) {
    const auto s = read_service("");
    EXPECT_FALSE(s.command);
    EXPECT_FALSE(s.entrypoint);
    EXPECT_FALSE(s.healthcheck);
    EXPECT_FALSE(s.init);
    EXPECT_FALSE(s.stop_grace_period);
    EXPECT_FALSE(s.build);
    EXPECT_FALSE(s.tty || s.stdin_open || s.read_only);
    EXPECT_EQ(s.networks.count("default"), 1U);
}

TEST(Service, FlagsMayBeQuoted) {
    const auto s = read_service("tty: 'true'\nstdin_open: true\nread_only: \"yes\"\ninit: false");
    EXPECT_TRUE(s.tty && s.stdin_open && s.read_only);
    EXPECT_EQ(s.init, std::optional(false));
    EXPECT_EQ(service_complaint("tty: maybe"),
              "compose.yaml:4:10: error while interpolating services.a.tty: failed to cast to "
              "expected type: invalid boolean: maybe");
}

TEST(Service, ACommandIsAListOrALine) {
    EXPECT_EQ(read_service("command: [sh, -c, 'a b']").command, (words{"sh", "-c", "a b"}));
    EXPECT_EQ(read_service("command: sh -c 'a b'").command, (words{"sh", "-c", "a b"}));
    EXPECT_EQ(read_service("command: ''").command, words{});
    EXPECT_EQ(read_service("command: []").command, words{});
    EXPECT_EQ(read_service("command:").command, std::nullopt);
    EXPECT_EQ(read_service("entrypoint: /run now").entrypoint, (words{"/run", "now"}));
    EXPECT_EQ(service_complaint("command: sh -c 'x"),
              "compose.yaml:4:14: 'services[a].command' invalid command line string");
}

TEST(Service, EnvironmentIsAMapOrAList) {
    project_folder folder(
        "services:\n  a: {image: i, environment: {S: x, N: 010, B: true, F: 1.0, GIVEN: , "
        "GONE: }}\n  b: {image: i, environment: [S=x=y, E=, GIVEN, GONE]}\n");
    folder.options.environment["GIVEN"] = "outside";
    const auto p = folder.read();
    using map = std::map<std::string, std::optional<std::string>>;
    EXPECT_EQ(p.services.at("a").environment, (map{{"S", "x"},
                                                   {"N", "8"},
                                                   {"B", "true"},
                                                   {"F", "1"},
                                                   {"GIVEN", "outside"},
                                                   {"GONE", std::nullopt}}));
    EXPECT_EQ(p.services.at("b").environment,
              (map{{"S", "x=y"}, {"E", ""}, {"GIVEN", "outside"}, {"GONE", std::nullopt}}));
}

TEST(Service, LabelsAreAMapOrAList) {
    using map = std::map<std::string, std::string>;
    EXPECT_EQ(read_service("labels: {color: blue, n: 1}").labels,
              (map{{"color", "blue"}, {"n", "1"}}));
    EXPECT_EQ(read_service("labels: [color=blue, bare]").labels,
              (map{{"color", "blue"}, {"bare", ""}}));
}

TEST(Service, ExposeKeepsItsText) {
    EXPECT_EQ(read_service("expose: [8000, '53/udp']").expose, (words{"8000", "53/udp"}));
}

TEST(Service, BuildIsAFolderOrAMapping) {
    project_folder folder(
        "services:\n  a: {build: ./app}\n"
        "  b: {build: {context: ., dockerfile: D, target: t, args: {V: 1, GIVEN: , GONE: }}}\n"
        "  c: {build: {}}\n  d: {build: 'https://example.com/x.git'}\n");
    folder.options.environment["GIVEN"] = "outside";
    const auto p = folder.read();
    EXPECT_EQ(p.services.at("a").build->context, folder.path("app"));
    EXPECT_EQ(p.services.at("a").build->dockerfile, "Dockerfile");
    const auto& b = *p.services.at("b").build;
    EXPECT_EQ(b.context, folder.path());
    EXPECT_EQ(b.dockerfile, "D");
    EXPECT_EQ(b.target, "t");
    EXPECT_EQ(b.args, (optional_text_map{{"V", "1"}, {"GIVEN", "outside"}}));
    EXPECT_EQ(p.services.at("c").build->context, folder.path());
    EXPECT_EQ(p.services.at("d").build->context, "https://example.com/x.git");
}

TEST(Service, AHealthcheckTestIsAListOrAShellLine) {
    EXPECT_EQ(read_service("healthcheck: {test: curl x || exit 1}").healthcheck->test,
              (words{"CMD-SHELL", "curl x || exit 1"}));
    EXPECT_EQ(read_service("healthcheck: {test: [CMD, /app, probe]}").healthcheck->test,
              (words{"CMD", "/app", "probe"}));
    EXPECT_EQ(service_complaint("healthcheck: {test: [curl, x]}"),
              "compose.yaml:2:3: services.a.healthcheck.test: healthcheck.test must start either "
              "by \"CMD\", \"CMD-SHELL\" or \"NONE\"");
    EXPECT_TRUE(read_service("healthcheck: {disable: true}").healthcheck->disable);
}

TEST(Service, AHealthcheckHasTimings) {
    const auto check = *read_service(
                            "healthcheck: {interval: 10s, timeout: 500ms, retries: 3, "
                            "start_period: 1m, start_interval: 1s}")
                            .healthcheck;
    EXPECT_EQ(check.interval, 10s);
    EXPECT_EQ(check.timeout, 500ms);
    EXPECT_EQ(check.retries, 3);
    EXPECT_EQ(check.start_period, 1min);
    EXPECT_EQ(check.start_interval, 1s);
    EXPECT_FALSE(read_service("healthcheck: {}").healthcheck->interval);
    EXPECT_EQ(service_complaint("healthcheck: {interval: 10}"),
              "compose.yaml:4:29: services.a.healthcheck.interval must be a string");
    EXPECT_EQ(service_complaint("stop_grace_period: soon"),
              "compose.yaml:4:24: 'services[a].stop_grace_period' time: invalid duration \"soon\"");
}

TEST(Service, DependenciesAreAListOrAMapping) {
    const auto p = project_folder(
                       "services:\n  a: {image: i, depends_on: [b]}\n"
                       "  b: {image: i, depends_on: {c: {condition: service_healthy, restart: "
                       "'true', required: false}}}\n  c: {image: i}\n")
                       .read();
    const auto& short_form = p.services.at("a").depends_on.at("b");
    EXPECT_EQ(short_form.condition, "service_started");
    EXPECT_TRUE(short_form.required);
    EXPECT_FALSE(short_form.restart);
    const auto& long_form = p.services.at("b").depends_on.at("c");
    EXPECT_EQ(long_form.condition, "service_healthy");
    EXPECT_FALSE(long_form.required);
    EXPECT_TRUE(long_form.restart);
}

TEST(Service, AnUndefinedDependencyIsRefused) {
    EXPECT_EQ(project_folder("services:\n  app: {image: i}\n  b: {image: i, depends_on: [ap]}\n")
                  .complaint(),
              "compose.yaml:3:30: services.b.depends_on: service \"b\" depends on undefined "
              "service \"ap\": invalid compose project; did you mean `app`?");
    EXPECT_NE(service_complaint("depends_on: {z: {condition: service_started, required: false}}"),
              "no complaint");
}

TEST(Service, ACycleOfDependenciesIsShown) {
    EXPECT_EQ(project_folder("services:\n  z: {image: i, depends_on: [a]}\n"
                             "  a: {image: i, depends_on: [b]}\n  b: {image: i, depends_on: [a]}\n")
                  .complaint(),
              "compose.yaml:4:30: services.b.depends_on: dependency cycle detected: a -> b -> a");
    EXPECT_NE(service_complaint("depends_on: [a]").find("a -> a"), std::string::npos);
}

TEST(Service, NetworksAreAListOrAMappingWithAliases) {
    const auto p = project_folder(
                       "services:\n  a: {image: i, networks: [edge]}\n"
                       "  b: {image: i, networks: {edge: {aliases: [x, y]}, back: }}\n"
                       "  c: {image: i, networks: []}\n"
                       "networks: {edge: , back: }\n")
                       .read();
    EXPECT_TRUE(p.services.at("a").networks.at("edge").aliases.empty());
    EXPECT_EQ(p.services.at("b").networks.at("edge").aliases, (words{"x", "y"}));
    EXPECT_EQ(p.services.at("b").networks.size(), 2U);
    EXPECT_EQ(p.services.at("c").networks.count("default"), 1U);
    EXPECT_EQ(service_complaint("networks: [egde]", "networks: {edge: }"),
              "compose.yaml:4:16: services.a.networks: service \"a\" refers to undefined network "
              "egde: invalid compose project; did you mean `edge`?");
}

TEST(Service, ServicesBehindAProfileAreKept) {
    const auto p =
        project_folder("services:\n  a: {image: i}\n  g: {image: i, profiles: [green]}\n").read();
    EXPECT_TRUE(p.services.at("a").profiles.empty());
    EXPECT_EQ(p.services.at("g").profiles, words{"green"});
}

TEST(Service, ItNeedsAnImageOrABuild) {
    EXPECT_EQ(project_folder("services:\n  a: {restart: always}\n").complaint(),
              "compose.yaml:2:3: services.a: service \"a\" has neither an image nor a build "
              "context specified: invalid compose project");
}

}  // namespace
}  // namespace rollout::compose
