// A client that has the engine and a checkout of its own, and not the files of the engine's host.
#include "deploy_fixture.hpp"

#include <filesystem>

namespace flow {

namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr const char* files_container = "rollout-rollout-files";

class FromAfar : public Deploy {
  protected:
    void SetUp() override {
        Deploy::SetUp();
        leave_the_host();
    }

    /// The sample stack, started as ever; then its folder can be had through the engine alone, and
    /// `rollout` runs where the Compose file and what is built are.
    void leave_the_host() {
        there_ = dir_ / "stack";
        kept_ = dir_ / "kept";
        here_ = dir_ / "ci";
        fs::rename(there_, kept_);
        engine_.keep_host_folder(there_.string(), kept_.string());
        fs::create_directories(here_);
        fs::copy_file(kept_ / "docker-compose.yml", here_ / "docker-compose.yml");
        fs::copy(kept_ / "app", here_ / "app", fs::copy_options::recursive);
        stack_.compose_file = here_ / "docker-compose.yml";
        stack_.snippet = kept_ / "nginx" / "conf.d" / "upstream.conf";
        stack_.state_file = here_ / "state" / "active-color";
        engine_.forget_requests();
    }

    void expect_no_helper() const { EXPECT_FALSE(engine_.has_container(files_container)); }

    fs::path there_;  ///< the project's folder by its name on the engine's host
    fs::path kept_;   ///< where that is kept
    fs::path here_;   ///< where the client runs
};

TEST_F(FromAfar, ADeployWritesAndReadsTheSnippetThroughTheEngine) {
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
    EXPECT_FALSE(fs::exists(here_ / "nginx"));
    expect_no_helper();
    expect_no_lock();
    EXPECT_THAT(engine_.unexpected(), IsEmpty());
}

TEST_F(FromAfar, StatusRollbackAndRecoverNeedNoFileOfAnEarlierRun) {
    ASSERT_EQ(deploy().code, 0);
    fs::remove_all(here_ / "state");
    EXPECT_THAT(rollout({"status"}).out, HasSubstr("green"));
    EXPECT_EQ(rollout({"rollback"}).code, 0);
    expect_consistent("blue");
    fs::remove_all(here_ / "state");
    EXPECT_EQ(rollout({"recover"}).code, 0);
    expect_consistent("blue");
}

TEST_F(FromAfar, ABadVersionIsTakenBackThroughTheEngineToo) {
    const auto result = deploy_unseen({}, {{"APP_FAIL_ROOT", "1"}});
    EXPECT_EQ(result.code, 2) << result.err;
    EXPECT_EQ(snippet(), "app");
    EXPECT_EQ(loaded(), "app");
    expect_no_helper();
}

TEST_F(FromAfar, WhatAKilledRunLeftIsNotInTheWay) {
    engine_.call("POST", std::string("/containers/create?name=") + files_container,
                 R"({"Image":"nginx:1.27-alpine"})");
    EXPECT_EQ(deploy().code, 0);
    expect_consistent("green");
    expect_no_helper();
}

TEST_F(FromAfar, ACheckoutWithTheSameTextIsNotTakenForTheFileOfTheHost) {
    fs::copy(kept_ / "nginx", here_ / "nginx", fs::copy_options::recursive);
    const auto checked_out = fs::file_time_type::clock::now() - std::chrono::hours(1);
    fs::last_write_time(here_ / "nginx/conf.d/upstream.conf", checked_out);
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err << result.out;
    expect_consistent("green");
    EXPECT_THAT(support::read_file(here_ / "nginx/conf.d/upstream.conf"), HasSubstr("app:8000"));
}

TEST_F(FromAfar, RelativePathsStartInTheFolderThatTheContainersTell) {
    edit_compose_file("    profiles: [green]",
                      "    profiles: [green]\n    volumes: [./data:/data]");
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("has " + here_.string() + " at " + there_.string()));
    const auto green = engine_.container(green_container);
    EXPECT_THAT(green.json, HasSubstr(there_.string() + "/data:/data"));
    EXPECT_EQ(green.labels.at("com.docker.compose.project.working_dir"), there_.string());
}

TEST_F(FromAfar, TheSettingSaysWhereTheFolderIs) {
    edit_compose_file("    profiles: [green]",
                      "    profiles: [green]\n    volumes: [./data:/data]");
    EXPECT_EQ(deploy({}, {{"ROLLOUT_ENGINE_FOLDER", "/srv/app"}}).code, 0);
    EXPECT_THAT(engine_.container(green_container).json, HasSubstr("/srv/app/data:/data"));
}

/// As the host's own client would make it, so the next `up` there finds nothing to change.
TEST_F(FromAfar, TheConfigHashIsThatOfTheHost) {
    edit_compose_file("    profiles: [green]",
                      "    profiles: [green]\n    volumes: [./data:/data]");
    ASSERT_EQ(deploy().code, 0);
    const auto from_afar = engine_.container(green_container).labels;
    fs::rename(kept_, there_);
    fs::copy_file(stack_.compose_file, there_ / "docker-compose.yml",
                  fs::copy_options::overwrite_existing);
    engine_.keep_host_folder(there_.string(), there_.string());
    stack_.compose_file = there_ / "docker-compose.yml";
    const auto plan = rollout({"up", "app_green"});
    EXPECT_THAT(plan.err, Not(HasSubstr("another configuration")));
    EXPECT_EQ(plan.code, 0) << plan.err;
}

TEST_F(FromAfar, ARecordThatCannotBeWrittenHereIsOneWarning) {
    support::write_file(here_ / "state", "no folder");
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    const auto first = result.err.find("record");
    ASSERT_NE(first, std::string::npos) << result.err;
}

TEST_F(FromAfar, DownAndUpBeginAnewWithBlue) {
    ASSERT_EQ(deploy().code, 0);
    ASSERT_EQ(snippet(), "app_green");
    EXPECT_EQ(rollout({"down"}).code, 0);
    const auto result = rollout({"up"}, {{"ROLLOUT_ENGINE_FOLDER", there_.string()}});
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("blue");
    EXPECT_THAT(engine_.container(proxy_container).json, HasSubstr(there_.string() + "/nginx"));
    EXPECT_EQ(rollout({"status"}).code, 0);
    expect_no_helper();
    EXPECT_FALSE(fs::exists(here_ / "nginx"));
}

// It was taken for the truth, and users were led to the version before.
TEST_F(FromAfar, UpStartsANewProxyWithTheColorOfTheRecord) {
    ASSERT_EQ(deploy().code, 0);
    engine_.call("DELETE", std::string("/containers/") + proxy_container + "?force=1");
    support::write_file(stack_.snippet, "server app:8000 resolve;\n");
    const auto result = rollout({"up"}, {{"ROLLOUT_ENGINE_FOLDER", there_.string()}});
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
    EXPECT_EQ(engine_.nginx_of(proxy_container).reloads, 0u) << "it is right from its start";
    EXPECT_EQ(rollout({"status"}).code, 0);
    expect_no_helper();
}

TEST_F(FromAfar, UpStartsAProxyThatWasStoppedAsItWas) {
    ASSERT_EQ(rollout({"down"}).code, 0);
    ASSERT_EQ(rollout({"up"}, {{"ROLLOUT_ENGINE_FOLDER", there_.string()}}).code, 0);
    ASSERT_EQ(deploy().code, 0);
    const auto proxy = engine_.container(proxy_container).id;
    engine_.call("POST", std::string("/containers/") + proxy_container + "/stop");
    const auto result = rollout({"up"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_EQ(engine_.container(proxy_container).id, proxy);
    expect_consistent("green");
}

TEST_F(FromAfar, DownForgetsTheDeployAlsoWhenTheProxyDoesNotRun) {
    ASSERT_EQ(deploy().code, 0);
    engine_.call("POST", std::string("/containers/") + proxy_container + "/stop");
    EXPECT_EQ(rollout({"down"}).code, 0);
    EXPECT_EQ(snippet(), "app");
}

TEST_F(FromAfar, APreviewFileOfOthersIsRefusedBeforeAnythingIsMade) {
    const auto preview = kept_ / "nginx/conf.d/preview.conf";
    support::write_file(preview, "map $uri $x { default 1; }\n");
    engine_.forget_requests();
    for (const auto& result : {deploy(), rollout({"plan"})}) {
        EXPECT_EQ(result.code, 1);
        EXPECT_THAT(result.err, HasSubstr("is there and is no preview file"));
    }
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

// The answer to its creation may be lost.
TEST_F(FromAfar, AHelperWhoseCreationWasNotConfirmedIsRemoved) {
    std::size_t creations = 0;
    engine_.on("POST", "/containers/create", [&](const support::request& r) {
        if (r.target.find(files_container) != std::string::npos) ++creations;
        return std::nullopt;
    });
    engine_.on("POST", "/containers/create", [&](const support::request& r) {
        support::reply nothing;
        nothing.refuse = true;
        const bool first = r.target.find(files_container) != std::string::npos && creations == 0;
        if (!first) return std::optional<support::reply>();
        ++creations;
        engine_.call("POST", r.target, r.body);
        return std::optional(nothing);
    });
    deploy();
    EXPECT_GT(creations, 0u);
    expect_no_helper();
}

TEST_F(FromAfar, APlanOnlyReads) {
    const auto result = deploy({"--dry-run"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

}  // namespace

}  // namespace flow
