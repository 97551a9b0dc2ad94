// --progress json: every line of every outcome is what docs/events.schema.json says.
#include "event_schema.hpp"
#include "flow.hpp"

#include <support/folders.hpp>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <unistd.h>

namespace flow {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using support::behaviour;
using support::selector;
using testing::IsEmpty;

const std::string schema_file = support::source_dir() + "/docs/events.schema.json";

/// What the validator has to say about the lines; empty when all are valid.
std::string faults_of(const std::string& lines, const std::string& file) {
    {
        std::ofstream out(file);
        out << lines;
    }
    const auto command = "/usr/bin/python3 " + support::source_dir() +
                         "/tests/flow/validate_events.py " + schema_file + " <" + file + " 2>&1";
    std::string said;
    auto* pipe = ::popen(command.c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const auto n = std::fread(buffer.data(), 1, buffer.size(), pipe))
        said.append(buffer.data(), n);
    const int status = ::pclose(pipe);
    return status == 0 ? said : said + "(exit status " + std::to_string(status) + ")";
}

class Json : public stack_test {
  protected:
    /// Runs a command, holds its lines to the schema, and returns them.
    std::vector<json> lines_of(std::vector<std::string> args, int code,
                               const std::map<std::string, std::string>& environment = {}) {
        args.insert(args.end(), {"--progress", "json"});
        const auto ran = args.front() == "deploy"
                             ? deploy({args.begin() + 1, args.end()}, environment)
                             : rollout(args, environment);
        EXPECT_EQ(ran.code, code) << ran.out << ran.err;
        EXPECT_EQ(ran.err, "");
        EXPECT_EQ(faults_of(ran.out, (dir_ / "lines.json").string()), "");
        std::vector<json> lines;
        std::istringstream in(ran.out);
        for (std::string line; std::getline(in, line);)
            lines.push_back(json::parse(line));
        expect_one_result(lines, args, code);
        for (const auto& line : lines)
            seen_.insert(line.at("event").get<std::string>());
        return lines;
    }

    static void expect_one_result(const std::vector<json>& lines,
                                  const std::vector<std::string>& args, int code) {
        ASSERT_FALSE(lines.empty());
        for (std::size_t i = 0; i + 1 < lines.size(); ++i)
            EXPECT_NE(lines[i].at("event"), "result");
        const auto& last = lines.back();
        EXPECT_EQ(last.at("event"), "result");
        EXPECT_EQ(last.at("exit_code"), code);
        EXPECT_EQ(last.at("command"), args.front());
    }

    void interrupt_at(const std::string& method, const std::string& pattern, int signal) {
        engine_.on(method, pattern, [this, signal](const support::request&) {
            if (!std::exchange(sent_, true)) ::kill(::getpid(), signal);
            return std::nullopt;
        });
    }

    std::set<std::string> seen_;
    bool sent_ = false;
};

TEST_F(Json, TheSchemaInDocsIsTheOneOfTheEvents) {
    if (std::getenv("WRITE_EVENT_SCHEMA")) std::ofstream(schema_file) << event_schema();
    EXPECT_EQ(support::read_file(schema_file), event_schema())
        << "write it anew: WRITE_EVENT_SCHEMA=1 build/dev/tests/flow/flow_tests "
           "--gtest_filter='Json.TheSchema*'";
}

// Those that no test below meets, too.
TEST_F(Json, OfEachEventIsWhatTheSchemaSays) {
    const auto lines = a_line_of_each_event();
    EXPECT_GT(std::count(lines.begin(), lines.end(), '\n'), 40);
    EXPECT_EQ(faults_of(lines, (dir_ / "lines.json").string()), "");
}

TEST_F(Json, TheValidatorSeesAFactTooMuchAndOneTooFew) {
    const std::string good =
        R"({"schema":1,"time":"2026-01-01T00:00:00.000Z","event":"went_live","level":"step",)"
        R"("phase":"live","text":"x","live":"green")";
    const auto file = (dir_ / "lines.json").string();
    EXPECT_EQ(faults_of(good + "}\n", file), "");
    EXPECT_THAT(faults_of(good + R"(,"more":1})", file), testing::HasSubstr("'more'"));
    EXPECT_THAT(faults_of(R"({"schema":1,"event":"went_live"})", file),
                testing::HasSubstr("'live' is a required property"));
    EXPECT_THAT(faults_of(R"({"event":"nothing"})", file), testing::HasSubstr("no definition"));
}

TEST_F(Json, OfADeployThatWorksOut) {
    start_stack();
    const auto lines = lines_of({"deploy"}, 0);
    EXPECT_EQ(lines.back().at("outcome"), "done");
    EXPECT_THAT(seen_, testing::IsSupersetOf({"deploy_planned", "operation_planned",
                                              "operation_started", "container_healthy",
                                              "cutover_done", "smoke_passed", "went_live"}));
    const auto& healthy = *std::find_if(lines.begin(), lines.end(), [](const json& line) {
        return line.at("event") == "container_healthy";
    });
    EXPECT_EQ(healthy.at("container"), green_container);
    EXPECT_EQ(healthy.at("level"), "step");
    EXPECT_EQ(healthy.at("phase"), "health");
}

TEST_F(Json, OfAPlanAndADryRun) {
    start_stack();
    for (const auto& args :
         std::vector<std::vector<std::string>>{{"plan"}, {"deploy", "--dry-run"}})
        lines_of(args, 0);
    EXPECT_FALSE(seen_.contains("operation_started"));
}

TEST_F(Json, OfADeployThatNeverGetsHealthyHasWhyInItsDetails) {
    start_stack();
    const auto lines =
        lines_of({"deploy", "--health-timeout", "0.1"}, 1, {{"APP_NEVER_READY", "1"}});
    EXPECT_EQ(lines.back().at("outcome"), "failed");
    EXPECT_THAT(lines.back().at("details"), testing::Not(IsEmpty()));
    EXPECT_TRUE(seen_.contains("undoing"));
}

TEST_F(Json, OfACheck) {
    const auto lines = lines_of({"check"}, 0);
    EXPECT_EQ(lines.front().at("event"), "check_finding");
    EXPECT_EQ(lines.front().at("severity"), "advice");
    EXPECT_TRUE(seen_.contains("check_done"));
}

TEST_F(Json, OfARollback) {
    start_stack();
    const auto lines =
        lines_of({"deploy"}, 2, {{"APP_FAIL_ROOT", "1"}, {"ROLLOUT_PREVIEW_CONF", "nowhere.conf"}});
    EXPECT_EQ(lines.back().at("outcome"), "rolled_back");
    EXPECT_THAT(seen_,
                testing::IsSupersetOf({"probe_mismatched", "smoke_failed", "diagnosis",
                                       "rollback_started", "smoke_after_rollback", "rolled_back"}));
}

TEST_F(Json, OfASoak) {
    start_stack();
    lines_of({"deploy", "--soak", "50ms"}, 0);
    EXPECT_TRUE(seen_.contains("soak_started"));
}

TEST_F(Json, OfARollbackWhoseLastStepFails) {
    start_stack();
    engine_.inject("POST", "/containers/*/stop", support::fault::fail(500, "try again later"));
    lines_of({"deploy"}, 2, {{"APP_FAIL_ROOT", "1"}, {"ROLLOUT_PREVIEW_CONF", "nowhere.conf"}});
    EXPECT_TRUE(seen_.contains("retire_failed"));
}

TEST_F(Json, OfADeployThatAPersonMustLookAt) {
    start_stack();
    fail_each_reload_of("app");
    const auto lines = lines_of({"deploy"}, 3,
                                {{"APP_FAIL_ROOT", "1"},
                                 {"ROLLOUT_PREVIEW_CONF", "nowhere.conf"},
                                 {"ROLLOUT_RETRY_DELAY", "1ms"}});
    EXPECT_EQ(lines.back().at("outcome"), "person_must_look");
}

TEST_F(Json, OfACutoverThatIsTakenBack) {
    start_stack();
    support::nginx_options stubborn;
    stubborn.refuse_reload = true;
    engine_.set_nginx(stubborn);
    lines_of({"deploy"}, 3,
             {{"ROLLOUT_RELOAD_TIMEOUT", "50ms"},
              {"ROLLOUT_RETRY_DELAY", "1ms"},
              {"ROLLOUT_PREVIEW_CONF", "nowhere.conf"}});
    EXPECT_TRUE(seen_.contains("snippet_put_back"));
}

TEST_F(Json, OfARecordThatCannotBeWritten) {
    start_stack();
    bool moved = false;
    engine_.on("GET", "/containers/*/top", [&](const support::request&) {
        if (loaded() == "app_green" && !std::exchange(moved, true)) {
            std::filesystem::remove(stack_.state_file);
            std::filesystem::create_directories(stack_.state_file / "in the way");
        }
        return std::nullopt;
    });
    lines_of({"deploy"}, 0);
    EXPECT_TRUE(seen_.contains("record_failed"));
}

TEST_F(Json, OfWitnessesThatDisagree) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    support::write_file(stack_.snippet, "server app:8000;\n");
    lines_of({"deploy"}, 0);
    EXPECT_TRUE(seen_.contains("live_color_doubtful"));
}

TEST_F(Json, OfALiveColorThatIsDown) {
    start_stack();
    engine_.call("POST", std::string("/containers/") + blue_container + "/stop");
    lines_of({"plan"}, 0);
    EXPECT_TRUE(seen_.contains("live_color_down"));
}

TEST_F(Json, OfDrainsThatTakeTime) {
    start_stack();
    support::nginx_options slow;
    slow.drain = 1h;
    engine_.set_nginx(slow);
    lines_of({"deploy", "--drain-timeout", "0.05"}, 0);
    EXPECT_TRUE(seen_.contains("drain_incomplete"));
    lines_of({"deploy", "--drain-timeout", "0.05"}, 0);
    EXPECT_TRUE(seen_.contains("earlier_workers_draining"));
    EXPECT_TRUE(seen_.contains("earlier_workers_remain"));
}

TEST_F(Json, OfADeployThatIsInterruptedBeforeTheCutover) {
    start_stack();
    interrupt_at("POST", "/build", SIGINT);
    const auto lines = lines_of({"deploy"}, 130);
    EXPECT_EQ(lines.back().at("outcome"), "interrupted");
    EXPECT_TRUE(seen_.contains("interrupted"));
}

TEST_F(Json, OfADeployThatIsInterruptedDuringTheCutover) {
    start_stack();
    engine_.on("GET", "/containers/*/top", [this](const support::request&) {
        const bool reloaded = loaded() == "app_green";
        if (reloaded && !std::exchange(sent_, true)) ::kill(::getpid(), SIGTERM);
        return std::nullopt;
    });
    const auto lines = lines_of({"deploy"}, 143);
    EXPECT_EQ(lines.back().at("outcome"), "terminated");
    EXPECT_TRUE(seen_.contains("rollback_started"));
    expect_consistent("blue");
}

TEST_F(Json, OfADrainThatIsCutShort) {
    start_stack();
    support::nginx_options slow;
    slow.drain = 1h;
    engine_.set_nginx(slow);
    engine_.on("GET", "/containers/*/top", [this](const support::request&) {
        const bool draining = engine_.answered_by("app_green") > 1;
        if (draining && !std::exchange(sent_, true)) ::kill(::getpid(), SIGTERM);
        return std::nullopt;
    });
    lines_of({"deploy", "--drain-timeout", "20", "--retire", "stop"}, 0);
    EXPECT_TRUE(seen_.contains("drain_interrupted"));
}

TEST_F(Json, OfAVersionThatIsHeldAndPromotedAndOfTheWayBack) {
    start_stack();
    lines_of({"deploy", "--hold"}, 0);
    EXPECT_TRUE(seen_.contains("held"));
    EXPECT_EQ(lines_of({"status"}, 0).front().at("colors").at("waiting"), "green");
    lines_of({"promote"}, 0);
    lines_of({"rollback"}, 0);
    lines_of({"recover"}, 0);
    EXPECT_TRUE(seen_.contains("recovered"));
    EXPECT_EQ(lines_of({"history"}, 0).front().at("entries").size(), 3U);
}

TEST_F(Json, OfALockThatIsHeldAndOneThatIsTakenOver) {
    start_stack();
    const auto lock = [this](const std::string& expires) {
        const auto body = R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
                          R"("rollout.lock.purpose":"deploy","rollout.lock.expires":")" +
                          expires + R"("}})";
        engine_.call("POST", std::string("/containers/create?name=") + lock_container, body);
    };
    lock("99999999999");
    EXPECT_EQ(lines_of({"deploy", "--lock-wait", "300ms"}, 75).back().at("outcome"), "lock_held");
    EXPECT_TRUE(seen_.contains("lock_awaited"));
    lines_of({"unlock"}, 75);
    lines_of({"unlock", "--force"}, 0);
    lines_of({"unlock"}, 0);
    EXPECT_THAT(seen_, testing::IsSupersetOf({"lock_removed", "lock_absent"}));
    lock("1");
    lines_of({"deploy"}, 0);
    EXPECT_TRUE(seen_.contains("lock_taken_over"));
}

TEST_F(Json, OfUpAndDown) {
    EXPECT_EQ(lines_of({"up"}, 0).back().at("outcome"), "done");
    lines_of({"up"}, 0, {{"APP_VERSION", "next"}});
    ASSERT_EQ(deploy().code, 0);
    lines_of({"down"}, 0);
    lines_of({"down"}, 0);
    EXPECT_THAT(seen_, testing::IsSupersetOf({"stack_started", "stack_removed", "snippet_reset",
                                              "record_removed", "service_left_alone"}));
}

TEST_F(Json, OfAnUpWithALiveGreen) {
    ASSERT_EQ(up().code, 0);
    ASSERT_EQ(deploy().code, 0);
    for (const auto* name : {proxy_container, green_container, blue_container})
        engine_.call("DELETE", std::string("/containers/") + name + "?force=1");
    support::write_file(stack_.snippet, "server app:8000;\n");
    lines_of({"up"}, 0);
    EXPECT_TRUE(seen_.contains("snippet_written"));
}

TEST_F(Json, OfACleanUpThatFails) {
    ASSERT_EQ(up().code, 0);
    behaviour broken;
    broken.start_error = "no such program";
    engine_.behave(selector::by_service("app_green"), broken);
    engine_.inject("DELETE", "/containers/*", support::fault::fail(500, "busy"));
    lines_of({"deploy"}, 1);
    EXPECT_TRUE(seen_.contains("undo_failed"));
}

TEST_F(Json, OfPullsAndTheirWarnings) {
    edit_compose_file("nginx:1.27-alpine", "nginx:9");
    engine_.add_pullable_image("nginx:9");
    engine_.on("POST", "/containers/create", [this](const support::request& r) {
        if (r.target.find(proxy_container) == std::string::npos)
            return std::optional<support::reply>();
        return std::optional(
            support::reply::json(201, R"({"Id":"f00","Warnings":["no swap limit"]})"));
    });
    lines_of({"up", "--pull", "missing"}, 1);
    EXPECT_THAT(seen_,
                testing::IsSupersetOf({"pull_output", "pull_progress", "container_warning"}));
}

TEST_F(Json, OfALoginThatCannotBeRead) {
    dir_.write("docker/config.json", "{broken");
    lines_of({"up"}, 0, {{"DOCKER_CONFIG", (dir_ / "docker").string()}});
    EXPECT_TRUE(seen_.contains("login_missing"));
}

TEST_F(Json, OfStatusPsLogsAndBuild) {
    lines_of({"status"}, 5);
    start_stack();
    engine_.write_log(blue_container, {"hello", false});
    const auto status = lines_of({"status"}, 0);
    EXPECT_EQ(status.front().at("colors").at("live"), "blue");
    EXPECT_EQ(status.front().at("colors").at("health"), "healthy");
    EXPECT_EQ(lines_of({"history"}, 0).front().at("entries").size(), 0U);
    const auto ps = lines_of({"ps"}, 0);
    EXPECT_EQ(ps.front().at("containers").size(), 2U);
    lines_of({"logs"}, 0);
    lines_of({"build"}, 0);
    EXPECT_THAT(seen_, testing::IsSupersetOf({"log_line", "build_step", "build_output"}));
}

TEST_F(Json, OfAPlainStack) {
    engine_.add_image("web:1");
    dir_.write("plain/compose.yaml", "services: {web: {image: 'web:1', deploy: {mode: global}}}");
    const auto file = (dir_ / "plain/compose.yaml").string();
    lines_of({"up", "-f", file}, 0);
    EXPECT_EQ(lines_of({"status", "-f", file}, 0).front().at("colors"), nullptr);
    lines_of({"build", "-f", file}, 0);
    EXPECT_THAT(seen_, testing::IsSupersetOf({"file_warning", "nothing_to_build"}));
}

TEST_F(Json, OfMistakes) {
    EXPECT_EQ(lines_of({"deploy", "--smoke-status", "two"}, 64).back().at("outcome"), "usage");
    dir_.write("bad.yml", "services:\n  app: {image: x\n");
    lines_of({"up", "-f", (dir_ / "bad.yml").string()}, 64);
    engine_.go_down();
    EXPECT_EQ(lines_of({"up"}, 69).back().at("outcome"), "no_engine");
}

}  // namespace

}  // namespace flow
