#include "engine_api_fixture.hpp"

#include <engine_api/build_context.hpp>
#include <support/temp_dir.hpp>

#include <algorithm>

namespace engine_api {
namespace {

class RealContainers : public RealEngine {};

const char* const serve = R"(["serve"])";

TEST_F(RealContainers, LiveFromCreateToRemove) {
    for (const char* row :
         {"POST /containers/create", "GET /containers/{id}/json", "POST /containers/{id}/start",
          "GET /containers/json", "POST /containers/{id}/stop", "DELETE /containers/{id}"})
        covers(row);
    const auto web = name("web");
    with([&](client& engine) -> net::awaitable<void> {
        auto& containers = engine.containers();
        const auto made = co_await containers.create(web, document(serve));
        EXPECT_FALSE(made.id.empty());
        const auto created = co_await containers.inspect(web);
        EXPECT_EQ(created.id, made.id);
        EXPECT_EQ(created.name, web);
        EXPECT_FALSE(created.state.running);
        const bool first = co_await containers.start(web);
        const bool second = co_await containers.start(web);
        EXPECT_TRUE(first);
        EXPECT_FALSE(second);
        list_containers_options own;
        own.filter.add("label", own_label());
        const auto rows = co_await containers.list(own);
        EXPECT_EQ(rows.size(), 1u);
        EXPECT_EQ(rows.at(0).state, "running");
        stop_options quick;
        quick.seconds = 5;
        const bool stopped = co_await containers.stop(web, quick);
        const bool again = co_await containers.stop(web, quick);
        EXPECT_TRUE(stopped);
        EXPECT_FALSE(again);
        co_await containers.remove(web);
        const auto gone = co_await containers.find(web);
        EXPECT_FALSE(gone);
    });
}

TEST_F(RealContainers, ANameIsTakenOnce) {
    const auto web = name("web");
    EXPECT_EQ(kind_of([&](client& engine) -> net::awaitable<void> {
                  co_await engine.containers().create(web, document(serve));
                  co_await engine.containers().create(web, document(serve));
              }),
              is_podman() ? error_kind::server : error_kind::conflict);
}

TEST_F(RealContainers, ANameThatIsTakenIsAResult) {
    const auto web = name("web");
    const auto kind = kind_of([&](client& engine) -> net::awaitable<void> {
        auto& containers = engine.containers();
        const auto first = co_await containers.create_unless_taken(web, document(serve));
        EXPECT_TRUE(first);
        const auto second = co_await containers.create_unless_taken(web, document(serve));
        EXPECT_FALSE(second);
    });
    EXPECT_EQ(kind, is_podman() ? std::optional(error_kind::server) : std::nullopt);
}

TEST_F(RealContainers, ObeyKillRestartAndRename) {
    for (const char* row : {"POST /containers/{id}/kill", "POST /containers/{id}/restart",
                            "POST /containers/{id}/pause", "POST /containers/{id}/unpause",
                            "POST /containers/{id}/rename"})
        covers(row);
    const auto web = name("web");
    const auto other = name("other");
    with([&](client& engine) -> net::awaitable<void> {
        auto& containers = engine.containers();
        co_await run(engine, web, document(serve));
        stop_options quick;
        quick.seconds = 5;
        co_await containers.restart(web, quick);
        co_await containers.rename(web, other);
        const auto renamed = co_await containers.inspect(other);
        EXPECT_TRUE(renamed.state.running);
        co_await containers.pause(other);
        const auto paused = co_await containers.inspect(other);
        EXPECT_EQ(paused.state.status, "paused");
        co_await containers.unpause(other);
        co_await containers.kill(other, "SIGKILL");
        const auto ended = co_await containers.wait(other);
        EXPECT_EQ(ended.exit_code, 137);
    });
    EXPECT_EQ(kind_of([&](client& engine) -> net::awaitable<void> {
                  co_await engine.containers().kill(other);
              }),
              is_podman() ? error_kind::server : error_kind::conflict);
}

TEST_F(RealContainers, TellWhatTheyUse) {
    covers("GET /containers/{id}/stats");
    const auto web = name("web");
    with([&](client& engine) -> net::awaitable<void> {
        co_await run(engine, web, document(serve));
        auto live = co_await engine.containers().stats(web);
        const auto first = co_await live.next();
        const auto second = co_await live.next();
        EXPECT_TRUE(first && second);
        EXPECT_GE(second->cpu_ns, first->cpu_ns);
        EXPECT_GT(second->cpus, 0);
        auto once = co_await engine.containers().stats(web, false);
        const auto only = co_await once.next();
        const auto none = co_await once.next();
        EXPECT_TRUE(only && !none);
    });
}

TEST_F(RealContainers, CanBeUpdated) {
    covers("POST /containers/{id}/update");
    const auto web = name("web");
    const auto kind = kind_of([&](client& engine) -> net::awaitable<void> {
        co_await run(engine, web, document(serve));
        co_await engine.containers().update(web, R"({"RestartPolicy":{"Name":"unless-stopped"}})");
    });
    EXPECT_EQ(kind, is_podman() ? std::optional(error_kind::not_found) : std::nullopt);
}

TEST_F(RealContainers, AreWaitedForUntilTheyEnd) {
    covers("POST /containers/{id}/wait");
    const auto job = name("job");
    const auto result = with([&](client& engine) -> net::awaitable<wait_result> {
        co_await run(engine, job, document(R"(["exit","7"])"));
        co_return co_await engine.containers().wait(job, wait_condition::not_running);
    });
    EXPECT_EQ(result.exit_code, 7);
    EXPECT_EQ(result.error, "");
}

TEST_F(RealContainers, TellTheirLogsOfBothStreams) {
    covers("GET /containers/{id}/logs");
    const auto web = name("web");
    with([&](client& engine) -> net::awaitable<void> {
        co_await run(engine, web, document(serve));
        logs_options follow;
        follow.follow = true;
        auto live = co_await engine.containers().logs(web, false, follow);
        std::string out;
        std::string err;
        while (out.empty() || err.empty()) {
            const auto piece = co_await live.next();
            if (!piece) break;
            (piece->from == output::source::err ? err : out) += piece->text;
        }
        EXPECT_EQ(out, "started\n");
        EXPECT_EQ(err, "to stderr\n");
        logs_options errors;
        errors.out = false;
        errors.timestamps = true;
        errors.tail = 5;
        auto whole = co_await engine.containers().logs(web, false, errors);
        const auto text = co_await all_of(whole);
        EXPECT_TRUE(text.ends_with(" to stderr\n")) << text;
        EXPECT_EQ(text.substr(0, 2), "20");
        logs_options future;
        future.since = std::chrono::seconds(4'000'000'000);
        auto none = co_await engine.containers().logs(web, false, future);
        const auto nothing = co_await all_of(none);
        EXPECT_EQ(nothing, "");
    });
}

TEST_F(RealContainers, WithATtyLogPlainBytes) {
    const auto job = name("job");
    const auto text = with([&](client& engine) -> net::awaitable<std::string> {
        co_await run(engine, job, document(R"(["say","hello"])", R"("Tty":true)"));
        co_await engine.containers().wait(job);
        auto logs = co_await engine.containers().logs(job, true);
        co_return co_await all_of(logs);
    });
    EXPECT_EQ(text, "hello\r\n");
}

TEST_F(RealContainers, ShowTheirProcesses) {
    covers("GET /containers/{id}/top");
    const auto web = name("web");
    process_table table;
    const auto kind = kind_of([&](client& engine) -> net::awaitable<void> {
        co_await run(engine, web, document(serve));
        table = co_await engine.containers().top(web, "");
    });
    if (is_podman()) {  // its answer is empty
        EXPECT_EQ(kind, error_kind::protocol);
        return;
    }
    EXPECT_FALSE(kind);
    EXPECT_FALSE(table.titles.empty());
    EXPECT_EQ(table.rows.size(), 1u);
}

TEST_F(RealContainers, TakeAndGiveFilesWithoutRunning) {
    for (const char* row : {"PUT /containers/{id}/archive", "GET /containers/{id}/archive",
                            "HEAD /containers/{id}/archive"})
        covers(row);
    support::temp_dir dir;
    dir.write("Dockerfile", "text\n");
    const auto box = name("box");
    with([&](client& engine) -> net::awaitable<void> {
        auto& containers = engine.containers();
        co_await containers.create(box, document(serve));
        auto tar = build_context(dir.path().string(), "Dockerfile");
        co_await containers.put_archive(box, "/", std::move(tar));
        const auto stat = co_await containers.stat(box, "/Dockerfile");
        EXPECT_EQ(stat.name, "Dockerfile");
        EXPECT_EQ(stat.size, 5);
        EXPECT_FALSE(stat.is_directory);
        const auto folder = co_await containers.stat(box, "/");
        EXPECT_TRUE(folder.is_directory);
        const auto file = co_await containers.read_file(box, "/Dockerfile");
        EXPECT_EQ(file.content, "text\n");
        auto archive = co_await containers.get_archive(box, "/Dockerfile");
        std::size_t bytes = 0;
        for (;;) {
            const auto piece = co_await archive.next();
            if (!piece) break;
            bytes += piece->size();
        }
        EXPECT_GE(bytes, 1024u);
    });
    EXPECT_EQ(kind_of([&](client& engine) -> net::awaitable<void> {
                  co_await engine.containers().stat(box, "/none");
              }),
              error_kind::not_found);
}

TEST_F(RealContainers, ThatEndedArePruned) {
    covers("POST /containers/prune");
    const auto job = name("job");
    const auto gone = with([&](client& engine) -> net::awaitable<prune_result> {
        co_await run(engine, job, document(R"(["exit","0"])"));
        co_await engine.containers().wait(job);
        filters own;
        own.add("label", own_label());
        co_return co_await engine.containers().prune(own);
    });
    EXPECT_EQ(gone.deleted.size(), 1u);
}

TEST_F(RealContainers, AHealthchecksStartIntervalIsLeftOutWhereItIsUnknown) {
    const auto web = name("web");
    const auto made = with([&](client& engine) -> net::awaitable<created_container> {
        co_return co_await engine.containers().create(
            web, document(serve, R"("Healthcheck":{"Test":["CMD","/probe","exit","0"],)"
                                 R"("Interval":1000000000,"StartPeriod":1000000000,)"
                                 R"("StartInterval":1000000000})"));
    });
    const bool told = std::any_of(made.warnings.begin(), made.warnings.end(), [](const auto& w) {
        return w.find("StartInterval is left out") != std::string::npos;
    });
    EXPECT_EQ(told, !at_least(44));
}

TEST_F(RealContainers, AreAttachedToBeforeTheyStart) {
    covers("POST /containers/{id}/attach");
    const auto text = with([&](client& engine) -> net::awaitable<std::string> {
        const auto made = co_await engine.containers().create(
            name("copy"), document(R"(["copy"])", R"("OpenStdin":true,"StdinOnce":true)"));
        attach_options all;
        all.in = true;
        auto stream = co_await engine.containers().attach(made.id, false, all);
        co_await engine.containers().start(made.id);
        co_await stream.write("some input\n");
        co_await stream.close_stdin();
        co_return co_await all_of(stream);
    });
    EXPECT_EQ(text, "some input\nend of input\n");
}

TEST_F(RealContainers, SeeTheirTerminalChange) {
    covers("POST /containers/{id}/resize");
    const auto text = with([&](client& engine) -> net::awaitable<std::string> {
        const auto made = co_await engine.containers().create(
            name("size"), document(R"(["size"])", R"("Tty":true)"));
        auto stream = co_await engine.containers().attach(made.id, true);
        co_await engine.containers().start(made.id);
        co_await stream.next();  // it runs
        co_await engine.containers().resize(made.id, terminal_size(33, 99));
        co_return co_await all_of(stream);
    });
    EXPECT_NE(text.find("33 x 99"), std::string::npos) << text;
}

}  // namespace
}  // namespace engine_api
