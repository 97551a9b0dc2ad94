#include "row.hpp"

namespace engine_api {
namespace {

const std::string done = "HTTP/1.1 204 No Content\r\n\r\n";

TEST(ContainersRow, List) {
    const auto rows =
        row("GET /containers/json",
            wire("GET /v1.41/containers/json?all=1&filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D"),
            plain(R"([{"Id":"1","Names":["/n"],"State":"running"}])"), [](client& engine) {
                list_containers_options o;
                o.all = true;
                o.filter.add("label", "a=b");
                return engine.containers().list(o);
            });
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].names, std::vector<std::string>{"n"});
}

TEST(ContainersRow, Create) {
    const auto made = row(
        "POST /containers/create",
        with_json("POST /v1.41/containers/create?name=web%2F1", R"({"Image":"app:1"})"),
        plain(R"({"Id":"abc","Warnings":["slow"]})", "201 Created"),
        [](client& engine) { return engine.containers().create("web/1", R"({"Image":"app:1"})"); });
    EXPECT_EQ(made.id, "abc");
    EXPECT_EQ(made.warnings, std::vector<std::string>{"slow"});
}

TEST(ContainersRow, CreateForAPlatform) {
    row("POST /containers/create",
        with_json("POST /v1.41/containers/create?name=web&platform=linux%2Farm64",
                  R"({"Image":"app:1"})"),
        plain(R"({"Id":"abc","Warnings":null})", "201 Created"), [](client& engine) {
            create_options o;
            o.platform = "linux/arm64";
            return engine.containers().create("web", R"({"Image":"app:1"})", o);
        });
}

TEST(ContainersRow, CreateTellsWhatItLeftOutForAnOldEngine) {
    const auto made =
        row("POST /containers/create",
            with_json("POST /v1.41/containers/create", R"({"Healthcheck":{}})"),
            plain(R"({"Id":"abc","Warnings":null})", "201 Created"), [](client& engine) {
                return engine.containers().create("", R"({"Healthcheck":{"StartInterval":7}})");
            });
    ASSERT_EQ(made.warnings.size(), 1u);
    EXPECT_NE(made.warnings[0].find("API 1.44"), std::string::npos);
}

TEST(ContainersRow, Inspect) {
    const auto c = row("GET /containers/{id}/json", wire("GET /v1.41/containers/a%20b/json"),
                       plain(R"({"Id":"1","Name":"/web"})"),
                       [](client& engine) { return engine.containers().inspect("a b"); });
    EXPECT_EQ(c.name, "web");
}

TEST(ContainersRow, Start) {
    const auto start = [](client& engine) { return engine.containers().start("x"); };
    const auto sent = without_body("POST /v1.41/containers/x/start");
    EXPECT_TRUE(row("POST /containers/{id}/start", sent, done, start));
    EXPECT_FALSE(
        row("POST /containers/{id}/start", sent, "HTTP/1.1 304 Not Modified\r\n\r\n", start));
}

TEST(ContainersRow, Stop) {
    const auto stop = [](client& engine) {
        stop_options o;
        o.seconds = 5;
        return engine.containers().stop("x", o);
    };
    const auto sent = without_body("POST /v1.41/containers/x/stop?t=5");
    EXPECT_TRUE(row("POST /containers/{id}/stop", sent, done, stop));
    EXPECT_FALSE(
        row("POST /containers/{id}/stop", sent, "HTTP/1.1 304 Not Modified\r\n\r\n", stop));
}

TEST(ContainersRow, Restart) {
    row("POST /containers/{id}/restart", without_body("POST /v1.41/containers/x/restart"), done,
        [](client& engine) { return engine.containers().restart("x"); });
}

TEST(ContainersRow, ASignalOfOnesOwnIsRefusedBeforeItIsSentToAnOldEngine) {
    script_server server({answering(done)});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        stop_options o;
        o.signal = "SIGINT";
        co_await engine.containers().stop("x", o);
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::unsupported);
    EXPECT_NE(failed->text.find("needs API 1.42, this engine speaks 1.41"), std::string::npos);
    EXPECT_EQ(server.connections(), 0u);
}

TEST(ContainersRow, Kill) {
    row("POST /containers/{id}/kill", without_body("POST /v1.41/containers/x/kill?signal=SIGHUP"),
        done, [](client& engine) { return engine.containers().kill("x", "SIGHUP"); });
}

TEST(ContainersRow, PauseAndUnpause) {
    row("POST /containers/{id}/pause", without_body("POST /v1.41/containers/x/pause"), done,
        [](client& engine) { return engine.containers().pause("x"); });
    row("POST /containers/{id}/unpause", without_body("POST /v1.41/containers/x/unpause"), done,
        [](client& engine) { return engine.containers().unpause("x"); });
}

TEST(ContainersRow, Stats) {
    const auto used = row(
        "GET /containers/{id}/stats", wire("GET /v1.41/containers/x/stats?stream=1"),
        chunked_head +
            chunk(R"({"cpu_stats":{"cpu_usage":{"total_usage":300},"system_cpu_usage":900,)"
                  R"("online_cpus":2},"precpu_stats":{"cpu_usage":{"total_usage":100},)"
                  R"("system_cpu_usage":500},"memory_stats":{"usage":70,"limit":100,)"
                  R"("stats":{"inactive_file":20}},"networks":{"eth0":{"rx_bytes":5,"tx_bytes":6},)"
                  R"("eth1":{"rx_bytes":1,"tx_bytes":2}},"blkio_stats":)"
                  R"({"io_service_bytes_recursive":[{"op":"Read","value":7},{"op":"write",)"
                  "\"value\":8}]},\"pids_stats\":{\"current\":3}}\n") +
            last_chunk,
        [](client& engine) -> net::awaitable<container_stats> {
            auto stats = co_await engine.containers().stats("x");
            const auto first = co_await stats.next();
            const auto none = co_await stats.next();
            EXPECT_FALSE(none);
            co_return *first;
        });
    EXPECT_EQ(used.cpu_ns - used.cpu_ns_before, 200);
    EXPECT_EQ(used.system_ns - used.system_ns_before, 400);
    EXPECT_EQ(used.cpus, 2);
    EXPECT_EQ(used.memory, 50);
    EXPECT_EQ(used.memory_limit, 100);
    EXPECT_EQ(used.received, 6);
    EXPECT_EQ(used.sent, 8);
    EXPECT_EQ(used.read, 7);
    EXPECT_EQ(used.written, 8);
    EXPECT_EQ(used.processes, 3);
}

TEST(ContainersRow, NotModifiedIsAnErrorWhereItIsNoAnswer) {
    script_server server({answering("HTTP/1.1 304 Not Modified\r\n\r\n")});
    const auto failed =
        failure_with(server.url(), [](client& e) { return e.containers().kill("x"); });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::not_modified);
}

TEST(ContainersRow, Rename) {
    row("POST /containers/{id}/rename", without_body("POST /v1.41/containers/x/rename?name=y"),
        done, [](client& engine) { return engine.containers().rename("x", "y"); });
}

TEST(ContainersRow, Update) {
    const auto warnings = row("POST /containers/{id}/update",
                              with_json("POST /v1.41/containers/x/update", R"({"CpuShares":2})"),
                              plain(R"({"Warnings":["w"]})"), [](client& engine) {
                                  return engine.containers().update("x", R"({"CpuShares":2})");
                              });
    EXPECT_EQ(warnings, std::vector<std::string>{"w"});
}

TEST(ContainersRow, Wait) {
    const auto result = row(
        "POST /containers/{id}/wait",
        without_body("POST /v1.41/containers/x/wait?condition=next-exit"),
        chunked_head + chunk(R"({"StatusCode":3,"Error":{"Message":"gone"}})") + last_chunk,
        [](client& engine) { return engine.containers().wait("x", wait_condition::next_exit); });
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_EQ(result.error, "gone");
}

TEST(Containers, AWatchHasBegunBeforeItsResultIsThere) {
    script_server server(
        {{support::expect_head(), support::send(chunked_head), support::pause(must_expire),
          support::send(chunk(R"({"StatusCode":4})") + last_chunk)}});
    const auto result =
        with_client(server.url(), [](client& engine) -> net::awaitable<wait_result> {
            auto watch = co_await engine.containers().watch_exit("x", wait_condition::removed);
            co_return co_await watch.result();
        });
    EXPECT_EQ(result.exit_code, 4);
}

TEST(ContainersRow, Remove) {
    row("DELETE /containers/{id}",
        wire("DELETE /v1.41/containers/x?force=1&v=1", "Content-Length: 0\r\n"), done,
        [](client& engine) {
            remove_options o;
            o.force = o.volumes = true;
            return engine.containers().remove("x", o);
        });
}

TEST(ContainersRow, Logs) {
    const auto text =
        row("GET /containers/{id}/logs",
            wire("GET /v1.41/containers/x/logs?stdout=1&stderr=1&follow=1&timestamps=1&tail=5"
                 "&since=100.050000000&until=200"),
            chunked_head + chunk(frame(1, "a\n") + frame(2, "b\n")) + last_chunk,
            [](client& engine) -> net::awaitable<std::string> {
                logs_options o;
                o.follow = o.timestamps = true;
                o.tail = 5;
                o.since = std::chrono::milliseconds(100'050);
                o.until = std::chrono::seconds(200);
                auto logs = co_await engine.containers().logs("x", false, o);
                std::string all;
                for (;;) {
                    const auto piece = co_await logs.next();
                    if (!piece) co_return all;
                    all += (piece->from == output::source::err ? "err " : "out ") + piece->text;
                }
            });
    EXPECT_EQ(text, "out a\nerr b\n");
}

TEST(ContainersRow, Attach) {
    script_server server(
        {{support::expect_head(), support::send(upgrade_head), support::expect("typed"),
          support::send(frame(1, "out") + frame(2, "err")), support::close()},
         answering(plain("{}", "404 Not Found"))});
    const auto text = with_client(server.url(), [](client& engine) -> net::awaitable<std::string> {
        attach_options o;
        o.in = o.logs = true;
        o.detach_keys = "ctrl-a";
        auto stream = co_await engine.containers().attach("x", false, o);
        co_await stream.write("typed");
        std::string all;
        for (;;) {
            const auto piece = co_await stream.next();
            if (!piece) co_return all;
            all += piece->text;
        }
    });
    EXPECT_EQ(text, "outerr");
    EXPECT_EQ(server.received(0),
              wire("POST /v1.41/containers/x/attach?stream=1&logs=1&stdin=1&stdout=1&stderr=1"
                   "&detachKeys=ctrl-a",
                   "Connection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n", "typed"));
    EXPECT_TRUE(fits("POST /containers/{id}/attach", server.received(0)));
    EXPECT_EQ(server.received(1), wire("GET /v1.41/containers/x/json"));
}

// Also one that is removed as it ends is known to have ended: the engine says so.
TEST(Containers, AnEngineThatDiesWhileAttachedIsNoEndOfTheOutput) {
    script_server server(
        {{support::expect_head(), support::send(upgrade_head + frame(1, "half")), support::close()},
         {support::expect_head(), support::close()}});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        auto stream = co_await engine.containers().attach("x", false);
        while (co_await stream.next())
            continue;
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::protocol);
}

TEST(ContainersRow, Resize) {
    row("POST /containers/{id}/resize", without_body("POST /v1.41/containers/x/resize?h=40&w=120"),
        plain(""), [](client& engine) -> net::awaitable<void> {
            co_await engine.containers().resize("x", terminal_size(40, 120));
        });
}

TEST(ContainersRow, Top) {
    const auto table =
        row("GET /containers/{id}/top", wire("GET /v1.41/containers/x/top?ps_args=-o%20pid"),
            plain(R"({"Titles":["PID"],"Processes":[["1"]]})"),
            [](client& engine) { return engine.containers().top("x", "-o pid"); });
    EXPECT_EQ(table.rows[0][0], "1");
}

TEST(ContainersRow, StatPath) {
    // {"name":"f","size":7,"mode":420,"mtime":"1970-01-01T00:00:01.5Z"}
    const auto stat = row("HEAD /containers/{id}/archive",
                          wire("HEAD /v1.41/containers/x/archive?path=%2Fetc%2Ff"),
                          "HTTP/1.1 200 OK\r\nX-Docker-Container-Path-Stat: "
                          "eyJuYW1lIjoiZiIsInNpemUiOjcsIm1vZGUiOjQyMCwibXRpbWUiOiIxOTcwLTAxLTAxVDAw"
                          "OjAwOjAxLjVaIn0=\r\nContent-Length: 99\r\n\r\n",
                          [](client& engine) { return engine.containers().stat("x", "/etc/f"); });
    EXPECT_EQ(stat.name, "f");
    EXPECT_EQ(stat.size, 7);
    EXPECT_EQ(stat.permissions, 0644u);
    EXPECT_EQ(stat.modified.time_since_epoch(), std::chrono::milliseconds(1500));
}

TEST(ContainersRow, GetArchive) {
    const auto bytes =
        row("GET /containers/{id}/archive", wire("GET /v1.41/containers/x/archive?path=%2Fetc"),
            chunked_head + chunk("tar bytes") + last_chunk,
            [](client& engine) -> net::awaitable<std::string> {
                auto tar = co_await engine.containers().get_archive("x", "/etc");
                std::string all;
                for (;;) {
                    const auto piece = co_await tar.next();
                    if (!piece) co_return all;
                    all += *piece;
                }
            });
    EXPECT_EQ(bytes, "tar bytes");
}

TEST(ContainersRow, PutArchive) {
    row("PUT /containers/{id}/archive",
        with_chunks("PUT /v1.41/containers/x/archive?path=%2Fdata&noOverwriteDirNonDir=1", "tar"),
        plain(""), [](client& engine) -> net::awaitable<void> {
            put_options o;
            o.no_overwrite_dir_non_dir = true;
            co_await engine.containers().put_archive("x", "/data", body_of("tar"), o);
        });
}

TEST(ContainersRow, ARefusalThatComesWhileTheBodyIsSentIsRead) {
    script_server server({{support::expect_head(),
                           support::send(plain(R"({"message":"no such path"})", "404 Not Found")),
                           support::hold()}});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await engine.containers().put_archive("x", "/", body_of(std::string(8'000'000, 'x')));
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::not_found);
    EXPECT_EQ(failed->text, "no such path (PUT /v1.41/containers/x/archive: 404)");
}

TEST(ContainersRow, Prune) {
    const auto gone = row(
        "POST /containers/prune",
        without_body("POST /v1.41/containers/prune?filters=%7B%22until%22%3A%5B%2210m%22%5D%7D"),
        plain(R"({"ContainersDeleted":["a","b"],"SpaceReclaimed":5})"), [](client& engine) {
            filters f;
            f.add("until", "10m");
            return engine.containers().prune(f);
        });
    EXPECT_EQ(gone.deleted.size(), 2u);
    EXPECT_EQ(gone.space_reclaimed, 5);
}

TEST(Containers, AnEmptyIdIsRefusedBeforeAnythingIsSent) {
    script_server server({answering(done)});
    for (const char* id : {"", "  "}) {
        const auto failed =
            failure_with(server.url(), [id](client& engine) -> net::awaitable<void> {
                co_await engine.containers().inspect(id);
            });
        ASSERT_TRUE(failed);
        EXPECT_EQ(failed->kind, error_kind::bad_request);
        EXPECT_EQ(failed->text, "the container's id or name is empty");
    }
    EXPECT_EQ(server.connections(), 0u);
}

TEST(Containers, StatusesBecomeKinds) {
    const std::pair<const char*, error_kind> table[] = {
        {"400 Bad Request", error_kind::bad_request},
        {"401 Unauthorized", error_kind::permission},
        {"403 Forbidden", error_kind::permission},
        {"404 Not Found", error_kind::not_found},
        {"406 Not Acceptable", error_kind::bad_request},
        {"409 Conflict", error_kind::conflict},
        {"500 Internal Server Error", error_kind::server},
        {"503 Service Unavailable", error_kind::server},
        {"302 Found", error_kind::protocol}};
    for (const auto& [status, kind] : table) {
        script_server server({answering(plain(R"({"message":"words"})", status))});
        const auto failed = failure_with(server.url(), [](client& e) { return list_all(e); });
        ASSERT_TRUE(failed) << status;
        EXPECT_EQ(failed->kind, kind) << status;
        EXPECT_EQ(failed->text.substr(0, 6), "words ");
    }
}

TEST(Containers, AnAnswerOfAnotherShapeIsAProtocolError) {
    for (const char* body : {"", "{", "null", "3", "\"x\"", R"([{"Id":5}])"}) {
        script_server server({answering(plain(body))});
        const auto failed = failure_with(server.url(), [](client& e) { return list_all(e); });
        ASSERT_TRUE(failed) << body;
        EXPECT_EQ(failed->kind, error_kind::protocol) << body;
        EXPECT_NE(failed->text.find("GET /v1.41/containers/json"), std::string::npos);
    }
}

}  // namespace
}  // namespace engine_api
