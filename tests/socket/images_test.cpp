#include "row.hpp"

namespace engine_api {
namespace {

net::awaitable<std::string> texts_of(progress_stream stream) {
    std::string all;
    for (;;) {
        const auto step = co_await stream.next();
        if (!step) co_return all;
        all += step->text + step->status + '|';
    }
}

const std::string progress =
    chunked_head +
    chunk(R"({"status":"Pulling","id":"l1","progressDetail":{"current":5,"total":9}})"
          "\r\n") +
    chunk("{\"stream\":\"Step 1") + chunk(" : FROM x\\n\"}\r\n") + last_chunk;
const std::string progress_text = "Pulling|Step 1 : FROM x\n|";

TEST(ImagesRow, List) {
    const auto rows = row(
        "GET /images/json", wire("GET /v1.41/images/json?all=1"),
        plain(R"([{"Id":"sha256:a","RepoTags":["app:1"],"RepoDigests":null,"Created":5,"Size":9,)"
              R"("Labels":{"k":"v"}}])"),
        [](client& engine) {
            list_images_options o;
            o.all = true;
            return engine.images().list(o);
        });
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].tags, std::vector<std::string>{"app:1"});
    EXPECT_EQ(rows[0].size, 9);
    EXPECT_EQ(rows[0].labels.at("k"), "v");
}

TEST(ImagesRow, Inspect) {
    const auto image =
        row("GET /images/{name}/json", wire("GET /v1.41/images/host:5000/team/app:1/json"),
            plain(R"({"Id":"sha256:a","RepoTags":["x"],"Os":"linux","Config":{"Labels":{"k":"v"}},)"
                  R"("Variant":"v7","Metadata":{"LastTagTime":"1970-01-01T00:00:02Z"}})"),
            [](client& engine) { return engine.images().inspect("host:5000/team/app:1"); });
    EXPECT_EQ(image.id, "sha256:a");
    EXPECT_EQ(image.os, "linux");
    EXPECT_EQ(image.variant, "v7");
    ASSERT_TRUE(image.last_tagged);
    EXPECT_EQ(image.last_tagged->time_since_epoch(), std::chrono::seconds(2));
    EXPECT_EQ(image.labels.at("k"), "v");
}

TEST(ImagesRow, Pull) {
    const auto text = row("POST /images/create",
                          without_body("POST /v1.41/images/create?fromImage=team%2Fapp&tag=latest"),
                          progress, [](client& engine) -> net::awaitable<std::string> {
                              auto stream = co_await engine.images().pull("team/app");
                              co_return co_await texts_of(std::move(stream));
                          });
    EXPECT_EQ(text, progress_text);
}

TEST(ImagesRow, Push) {
    const auto push = [](client& engine) -> net::awaitable<std::string> {
        auto stream = co_await engine.images().push("h.example:5000/team/app:2");
        co_return co_await texts_of(std::move(stream));
    };
    const auto text = row("POST /images/{name}/push",
                          wire("POST /v1.41/images/h.example:5000/team/app/push?tag=2",
                               "X-Registry-Auth: e30=\r\nContent-Length: 0\r\n"),
                          progress, push);
    EXPECT_EQ(text, progress_text);
}

TEST(ImagesRow, PullByDigestAsksForNoTag) {
    row("POST /images/create",
        without_body("POST /v1.41/images/create?fromImage=h.example%3A5000%2Fapp&tag=sha256%3Aff"),
        progress, [](client& engine) -> net::awaitable<std::string> {
            auto stream = co_await engine.images().pull("h.example:5000/app:2@sha256:ff");
            co_return co_await texts_of(std::move(stream));
        });
}

TEST(ImagesRow, PullWithCredentialsAndPlatform) {
    const std::string auth =
        "eyJwYXNzd29yZCI6InMzY3JldCIsInNlcnZlcmFkZHJlc3MiOiJoLmV4YW1wbGUiLCJ1c2VybmFtZSI6Im1lIn0=";
    row("POST /images/create",
        wire("POST /v1.41/images/create?fromImage=h.example%2Fapp&tag=2&platform=linux%2Farm64",
             "X-Registry-Auth: " + auth + "\r\nContent-Length: 0\r\n"),
        progress, [](client& engine) -> net::awaitable<std::string> {
            pull_options o;
            o.auth.username = "me";
            o.auth.password = "s3cret";
            o.auth.server = "h.example";
            o.platform = "linux/arm64";
            auto stream = co_await engine.images().pull("h.example/app:2", o);
            co_return co_await texts_of(std::move(stream));
        });
}

TEST(Images, CredentialsAreInNoErrorAndInNoRecord) {
    script_server server({answering(plain(R"({"message":"denied"})", "403 Forbidden"))});
    std::string seen;
    auto options = patient();
    options.on_request = [&seen](const request_record& r) { seen += r.method + ' ' + r.path; };
    const auto failed = failure_with(
        server.url(),
        [](client& engine) -> net::awaitable<void> {
            pull_options o;
            o.auth.username = "me";
            o.auth.password = "s3cret";
            co_await engine.images().pull("h.example/app:2", o);
        },
        options);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::permission);
    for (const auto& text : {failed->text, failed->path, failed->remedy, seen}) {
        EXPECT_EQ(text.find("s3cret"), std::string::npos);
        EXPECT_EQ(text.find("X-Registry"), std::string::npos);
    }
    EXPECT_EQ(seen, "POST /v1.41/images/create?fromImage=h.example%2Fapp&tag=2");
}

TEST(ImagesRow, Build) {
    const auto text =
        row("POST /build",
            with_chunks("POST /v1.41/build?t=app%3A2&dockerfile=deploy%2FDockerfile&target=run"
                        "&platform=linux%2Famd64&buildargs=%7B%22A%22%3A%221%22%2C%22B%22%3Anull%7D"
                        "&labels=%7B%22l%22%3A%22v%22%7D&cachefrom=%5B%22app%3A1%22%5D"
                        "&nocache=1&pull=1&rm=1&forcerm=1",
                        "context"),
            progress, [](client& engine) -> net::awaitable<std::string> {
                build_options o;
                o.tags = {"app:2"};
                o.dockerfile = "deploy/Dockerfile";
                o.target = "run";
                o.platform = "linux/amd64";
                o.args["A"] = "1";
                o.args["B"] = std::nullopt;
                o.labels["l"] = "v";
                o.cache_from = {"app:1"};
                o.no_cache = o.pull = true;
                auto stream = co_await engine.images().build(o, body_of("context"));
                co_return co_await texts_of(std::move(stream));
            });
    EXPECT_EQ(text, progress_text);
}

TEST(ImagesRow, BuildWithLimitsForWhatRuns) {
    row("POST /build",
        with_chunks("POST /v1.41/build?dockerfile=Dockerfile&networkmode=host"
                    "&extrahosts=a%3A1.2.3.4&extrahosts=b%3A%3A%3A1&isolation=default"
                    "&ulimits=%5B%7B%22Hard%22%3A20%2C%22Name%22%3A%22nofile%22%2C%22Soft%22%3A10"
                    "%7D%5D&shmsize=64&memory=1000&rm=1&forcerm=1",
                    "context"),
        progress, [](client& engine) -> net::awaitable<std::string> {
            build_options o;
            o.network_mode = "host";
            o.extra_hosts = {"a:1.2.3.4", "b:::1"};
            o.isolation = "default";
            o.ulimits.push_back({"nofile", 10, 20});
            o.shm_size = 64;
            o.memory = 1000;
            auto stream = co_await engine.images().build(o, body_of("context"));
            co_return co_await texts_of(std::move(stream));
        });
}

TEST(ImagesRow, BuildWithCredentialsForItsBaseImages) {
    row("POST /build",
        with_chunks("POST /v1.41/build?dockerfile=Dockerfile&rm=1&forcerm=1", "context",
                    "X-Registry-Config: "
                    "eyJoLmV4YW1wbGUiOnsiaWRlbnRpdHl0b2tlbiI6InQiLCJzZXJ2ZXJhZGRyZXNzIjoiaC5leGFt"
                    "cGxlIn19\r\n"),
        progress, [](client& engine) -> net::awaitable<std::string> {
            build_options o;
            auto& auth = o.auths.emplace_back();
            auth.identity_token = "t";
            auth.server = "h.example";
            auto stream = co_await engine.images().build(o, body_of("context"));
            co_return co_await texts_of(std::move(stream));
        });
}

TEST(ImagesRow, Load) {
    row("POST /images/load", with_chunks("POST /v1.41/images/load?quiet=0", "archive"), progress,
        [](client& engine) -> net::awaitable<std::string> {
            auto stream = co_await engine.images().load(body_of("archive"));
            co_return co_await texts_of(std::move(stream));
        });
}

TEST(ImagesRow, Save) {
    const auto bytes = row("GET /images/get", wire("GET /v1.41/images/get?names=a%3A1&names=b%3A2"),
                           chunked_head + chunk("tar") + chunk(" bytes") + last_chunk,
                           [](client& engine) -> net::awaitable<std::string> {
                               std::vector<std::string> names{"a:1", "b:2"};
                               auto tar = co_await engine.images().save(std::move(names));
                               std::string all;
                               for (;;) {
                                   const auto piece = co_await tar.next();
                                   if (!piece) co_return all;
                                   all += *piece;
                               }
                           });
    EXPECT_EQ(bytes, "tar bytes");
}

TEST(Images, SavingOnePlatformIsRefusedBelow148AndSentAsJsonFromThereOn) {
    const auto save = [](client& engine) -> net::awaitable<void> {
        co_await engine.negotiate();
        std::vector<std::string> names{"a:1"};
        co_await engine.images().save(std::move(names), "linux/arm/v7");
    };
    const auto ping = [](const char* version) {
        return "HTTP/1.1 200 OK\r\nApi-Version: " + std::string(version) +
               "\r\nContent-Length: 2\r\n\r\nOK";
    };
    script_server old({answering(ping("1.47"))});
    const auto failed = failure_with(old.url(), save);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::unsupported);
    script_server young(
        {{support::expect_head(), support::send(ping("1.48")), support::expect_head(),
          support::send(chunked_head + last_chunk), support::hold()}});
    with_client(young.url(), save);
    EXPECT_NE(young.received(0).find(
                  "GET /v1.48/images/get?names=a%3A1&platform=%7B%22architecture%22%3A%22arm%22%2C"
                  "%22os%22%3A%22linux%22%2C%22variant%22%3A%22v7%22%7D "),
              std::string::npos)
        << young.received(0);
}

TEST(ImagesRow, Tag) {
    row("POST /images/{name}/tag",
        without_body("POST /v1.41/images/app:1/tag?repo=h.example%2Fapp&tag=2"),
        plain("", "201 Created"),
        [](client& engine) { return engine.images().tag("app:1", "h.example/app", "2"); });
}

TEST(ImagesRow, Remove) {
    const auto steps =
        row("DELETE /images/{name}",
            wire("DELETE /v1.41/images/app:1?force=1&noprune=1", "Content-Length: 0\r\n"),
            plain(R"([{"Untagged":"app:1"},{"Deleted":"sha256:a"}])"), [](client& engine) {
                remove_image_options o;
                o.force = o.keep_parents = true;
                return engine.images().remove("app:1", o);
            });
    ASSERT_EQ(steps.size(), 2u);
    EXPECT_EQ(steps[0].untagged, "app:1");
    EXPECT_EQ(steps[1].deleted, "sha256:a");
}

TEST(ImagesRow, Prune) {
    const auto gone = row(
        "POST /images/prune",
        without_body("POST /v1.41/images/prune?filters=%7B%22dangling%22%3A%5B%22false%22%5D%7D"),
        plain(R"({"ImagesDeleted":[{"Deleted":"sha256:a"}],"SpaceReclaimed":7})"),
        [](client& engine) {
            filters f;
            f.add("dangling", "false");
            return engine.images().prune(f);
        });
    ASSERT_EQ(gone.removed.size(), 1u);
    EXPECT_EQ(gone.space_reclaimed, 7);
}

TEST(Images, AnErrorInsideAStreamThatBeganWellEndsIt) {
    for (const char* line : {R"({"errorDetail":{"message":"no space"},"error":"no space"})",
                             R"({"errorDetail":{"message":"no space"}})"}) {
        script_server server({answering(chunked_head + chunk(line) + last_chunk)});
        const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
            auto stream = co_await engine.images().pull("app");
            co_await texts_of(std::move(stream));
        });
        ASSERT_TRUE(failed) << line;
        EXPECT_EQ(failed->kind, error_kind::server);
        EXPECT_EQ(failed->text, "no space (POST /v1.41/images/create: 200)");
    }
}

TEST(Images, ABodySourceThatThrowsEndsTheCallWithItsException) {
    class broken final : public body_source {
        std::size_t read(std::span<char>) override { throw std::runtime_error("disk gone"); }
    };
    // An answer that came early would end the sending before the source is asked.
    script_server server({{support::expect_head(), support::hold()}});
    const auto call = [](client& engine) -> net::awaitable<void> {
        auto source = std::make_unique<broken>();
        co_await engine.images().load(std::move(source));
    };
    EXPECT_THROW(with_client(server.url(), call), std::runtime_error);
}

}  // namespace
}  // namespace engine_api
