// The played nginx in the sample stack: test, reload, generations, and who answers at the public
// port.
#include "engine_fixture.hpp"

#include <support/sample_stack.hpp>
#include <support/temp_dir.hpp>

namespace support {
namespace {

class Nginx : public FakeEngine {
  protected:
    Nginx() : stack(seed_sample_stack(engine, dir.path())) {}

    struct outcome {
        int exit_code;
        std::string text;
    };
    outcome exec(const std::vector<std::string>& argv) const {
        json body{{"Cmd", argv}, {"AttachStdout", true}, {"AttachStderr", true}, {"Tty", true}};
        const std::string id = json::parse(
            ask("POST", "/containers/" + stack.proxy + "/exec", body.dump()).body)["Id"];
        auto text = ask("POST", "/exec/" + id + "/start", "{\"Tty\":true}").body;
        return {get("/exec/" + id + "/json")["ExitCode"], text};
    }
    void point_at(const std::string& host) const {
        write_file(stack.snippet, "server " + host + ":8000;\n");
    }
    void run_green(std::vector<std::string> env = {"APP_REPLICA_ID=green", "APP_VERSION=2"}) const {
        json body = on_network("rollout_edge", "app_green");
        body["Image"] = "rollout-app";
        body["Env"] = std::move(env);
        body["Labels"]["com.docker.compose.service"] = "app_green";
        run("green", body);
    }
    void set_delays(milliseconds reload, milliseconds handover, milliseconds drain) {
        nginx_options options;
        options.reload_delay = reload;
        options.handover = handover;
        options.drain = drain;
        engine.set_nginx(options);
    }
    raw_reply visit(const std::string& path = "/", const std::string& headers = "") const {
        return raw_client::loopback(engine.public_port()).exchange("GET", path, "", headers);
    }
    // The color that answers; the status when none does.
    std::string who(const std::string& headers = "") const {
        const auto answer = visit("/", headers);
        return answer.status == 200 ? json::parse(answer.body)["replica"].get<std::string>()
                                    : std::to_string(answer.status);
    }
    bool reload_and_see(int number) const {
        return exec({"nginx", "-s", "reload"}).exit_code == 0 && reaches_generation(number);
    }
    // What the checked-in snippet says: names are looked up for each request.
    void resolve_later(const std::string& host) const {
        write_file(stack.snippet, "server " + host + ":8000 resolve;\n");
    }
    void open_preview(const std::string& host) const {
        write_file(stack.snippet.parent_path() / "preview.conf", "\"s3cret\" " + host + ":8000;\n");
    }
    std::vector<std::string> titles() const {
        std::vector<std::string> made;
        const auto told = get("/containers/" + stack.proxy + "/top?ps_args=-o%20pid,ppid,args");
        for (const auto& row : told["Processes"]) {
            made.push_back(row[2]);
        }
        return made;
    }
    /// What comes later on the engine's own clock is done later.
    void wait_for_what_is_due_in(milliseconds pause) {
        engine.inject("GET", "/_ping", support::fault::delay(pause + milliseconds{1}));
        raw_client::unix_socket(engine.socket_path()).exchange("GET", "/_ping");
    }
    bool reaches_generation(int number) const {
        return poll_until([&] {
            const auto seen = engine.nginx_of(stack.proxy);
            return seen.generation == number && seen.workers.size() == 2;
        });
    }

    temp_dir dir;
    sample_stack stack;
};

TEST_F(Nginx, TestAcceptsTheConfigurationSeenThroughTheMount) {
    const auto result = exec({"nginx", "-t"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_EQ(result.text,
              "nginx: the configuration file /etc/nginx/nginx.conf syntax is ok\r\n"
              "nginx: configuration file /etc/nginx/nginx.conf test is successful\r\n");
}

TEST_F(Nginx, TestRefusesAHostThatDoesNotRun) {
    point_at("app_green");
    auto result = exec({"nginx", "-t"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(result.text.find("nginx: [emerg] host not found in upstream \"app_green:8000\" in "
                               "/etc/nginx/conf.d/upstream.conf:1\r\n"
                               "nginx: configuration file /etc/nginx/nginx.conf test failed\r\n"),
              std::string::npos)
        << result.text;
    run_green();
    EXPECT_EQ(exec({"nginx", "-t"}).exit_code, 0);
}

TEST_F(Nginx, ReloadReturnsBeforeTheNewWorkersServe) {
    set_delays(never_expires, milliseconds{1}, milliseconds{1});
    run_green();
    point_at("app_green");
    const auto result = exec({"nginx", "-s", "reload"});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_NE(result.text.find("signal process started"), std::string::npos);
    EXPECT_EQ(json::parse(visit().body)["replica"], "blue");
    EXPECT_EQ(engine.answered_by("app"), 1u);
}

TEST_F(Nginx, NewWorkersServeWhatTheFilesSay) {
    set_delays(milliseconds{1}, milliseconds{1}, milliseconds{1});
    run_green();
    point_at("app_green");
    exec({"nginx", "-s", "reload"});
    EXPECT_TRUE(reaches_generation(2));
    EXPECT_EQ(visit().body, "{\"replica\":\"green\",\"version\":\"2\"}");
    EXPECT_EQ(engine.answered_by("app_green"), 1u);
    EXPECT_EQ(engine.public_answers().back().generation, 2);
}

// A reload that has read the files serves what they said, and one that is asked for meanwhile
// follows.
TEST_F(Nginx, AReloadThatTakesTimeServesWhatTheFilesSaidWhenItBegan) {
    support::nginx_options slow;
    slow.reload_delay = milliseconds{1};
    slow.lookup = milliseconds{2'000};
    engine.set_nginx(slow);
    run_green();
    point_at("app_green");
    exec({"nginx", "-s", "reload"});
    wait_for_what_is_due_in(slow.reload_delay);
    point_at("app");
    for (int i = 0; i < 3; ++i)
        exec({"nginx", "-s", "reload"});
    EXPECT_TRUE(reaches_generation(2));
    EXPECT_EQ(engine.nginx_of(stack.proxy).upstream.front(), "app_green:8000");
    EXPECT_TRUE(reaches_generation(3));
    EXPECT_EQ(engine.nginx_of(stack.proxy).upstream.front(), "app:8000");
    EXPECT_EQ(engine.nginx_of(stack.proxy).reloads, 4u);
}

TEST_F(Nginx, OldWorkersCarryTheirTitleAndThenGo) {
    set_delays(milliseconds{0}, milliseconds{0}, never_expires);
    const auto before = engine.nginx_of(stack.proxy);
    EXPECT_EQ(titles(),
              (std::vector<std::string>{"nginx: master process nginx -g daemon off;",
                                        "nginx: worker process", "nginx: worker process"}));
    exec({"nginx", "-s", "reload"});
    EXPECT_TRUE(
        poll_until([&] { return titles()[1] == "nginx: worker process is shutting down"; }));
    EXPECT_EQ(titles()[3], "nginx: worker process");
    const auto seen = engine.nginx_of(stack.proxy);
    EXPECT_EQ(seen.master, before.master);
    EXPECT_NE(seen.workers.back().pid, before.workers.back().pid);
    set_delays(milliseconds{0}, milliseconds{0}, milliseconds{1});
    exec({"nginx", "-s", "reload"});
    EXPECT_TRUE(reaches_generation(3));
}

TEST_F(Nginx, OldWorkersAcceptUntilTheyAreTold) {
    set_delays(milliseconds{0}, never_expires, milliseconds{0});
    run_green();
    point_at("app_green");
    exec({"nginx", "-s", "reload"});
    EXPECT_TRUE(poll_until([&] { return engine.nginx_of(stack.proxy).workers.size() == 4; }));
    EXPECT_EQ(titles()[1], "nginx: worker process");
    EXPECT_EQ(json::parse(visit().body)["replica"], "blue");
}

TEST_F(Nginx, AKeepAliveConnectionStaysWithItsGenerationForOneMoreAnswer) {
    set_delays(milliseconds{0}, milliseconds{0}, never_expires);
    run_green();
    point_at("app_green");
    auto client = raw_client::loopback(engine.public_port());
    EXPECT_EQ(client.exchange("GET", "/").header("Connection"), "");
    exec({"nginx", "-s", "reload"});
    EXPECT_TRUE(poll_until([&] { return engine.nginx_of(stack.proxy).workers[0].shutting_down; }));
    const auto last = client.exchange("GET", "/");
    EXPECT_EQ(json::parse(last.body)["replica"], "blue");
    EXPECT_EQ(last.header("Connection"), "close");
    EXPECT_EQ(json::parse(visit().body)["replica"], "green");
}

TEST_F(Nginx, ARefusedReloadLooksLikeAGoodOne) {
    nginx_options options;
    options.refuse_reload = true;
    engine.set_nginx(options);
    run_green();
    point_at("app_green");
    EXPECT_EQ(exec({"nginx", "-s", "reload"}).exit_code, 0);
    const auto seen = engine.nginx_of(stack.proxy);
    EXPECT_EQ(seen.reloads, 1u);
    EXPECT_EQ(seen.generation, 1);
    EXPECT_EQ(json::parse(visit().body)["replica"], "blue");
}

TEST_F(Nginx, ReloadOfABadConfigurationFailsAtOnce) {
    point_at("nobody");
    const auto result = exec({"nginx", "-s", "reload"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_NE(result.text.find("host not found in upstream"), std::string::npos);
    EXPECT_EQ(engine.nginx_of(stack.proxy).reloads, 0u);
}

TEST_F(Nginx, ServesWhatIsLoadedNotWhatIsWritten) {
    point_at("nobody");
    EXPECT_EQ(json::parse(visit().body)["replica"], "blue");
    EXPECT_EQ(engine.nginx_of(stack.proxy).upstream, std::vector<std::string>{"app:8000"});
}

TEST_F(Nginx, AnswersBadGatewayWithoutItsUpstream) {
    engine.call("POST", "/containers/" + stack.blue + "/stop");
    EXPECT_EQ(visit().status, 502);
    EXPECT_EQ(engine.public_answers()[0].service, "");
}

TEST_F(Nginx, StartsWithANameThatNobodyHasYetAndFindsItLater) {
    resolve_later("app_green");
    EXPECT_EQ(exec({"nginx", "-t"}).exit_code, 0);
    engine.call("POST", "/containers/" + stack.proxy + "/restart");
    EXPECT_EQ(engine.container(stack.proxy).status, "running");
    EXPECT_EQ(engine.nginx_of(stack.proxy).upstream, std::vector<std::string>{"app_green:8000"});
    EXPECT_EQ(who(), "502");
    run_green();
    EXPECT_EQ(who(), "green");
}

TEST_F(Nginx, FollowsARecreatedContainerOnlyWhereTheNameIsResolvedAgain) {
    run_green();
    const auto recreate = [&] {
        engine.call("DELETE", "/containers/green?force=1");
        run_green();
    };
    resolve_later("app_green");
    ASSERT_TRUE(reload_and_see(2));
    recreate();
    EXPECT_EQ(who(), "green");
    point_at("app_green");
    ASSERT_TRUE(reload_and_see(3));
    recreate();
    EXPECT_EQ(who(), "502");
}

// What a cutover under load would lose, and what spares it.
TEST_F(Nginx, NewWorkersKnowANameOfTheirsOnlyOnceItIsLookedUp) {
    nginx_options slow;
    slow.first_lookup = never_expires;
    engine.set_nginx(slow);
    run_green();
    resolve_later("app");
    ASSERT_TRUE(reload_and_see(2));
    EXPECT_EQ(who(), "blue") << "the workers before them knew it";
    resolve_later("app_green");
    ASSERT_TRUE(reload_and_see(3));
    EXPECT_EQ(who(), "502");
    write_file(stack.snippet, "server app_green:8000 resolve; server app_green:8000 backup;\n");
    ASSERT_TRUE(reload_and_see(4));
    EXPECT_EQ(who(), "green") << "known before";
    write_file(stack.snippet, "server app:8000 resolve; server app:8000 backup;\n");
    ASSERT_TRUE(reload_and_see(5));
    EXPECT_EQ(who(), "blue") << "the backup has its address from the load";
    EXPECT_EQ(engine.nginx_of(stack.proxy).upstream, std::vector<std::string>{"app:8000"});
}

TEST_F(Nginx, ABackupIsAskedOnlyInTheAbsenceOfTheOthers) {
    run_green();
    write_file(stack.snippet, "server app:8000 resolve; server app_green:8000 backup;\n");
    ASSERT_TRUE(reload_and_see(2));
    EXPECT_EQ(who(), "blue");
    EXPECT_EQ(who(), "blue");
    engine.call("POST", "/containers/" + stack.blue + "/stop");
    EXPECT_EQ(who(), "green");
}

TEST_F(Nginx, ThePreviewLeadsToTheIdleColorForWhoKnowsTheSecret) {
    const std::string secret = "X-Rollout-Preview: s3cret\r\n";
    run_green();
    open_preview("app_green");
    EXPECT_EQ(who(secret), "blue") << "before the reload";
    ASSERT_TRUE(reload_and_see(2));
    EXPECT_EQ(who(secret), "green");
    EXPECT_EQ(who(), "blue");
    EXPECT_EQ(who("X-Rollout-Preview: guess\r\n"), "blue");
    EXPECT_EQ(engine.nginx_of(stack.proxy).upstream, std::vector<std::string>{"app:8000"});
    EXPECT_EQ(engine.answered_by("app_green"), 1u);
}

TEST_F(Nginx, APreviewOfAColorThatIsNotThereIsAnErrorForWhoAsksForIt) {
    open_preview("app_green");
    ASSERT_TRUE(reload_and_see(2));
    EXPECT_EQ(who("X-Rollout-Preview: s3cret\r\n"), "502");
    EXPECT_EQ(who(), "blue");
}

TEST_F(Nginx, TheAppsAnswerIsProgrammable) {
    engine.change(stack.blue, [](behaviour& how) {
        how.http_status = 500;
        how.http_body = "broken";
    });
    const auto answer = visit();
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, "broken");
    EXPECT_EQ(visit("/health").body, "ok");
    EXPECT_EQ(visit("/ready").body, "ready");
    EXPECT_EQ(visit("/else").status, 404);
}

TEST_F(Nginx, TheAppFollowsTheSampleAppsSwitches) {
    run_green({"APP_FAIL_EVERY=2", "APP_BODY=maintenance"});
    point_at("app_green");
    exec({"nginx", "-s", "reload"});
    ASSERT_TRUE(reaches_generation(2));
    EXPECT_EQ(visit().body, "maintenance");
    EXPECT_EQ(visit("/health").status, 200);
    EXPECT_EQ(visit().status, 500);
    EXPECT_EQ(visit().status, 200);
}

TEST_F(Nginx, TheAppFailsFromALaterTimeOnWhenItIsToldTo) {
    run_green({"APP_FAIL_AFTER_SECONDS=0.001"});
    point_at("app_green");
    exec({"nginx", "-s", "reload"});
    ASSERT_TRUE(reaches_generation(2));
    EXPECT_TRUE(poll_until([&] { return visit().status == 500; }));
    EXPECT_EQ(visit("/ready").status, 200);
}

TEST_F(Nginx, APublicConnectionIsResetWithoutAProxy) {
    engine.call("POST", "/containers/" + stack.proxy + "/stop");
    EXPECT_TRUE(visit().reset);
    engine.call("POST", "/containers/" + stack.proxy + "/start");
    EXPECT_EQ(visit().status, 200);
}

TEST_F(Nginx, DoesNotStartOnABadConfiguration) {
    engine.call("POST", "/containers/" + stack.proxy + "/stop");
    point_at("nobody");
    EXPECT_EQ(engine.call("POST", "/containers/" + stack.proxy + "/start").status, 204u);
    EXPECT_EQ(engine.container(stack.proxy).status, "restarting");
    const auto log = ask("GET", "/containers/" + stack.proxy + "/logs?stderr=1").body;
    EXPECT_NE(log.find("nginx: [emerg] host not found in upstream \"nobody:8000\""),
              std::string::npos);
    point_at("app");
    EXPECT_TRUE(gets_status(stack.proxy, "running"));
}

TEST_F(Nginx, HangupReloads) {
    EXPECT_EQ(ask("POST", "/containers/" + stack.proxy + "/kill?signal=SIGHUP").status, 204);
    EXPECT_TRUE(reaches_generation(2));
}

TEST_F(Nginx, ReadsBareSnippetsWhereNoMainConfigurationIsMounted) {
    engine.play_nginx(selector::by_name("other"));
    json body = on_network("rollout_edge", "other");
    body["HostConfig"]["Binds"] = {stack.snippet.parent_path().string() + ":/etc/nginx/conf.d:ro"};
    run("other", body);
    EXPECT_EQ(engine.nginx_of("other").upstream, std::vector<std::string>{"app:8000"});
    EXPECT_THROW(engine.nginx_of(stack.blue), std::out_of_range);
}

TEST_F(Nginx, TheSampleStackIsComplete) {
    EXPECT_EQ(engine.container("rollout-app-1").health, "healthy");
    EXPECT_EQ(engine.container("rollout-proxy-1").labels["com.docker.compose.service"], "proxy");
    EXPECT_EQ(get("/networks/rollout_edge")["Containers"].size(), 2u);
    EXPECT_EQ(read_file(stack.snippet), "server app:8000 resolve;\n");
    EXPECT_EQ(read_file(stack.snippet.parent_path() / "preview.conf"), "# no preview\n");
    EXPECT_FALSE(std::filesystem::exists(stack.state_file));
}

}  // namespace
}  // namespace support
