// What a build section comes to on its way to the engine.
#include "flow.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace flow {

namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class Build : public stack_test {
  protected:
    Build() {
        engine_.add_image("base:1");
        dir_.write("web/Dockerfile", "FROM base:1\n");
    }

    /// A project `shop` with the service `web`, whose build section has these lines.
    void write_project(const std::string& lines, const std::string& rest = {}) {
        std::string section;
        for (const char c : "\n" + lines)
            section += c == '\n' ? std::string("\n      ") : std::string(1, c);
        dir_.write("compose.yaml",
                   "name: shop\nservices:\n  web:\n    build:" + section + '\n' + rest);
    }

    outcome shop(std::vector<std::string> args,
                 const std::map<std::string, std::string>& environment = {}) {
        args.insert(args.begin(), {"-f", (dir_ / "compose.yaml").string()});
        return rollout(std::move(args), environment);
    }

    support::request sent() const {
        for (const auto& r : engine_.requests())
            if (r.path == "/build") return r;
        ADD_FAILURE() << "nothing was built";
        return {};
    }
};

TEST_F(Build, SendsWhatTheSectionSays) {
    write_project(
        "context: web\nargs: {A: b}\ntarget: base\nnetwork: host\nshm_size: 1m\n"
        "extra_hosts: ['a:1.2.3.4']\nulimits: {nofile: {soft: 10, hard: 20}}\nisolation: default\n"
        "cache_from: ['x:1']\ntags: ['y:1']\nplatforms: [linux/arm64]\nno_cache: true\npull: true\n"
        "labels: {l: v}");
    const auto result = shop({"build"});
    EXPECT_EQ(result.code, 0) << result.err;
    const auto request = sent();
    EXPECT_THAT(request.params("t"), ElementsAre("shop-web", "y:1"));
    EXPECT_EQ(request.param("buildargs"), R"({"A":"b"})");
    EXPECT_EQ(request.param("target"), "base");
    EXPECT_EQ(request.param("networkmode"), "host");
    EXPECT_EQ(request.param("shmsize"), "1048576");
    EXPECT_EQ(request.param("extrahosts"), "a:1.2.3.4");
    EXPECT_EQ(request.param("ulimits"), R"([{"Hard":20,"Name":"nofile","Soft":10}])");
    EXPECT_EQ(request.param("isolation"), "default");
    EXPECT_EQ(request.param("cachefrom"), R"(["x:1"])");
    EXPECT_EQ(request.param("platform"), "linux/arm64");
    EXPECT_EQ(request.param("nocache"), "1");
    EXPECT_EQ(request.param("pull"), "1");
    EXPECT_EQ(json::parse(request.param("labels"))["l"], "v");
}

TEST_F(Build, OfSeveralPlatformsTheEngineTakesItsOwn) {
    write_project("context: web\nplatforms: [linux/arm64, linux/amd64]");
    const auto result = shop({"build"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(sent().param("platform"), "");
}

TEST_F(Build, ADockerfileInTheComposeFileIsSentWithTheContext) {
    write_project("context: web\ndockerfile_inline: |\n  FROM base:1\n  LABEL mine=yes");
    EXPECT_EQ(shop({"build"}).code, 0);
    EXPECT_THAT(sent().param("dockerfile"), StartsWith(".dockerfile."));
    EXPECT_EQ(
        json::parse(engine_.call("GET", "/images/shop-web/json").body)["Config"]["Labels"]["mine"],
        "yes");
}

TEST_F(Build, ADockerfileOutsideOfTheContextIsSentWithIt) {
    dir_.write("elsewhere/Dockerfile", "FROM base:1\nLABEL mine=yes\n");
    for (const auto& path :
         {std::string("../elsewhere/Dockerfile"), (dir_ / "elsewhere/Dockerfile").string()}) {
        engine_.forget_requests();
        write_project("context: web\ndockerfile: " + path);
        EXPECT_EQ(shop({"build"}).code, 0) << path;
        EXPECT_THAT(sent().param("dockerfile"), StartsWith(".dockerfile.")) << path;
    }
    write_project("context: web\ndockerfile: " + (dir_ / "web/Dockerfile").string());
    engine_.forget_requests();
    EXPECT_EQ(shop({"build"}).code, 0);
    EXPECT_EQ(sent().param("dockerfile"), "Dockerfile");
}

TEST_F(Build, AMissingContextOrDockerfileIsSaidAtItsPlace) {
    write_project("context: nowhere");
    auto result = shop({"build"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("services.web.build.context: "));
    EXPECT_THAT(result.err, HasSubstr("nowhere is not a folder"));
    write_project("context: web\ndockerfile: None");
    result = shop({"build"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("there is no Dockerfile " + (dir_ / "web/None").string()));
    EXPECT_EQ(engine_.count("POST", "/build"), 0u);
}

TEST_F(Build, TheProxiesOfTheDockerConfigAreArgsThatTheFileDoesNotSet) {
    dir_.write("docker/config.json",
               R"({"proxies": {"default": {"httpProxy": "http://p", "noProxy": "local"}}})");
    write_project("context: web\nargs: {http_proxy: mine}");
    EXPECT_EQ(shop({"build"}, {{"DOCKER_CONFIG", (dir_ / "docker").string()}}).code, 0);
    const auto args = json::parse(sent().param("buildargs"));
    EXPECT_EQ(args, json({{"HTTP_PROXY", "http://p"},
                          {"http_proxy", "mine"},
                          {"NO_PROXY", "local"},
                          {"no_proxy", "local"}}));
}

TEST_F(Build, IsToldThePlatformWhereItsDockerfileAsksAsBuildKitWouldTellIt) {
    dir_.write("web/Dockerfile", "FROM base:1\nARG TARGETARCH\nARG TARGETOS=mine\n");
    write_project("context: web");
    EXPECT_EQ(shop({"build"}).code, 0);
    EXPECT_EQ(sent().param("buildargs"), R"({"TARGETARCH":"amd64"})");
    dir_.write("web/Dockerfile", "FROM base:1\n");
    engine_.forget_requests();
    EXPECT_EQ(shop({"build"}).code, 0);
    EXPECT_EQ(sent().param("buildargs"), "");
    EXPECT_EQ(engine_.count("GET", "/version"), 0u);
}

TEST_F(Build, WhatOnlyBuildKitCanBuildIsSeenBeforeAnythingIsDone) {
    dir_.write("web/Dockerfile", "FROM base:1\nRUN --mount=type=cache,target=/c make\n");
    engine_.add_pullable_image("db:1");
    write_project("context: web", "  db: {image: 'db:1'}\nnetworks: {default: {}}\n");
    for (const std::string command : {"build", "up"}) {
        const auto result = shop({command});
        EXPECT_EQ(result.code, 64) << command;
        EXPECT_THAT(result.err, HasSubstr("web/Dockerfile:2:1: services.web.build: only BuildKit "
                                          "carries out RUN --mount"));
        EXPECT_THAT(result.err, HasSubstr("RUN --mount=type=cache,target=/c make\n"));
        EXPECT_THAT(engine_.mutating_requests(), IsEmpty()) << command;
    }
}

TEST_F(Build, WhatNeedsNoBuildMayNeedBuildKit) {
    dir_.write("web/Dockerfile", "FROM base:1\nCOPY --link a b\n");
    write_project("context: web");
    engine_.add_image("shop-web");
    EXPECT_EQ(shop({"up"}).code, 0);
    EXPECT_EQ(shop({"up", "--build"}).code, 64);
}

TEST_F(Build, ADeployIsRefusedBeforeItTakesTheLock) {
    start_stack();
    dir_.write("stack/app/Dockerfile", "FROM scratch\nCOPY --link dist/rollout-app /\n");
    engine_.forget_requests();
    const auto result = deploy();
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("app/Dockerfile:2:1: "));
    EXPECT_THAT(engine_.mutating_requests(lock_container), IsEmpty());
    EXPECT_EQ(engine_.count("POST", "/build"), 0u);
    EXPECT_EQ(engine_.count("POST", "/containers/create"), 0u);
}

TEST_F(Build, NamedContextsBecomeStages) {
    dir_.write("base/Dockerfile", "FROM base:1\n");
    dir_.write("other/f", "text");
    dir_.write("web/Dockerfile", "ARG A\nFROM b\nCOPY --from=other f /\nCOPY --from=img / /\n");
    write_project(
        "context: web\nadditional_contexts: {other: other, b: 'service:base', img: "
        "'docker-image://base:1', unused: nowhere}",
        "  base: {build: base}\n");
    const auto result = shop({"build", "web"});
    EXPECT_EQ(result.code, 0) << result.err;
    std::vector<support::request> builds;
    for (const auto& r : engine_.requests())
        if (r.path == "/build") builds.push_back(r);
    ASSERT_EQ(builds.size(), 3U);
    EXPECT_EQ(builds[0].param("t"), "shop-base");
    EXPECT_EQ(builds[1].param("t"), "");
    EXPECT_THAT(builds[1].body, HasSubstr("FROM scratch\nCOPY . /\n"));
    EXPECT_EQ(builds[2].param("t"), "shop-web");
    EXPECT_THAT(builds[2].body, HasSubstr("ARG A\nFROM shop-base AS b\nFROM base:1 AS img\n"
                                          "FROM sha256:"));
    EXPECT_THAT(builds[2].body, HasSubstr(" AS other\nFROM b\n"));
}

TEST_F(Build, ANamedContextThatIsNoFolderIsAnError) {
    dir_.write("web/Dockerfile", "FROM other\n");
    write_project("context: web\nadditional_contexts: {other: nowhere}");
    const auto result = shop({"build"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("services.web.build.additional_contexts.other: "));
    EXPECT_THAT(result.err, HasSubstr("nowhere is not a folder"));
    EXPECT_EQ(engine_.count("POST", "/build"), 0u);
}

TEST_F(Build, WhatTheUserSaysCountsAboveTheFile) {
    write_project("context: web\nargs: {A: file, B: file}");
    const auto result = shop({"build", "--build-arg", "A=mine", "--build-arg=FROM_OUTSIDE",
                              "--no-cache", "--pull", "-m", "512m", "web"},
                             {{"FROM_OUTSIDE", "yes"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(json::parse(sent().param("buildargs")),
              json({{"A", "mine"}, {"B", "file"}, {"FROM_OUTSIDE", "yes"}}));
    EXPECT_EQ(sent().param("memory"), "536870912");
    EXPECT_EQ(sent().param("nocache"), "1");
    EXPECT_EQ(sent().param("pull"), "1");
    EXPECT_THAT(shop({"build", "-m", "much"}).err, HasSubstr("--memory: "));
}

TEST_F(Build, TakesDependenciesAlongOnlyWhenAsked) {
    write_project("context: web", "    depends_on: [db]\n  db: {build: {context: web}}\n");
    EXPECT_EQ(shop({"build", "web"}).code, 0);
    EXPECT_EQ(engine_.count("POST", "/build"), 1u);
    engine_.forget_requests();
    EXPECT_EQ(shop({"build", "--with-dependencies", "web"}).code, 0);
    ASSERT_EQ(engine_.count("POST", "/build"), 2u);
    EXPECT_EQ(sent().param("t"), "shop-db");
}

TEST_F(Build, TellsEachStepOnceAndNothingOfLayers) {
    dir_.write("web/Dockerfile", "FROM base:1\nLABEL a=b\n");
    write_project("context: web");
    auto result = shop({"build"});
    EXPECT_THAT(result.out, HasSubstr("build: web: step 1/2: FROM base:1\n"
                                      "build: web: step 2/2: LABEL a=b\n"
                                      "build | Successfully built "));
    result = shop({"build", "--quiet"});
    EXPECT_EQ(result.out, "build: build image shop-web (built from its context)\n");
}

TEST_F(Build, FlagsThatOnlyBuildKitHasAreRefusedByName) {
    write_project("context: web");
    for (const std::string flag :
         {"--ssh", "--builder", "--provenance", "--sbom", "--check", "--print", "--push"}) {
        const auto result = shop({"build", flag});
        EXPECT_EQ(result.code, 64) << flag;
        EXPECT_THAT(result.err, HasSubstr(flag + " is not supported: ")) << flag;
    }
    EXPECT_EQ(shop({"build", "--compress", "--force-rm"}).code, 0);
}

}  // namespace

}  // namespace flow
