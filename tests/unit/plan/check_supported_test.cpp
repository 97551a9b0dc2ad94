#include "read_service.hpp"

#include <rollout/compose/tree/error.hpp>
#include <rollout/plan/check_supported.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using namespace rollout;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> unsupported(const std::string& keys, const std::string& rest = {}) {
    const auto p = test::read_project(keys, rest);
    std::vector<std::string> paths;
    for (const auto& key : plan::unsupported_keys(p, p.services.at("app")))
        paths.push_back(key.path);
    return paths;
}

TEST(CheckSupported, AnOrdinaryServiceIs) {
    EXPECT_THAT(unsupported("ports: ['80:80']\nvolumes: [/x]\nrestart: always\nscale: 2\n"
                            "security_opt: ['seccomp=unconfined', no-new-privileges]\n"
                            "build: {context: ., args: {A: 1}, target: t, no_cache: true}\n"
                            "post_start: [{command: a}]\npre_stop: [{command: a}]"),
                IsEmpty());
}

TEST(CheckSupported, WhatCannotBeCarriedOutIsNamedByItsPath) {
    EXPECT_THAT(unsupported("provider: {type: x}"), ElementsAre("services.app.provider"));
    EXPECT_THAT(unsupported("models: [m]", "models: {m: {model: x}}"),
                ElementsAre("services.app.models"));
    EXPECT_THAT(unsupported("credential_spec: {file: f}"),
                ElementsAre("services.app.credential_spec"));
}

TEST(CheckSupported, OfABuildOnlyWhatTheClassicBuilderCannotDoIsRefused) {
    EXPECT_THAT(unsupported("build: {context: 'https://x/y.git', sbom: true}"),
                ElementsAre("services.app.build.context", "services.app.build.sbom"));
    EXPECT_THAT(
        unsupported(
            "build:\n  context: .\n  dockerfile_inline: FROM x\n"
            "  extra_hosts: ['a:1.2.3.4']\n  isolation: default\n  network: host\n"
            "  shm_size: 1g\n  ulimits: {nofile: 10}\n  platforms: [linux/amd64, linux/arm64]\n"
            "  provenance: false\n  sbom: false\n  entitlements: [network.host]\n"
            "  additional_contexts: {a: ./b}\n  privileged: true\n  ssh: [default]\n"
            "  secrets: [s]",
            "secrets: {s: {file: f}}"),
        IsEmpty());
    for (const std::string key :
         {"cache_to: ['type=local,dest=x']", "provenance: mode=max", "sbom: true"})
        EXPECT_THAT(unsupported("build: {context: ., " + key + '}'),
                    ElementsAre("services.app.build." + key.substr(0, key.find(':'))));
}

TEST(CheckSupported, NamespacesAndVolumesOfAnotherServiceAreShared) {
    const std::string other = "  b: {image: i}\n";
    for (const auto* key : {"network_mode: 'service:b'", "ipc: 'service:b'", "pid: 'service:b'",
                            "volumes_from: [b]", "volumes_from: ['container:b']",
                            "depends_on: {b: {condition: service_completed_successfully}}"})
        EXPECT_THAT(unsupported(key, other), IsEmpty()) << key;
}

TEST(CheckSupported, SecretsAndConfigsComeFromFilesVariablesAndTexts) {
    const std::string keys = "secrets: [s]\nconfigs: [c]";
    const std::string file = "secrets: {s: {file: f}}\nconfigs: {c: {file: f}}";
    EXPECT_THAT(unsupported(keys, file), IsEmpty());
    EXPECT_THAT(
        unsupported(keys, "secrets: {s: {environment: HOME}}\nconfigs: {c: {content: text}}"),
        IsEmpty());
    EXPECT_THAT(unsupported("secrets: [s]", "secrets: {s: {external: true}}"),
                ElementsAre("secrets.s.external"));
}

TEST(CheckSupported, NothingIsWrittenIntoAReadOnlyContainer) {
    EXPECT_THAT(unsupported("use_api_socket: true"), IsEmpty());
    EXPECT_THAT(unsupported("read_only: true\nuse_api_socket: true"),
                ElementsAre("services.app.use_api_socket"));
    const std::string keys = "read_only: true\n";
    EXPECT_THAT(unsupported(keys + "secrets: [s]", "secrets: {s: {environment: HOME}}"),
                ElementsAre("secrets.s.environment"));
    EXPECT_THAT(unsupported(keys + "configs: [c]", "configs: {c: {content: text}}"),
                ElementsAre("configs.c.content"));
    EXPECT_THAT(unsupported(keys + "configs: [c]", "configs: {c: {content: ''}}"), IsEmpty());
    EXPECT_THAT(unsupported(keys + "configs: [c]", "configs: {c: {file: f}}"), IsEmpty());
}

TEST(CheckSupported, PlatformsPeriodsAndProfilesAreWhenTheyCanBeRead) {
    EXPECT_THAT(unsupported("platform: linux/arm64"), IsEmpty());
    EXPECT_THAT(unsupported("platform: toaster"), ElementsAre("services.app.platform"));
    EXPECT_THAT(unsupported("pull_policy: every_2d"), IsEmpty());
    EXPECT_THAT(unsupported("pull_policy: every_2dx"), ElementsAre("services.app.pull_policy"));
    EXPECT_THAT(unsupported("security_opt: ['seccomp=./gone.json']"),
                ElementsAre("services.app.security_opt"));
}

std::string error_of(const compose::project& p) {
    try {
        plan::check_supported(p, p.services.at("app"));
    } catch (const compose::error& e) {
        return e.what();
    }
    return {};
}

TEST(CheckSupported, TheFirstOneIsAnErrorAtItsPlace) {
    EXPECT_EQ(error_of(test::read_project("credential_spec: {file: f}")),
              "-:2:3: services.app.credential_spec is not supported: it is for Windows");
}

TEST(CheckSupported, AProfileThatIsNoJsonIsToldWithThePlaceInIt) {
    auto p = test::read_project("security_opt: ['seccomp=p.json']");
    p.seccomp_profiles["p.json"] = {"{\n  oops}", ""};
    EXPECT_THAT(error_of(p),
                testing::StartsWith("-:2:3: services.app.security_opt cannot be carried out: the "
                                    "seccomp profile p.json is not JSON: parse error at line 2, "
                                    "column 3"));
}

TEST(IgnoredKeys, AreThoseOfSwarmAndTheOwnersOfMountedFiles) {
    const auto p = test::read_project(
        "deploy: {mode: global, placement: {constraints: [a]}, update_config: {parallelism: 1}}\n"
        "secrets: [{source: s, uid: '1'}, {source: put, uid: '1'}]",
        "secrets: {s: {file: f}, put: {environment: HOME}}");
    EXPECT_THAT(
        plan::ignored_keys(p, p.services.at("app")),
        ElementsAre("services.app.deploy.mode", "services.app.deploy.update_config",
                    "services.app.deploy.placement", "services.app.secrets (uid, gid, mode)"));
    const auto plain = test::read_project("restart: always");
    EXPECT_THAT(plan::ignored_keys(plain, plain.services.at("app")), IsEmpty());
}

}  // namespace
