#include "flow.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace flow {

namespace {

using namespace std::chrono_literals;
using support::behaviour;
using support::selector;
using testing::HasSubstr;
using testing::IsEmpty;

class Up : public stack_test {};

TEST_F(Up, StartsNetworkBlueAndProxyOnceBlueIsHealthy) {
    const auto result = up();
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_TRUE(engine_.container(blue_container).running());
    EXPECT_TRUE(engine_.container(proxy_container).running());
    EXPECT_FALSE(engine_.has_container(green_container));
    EXPECT_EQ(loaded(), "app");
    expect_no_lock();
    EXPECT_THAT(engine_.unexpected(), IsEmpty());
}

// What it no longer sends nobody misses.
TEST_F(Up, WorksOnAnEngineOfApi155) {
    engine_.set_api_version("1.55", "1.44");
    start_stack();
    const auto result = deploy();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
    EXPECT_EQ(engine_.requests().back().version, "1.55");
    EXPECT_EQ(rollout({"ps"}).code, 0);
    EXPECT_EQ(rollout({"down"}).code, 0);
}

TEST_F(Up, ASecondTimeChangesNothing) {
    ASSERT_EQ(up().code, 0);
    engine_.forget_requests();
    const auto blue = engine_.container(blue_container);
    const auto result = up();
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("everything runs already"));
    EXPECT_EQ(engine_.container(blue_container).id, blue.id);
    EXPECT_EQ(engine_.container(blue_container).started_at, blue.started_at);
    expect_untouched(proxy_container);
}

TEST_F(Up, MakesAFileAnewThatNginxIncludes) {
    ASSERT_EQ(up().code, 0);
    const auto preview = stack_.snippet.parent_path() / "preview.conf";
    std::filesystem::remove(preview);
    const auto refused = deploy();
    EXPECT_EQ(refused.code, 1) << "nginx would not reload";
    EXPECT_FALSE(engine_.has_container(green_container));
    EXPECT_EQ(up().code, 0);
    EXPECT_TRUE(std::filesystem::exists(preview));
    EXPECT_EQ(deploy().code, 0);
}

TEST_F(Up, LeavesARunningContainerAloneWhenTheFileChanged) {
    start_stack();
    const auto blue = engine_.container(blue_container).id;
    const auto changed = rollout({"up"}, {{"APP_VERSION", "next"}});
    EXPECT_EQ(changed.code, 0);
    EXPECT_THAT(changed.err, HasSubstr("app runs with another configuration"));
    EXPECT_EQ(engine_.container(blue_container).id, blue);
}

// With an image that crashes it used to take the site down, and to say then that all runs.
TEST_F(Up, RecreateSparesAColorThatRuns) {
    start_stack();
    const auto blue = engine_.container(blue_container).id;
    const auto result = rollout({"up", "--recreate"}, {{"APP_VERSION", "next"}});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("`rollout deploy` brings a new version of it live"));
    EXPECT_EQ(engine_.container(blue_container).id, blue);
    expect_untouched(blue);
}

TEST_F(Up, AfterADeployStartsTheLiveColor) {
    ASSERT_EQ(up().code, 0);
    ASSERT_EQ(deploy().code, 0);
    for (const auto* name : {proxy_container, green_container, blue_container})
        engine_.call("DELETE", std::string("/containers/") + name + "?force=1");
    const auto result = up();
    EXPECT_EQ(result.code, 0) << result.err;
    expect_consistent("green");
}

// It was made anew from the file, whatever that had become meanwhile.
TEST_F(Up, StartsALiveColorThatWasStoppedAsItWas) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    const auto green = engine_.container(green_container).id;
    for (const auto* name : {proxy_container, green_container})
        engine_.call("POST", std::string("/containers/") + name + "/stop");
    const auto result = rollout({"up"}, {{"APP_VERSION", "next"}});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, HasSubstr("`rollout deploy` brings a new version of it live"));
    EXPECT_EQ(engine_.container(green_container).id, green);
    expect_consistent("green");
}

TEST_F(Up, MakesAColorAnewThatNeverServed) {
    behaviour crashes;
    crashes.exits_after = 10ms;
    engine_.behave(selector::by_service("app"), crashes);
    EXPECT_EQ(up().code, 1);
    engine_.behave(selector::by_service("app"), behaviour());
    EXPECT_EQ(rollout({"up"}, {{"APP_VERSION", "mended"}}).code, 0);
    expect_consistent("blue");
}

TEST_F(Up, APortInUseIsToldAndTheNextRunGoesOn) {
    behaviour port_taken;
    port_taken.start_error =
        "driver failed programming external connectivity on endpoint "
        "rollout-proxy-1: Bind for 0.0.0.0:8080 failed: port is already "
        "allocated";
    engine_.behave(selector::by_service("proxy"), port_taken);
    const auto result = up();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("port is already allocated"));
    EXPECT_THAT(result.err, HasSubstr("cannot start container rollout-proxy-1"));
    const auto app = engine_.container(blue_container).id;
    engine_.behave(selector::by_service("proxy"), behaviour());
    engine_.call("DELETE", std::string("/containers/") + proxy_container);
    EXPECT_EQ(up().code, 0);
    EXPECT_EQ(engine_.container(blue_container).id, app);
    expect_consistent("blue");
}

TEST_F(Up, AnAppThatNeverGetsHealthyIsToldAndTheNextRunGoesOn) {
    behaviour sick;
    sick.healthy_after.reset();
    sick.unhealthy_after = 20ms;
    sick.failing_probe_output = "no database";
    engine_.behave(selector::by_service("app"), sick);
    const auto result = up();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.out, HasSubstr("no database"));
    EXPECT_THAT(result.out + result.err, HasSubstr("not done: start container rollout-proxy-1"));
    engine_.behave(selector::by_service("app"), behaviour());
    EXPECT_EQ(rollout({"up"}, {{"APP_VERSION", "mended"}}).code, 0);
    expect_consistent("blue");
}

TEST_F(Up, AnImageThatDoesNotExistIsNamed) {
    edit_compose_file("nginx:1.27-alpine", "nowhere/nginx:9");
    const auto result = up();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("the image nowhere/nginx:9 of service 'proxy'"));
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(Up, AnUnknownServiceIsRefusedBeforeAnythingIsDone) {
    const auto result = up({"nobody"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("no such service: nobody"));
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

class Down : public stack_test {};

TEST_F(Down, RemovesWhatUpAndDeployMadeAndForgetsTheDeploy) {
    start_stack();
    const auto checked_in = support::read_file(stack_.snippet);
    ASSERT_EQ(deploy().code, 0);
    const auto result = rollout({"down"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(engine_.containers(), IsEmpty());
    EXPECT_EQ(engine_.call("GET", "/networks/rollout_edge").status, 404u);
    EXPECT_EQ(support::read_file(stack_.snippet), checked_in);
    EXPECT_FALSE(std::filesystem::exists(stack_.state_file));
}

// A name of an image that cannot be used any more must not keep a stack alive.
TEST_F(Down, AsksForNoImage) {
    start_stack();
    engine_.forget_requests();
    EXPECT_EQ(rollout({"down"}).code, 0);
    for (const auto& request : engine_.requests())
        EXPECT_THAT(request.target, testing::Not(HasSubstr("/images/")));
}

TEST_F(Down, OfNothingIsNoError) {
    const auto result = rollout({"down"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("nothing to remove"));
}

class Status : public stack_test {};

TEST_F(Status, TellsWhatIsLiveAndThatAllAgree) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    engine_.forget_requests();
    const auto result = rollout({"status"});
    EXPECT_EQ(result.code, 0);
    for (const auto* line : {"health: healthy", "live: green", "record: green", "snippet: green",
                             "agreement: record and proxy agree",
                             "container: rollout-app_green-1: Up", "image rollout-app_green"})
        EXPECT_THAT(result.out, HasSubstr(line));
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

TEST_F(Status, ShowsTheHealthOfAContainer) {
    start_stack();
    EXPECT_THAT(rollout({"status"}).out,
                testing::ContainsRegex("rollout-app-1: Up [^,]*\\(healthy\\), image rollout-app"));
}

TEST_F(Status, TellsWhyAStackIsNotWell) {
    start_stack();
    engine_.set_health(blue_container, "unhealthy");
    const auto result = rollout({"status"});
    EXPECT_EQ(result.code, 4);
    EXPECT_THAT(result.out, HasSubstr("container rollout-app-1 is unhealthy"));
}

TEST_F(Status, TellsADisagreementAndWhatTheNextDeployWillDo) {
    start_stack();
    ASSERT_EQ(deploy().code, 0);
    support::write_file(stack_.snippet, "server app:8000;\n");
    const auto result = rollout({"status"});
    EXPECT_EQ(result.code, 4);
    EXPECT_THAT(result.out,
                HasSubstr("the record says green, the snippet blue; the next deploy takes green"));
}

TEST_F(Status, TellsWhoIsAtWorkAndWhoDidNotFinish) {
    start_stack();
    const auto lock = [this](const std::string& expires) {
        engine_.call("POST", std::string("/containers/create?name=") + lock_container,
                     R"({"Image":"nginx:1.27-alpine","Labels":{"rollout.lock.owner":"ann@ci",)"
                     R"("rollout.lock.purpose":"deploy","rollout.lock.expires":")" +
                         expires + R"("}})");
    };
    lock("99999999999");
    auto result = rollout({"status"});
    EXPECT_EQ(result.code, 0) << result.out;
    EXPECT_THAT(result.out, HasSubstr("lock: ann@ci (pid 0) began 'deploy'"));
    rollout({"unlock", "--force"});
    lock("1");
    result = rollout({"status"});
    EXPECT_EQ(result.code, 4) << result.out;
    EXPECT_THAT(result.out, HasSubstr(", and did not finish"));
}

TEST_F(Status, OfAStackWhoseUsersAreNotServedIsBroken) {
    start_stack();
    engine_.call("POST", std::string("/containers/") + blue_container + "/stop");
    const auto result = rollout({"status"});
    EXPECT_EQ(result.code, 5);
    EXPECT_THAT(result.out, HasSubstr("health: broken"));
    EXPECT_THAT(result.out, HasSubstr("url: " + engine_.public_url() + "/: status 502"));
}

TEST_F(Status, OfNothingSaysHowToStart) {
    const auto result = rollout({"status"});
    EXPECT_EQ(result.code, 5);
    EXPECT_THAT(result.out, HasSubstr("rollout up"));
}

class Logs : public stack_test {};

TEST_F(Logs, CarryTheContainersName) {
    start_stack();
    engine_.write_log(blue_container, {"hello", false});
    engine_.write_log(proxy_container, {"started", true});
    const auto all = rollout({"logs"});
    EXPECT_THAT(all.out, HasSubstr("app-1    | hello\n"));
    EXPECT_THAT(all.out, HasSubstr("proxy-1  | started\n"));
    const auto one = rollout({"logs", "app"});
    EXPECT_THAT(one.out, testing::Not(HasSubstr("proxy-1")));
}

class BadInput : public stack_test {};

TEST_F(BadInput, NoEngineEndsWith69AndSaysWhereItWasLookedFor) {
    engine_.go_down();
    const auto result = up();
    EXPECT_EQ(result.code, 69);
    EXPECT_THAT(result.err, HasSubstr(engine_.socket_path()));
    const auto absent = rollout({"status", "--socket", (dir_ / "none.sock").string()});
    EXPECT_EQ(absent.code, 69);
    EXPECT_THAT(absent.err, HasSubstr("is the engine running"));
}

TEST_F(BadInput, ASocketThatRefusesEndsWith69) {
    const auto path = (dir_ / "dead.sock").string();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    ::close(socket);
    const auto result = rollout({"status", "--socket", path});
    EXPECT_EQ(result.code, 69);
    EXPECT_THAT(result.err, HasSubstr(path));
}

TEST_F(BadInput, AnEngineThatIsTooOldEndsWith69) {
    engine_.set_api_version("1.40");
    const auto result = up();
    EXPECT_EQ(result.code, 69);
    EXPECT_THAT(result.err, HasSubstr("too old: it speaks API 1.40, this needs 1.41"));
}

TEST_F(BadInput, AMissingComposeFileEndsWith64) {
    const auto result = rollout({"up", "-f", "none.yml"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("none.yml"));
    EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(BadInput, YamlThatDoesNotParseIsShownWithItsPlace) {
    dir_.write("bad.yml", "services:\n  app: {image: x\n  proxy:\n");
    const auto result = rollout({"up", "-f", "bad.yml"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("bad.yml:"));
    EXPECT_THAT(result.err, HasSubstr("^"));
}

TEST_F(BadInput, AKeyThatIsNotKnownIsNamedWithItsLine) {
    edit_compose_file("restart: unless-stopped", "restrat: unless-stopped");
    const auto result = up();
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, testing::ContainsRegex("docker-compose.yml:[0-9]+:.*restrat"));
    EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(BadInput, AMissingRoleIsNamed) {
    const auto result = rollout({"deploy"}, {{"ROLLOUT_PROXY", "web"}});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(result.err, HasSubstr("no service 'web' for the proxy"));
}

TEST_F(BadInput, ASmokeUrlThatIsNoneIsRefusedBeforeAnythingIsDone) {
    const auto result = rollout({"deploy", "--smoke-url", "ftp://h/"});
    EXPECT_EQ(result.code, 64);
    EXPECT_THAT(engine_.requests(), IsEmpty());
}

TEST_F(Up, AndDownWriteOverNoFileThatIsNoSnippet) {
    const std::string other = "worker_processes 2;\n";
    support::write_file(stack_.snippet, other);
    const auto result = up();
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("is there and is no snippet"));
    EXPECT_FALSE(engine_.has_container(proxy_container));
    EXPECT_EQ(rollout({"down"}).code, 0);
    EXPECT_EQ(support::read_file(stack_.snippet), other);
}

}  // namespace

}  // namespace flow
