#include "engine_api_fixture.hpp"

#include <engine_api/build_context.hpp>
#include <support/temp_dir.hpp>

#include <algorithm>

namespace engine_api {
namespace {

class RealImages : public RealEngine {
  protected:
    static net::awaitable<void> finish(progress_stream& steps) {
        for (;;) {
            const auto step = co_await steps.next();
            if (!step) co_return;
        }
    }
};

/// A body that was read before.
class stored_body final : public body_source {
  public:
    explicit stored_body(std::string bytes) : bytes_(std::move(bytes)) {}
    std::size_t read(std::span<char> into) override {
        const auto n = bytes_.copy(into.data(), into.size(), taken_);
        taken_ += n;
        return n;
    }

  private:
    std::string bytes_;
    std::size_t taken_ = 0;
};

TEST_F(RealImages, AreBuiltListedAndInspected) {
    for (const char* row : {"GET /images/json", "GET /images/{name}/json"})
        covers(row);
    with([&](client& engine) -> net::awaitable<void> {
        const auto details = co_await engine.images().inspect(image());
        EXPECT_EQ(details.labels.count("engine-api-test"), 1u);
        EXPECT_EQ(details.os, "linux");
        EXPECT_GT(details.size, 100'000);
        list_images_options own;
        own.filter.add("label", own_label());
        const auto rows = co_await engine.images().list(own);
        EXPECT_TRUE(std::any_of(rows.begin(), rows.end(),
                                [&](const auto& row) { return row.id == details.id; }));
    });
}

TEST_F(RealImages, TellABuildsStepsAndItsError) {
    covers("POST /build");
    const auto kind = kind_of([&](client& engine) -> net::awaitable<void> {
        // A tar of nothing: no Dockerfile.
        auto empty = std::make_unique<stored_body>(std::string(1024, '\0'));
        build_options o;
        auto steps = co_await engine.images().build(o, std::move(empty));
        co_await finish(steps);
    });
    EXPECT_TRUE(kind == error_kind::server || kind == error_kind::bad_request ||
                kind == error_kind::not_found);
}

TEST_F(RealImages, AreBuiltWithADockerfileFromElsewhereAndLimitsForWhatRuns) {
    const support::temp_dir dir;
    dir.write("data", "text");
    added_dockerfile added;
    added.text = "FROM " + image() + "\nLABEL " + own_label() +
                 "\nCOPY . /context\nRUN [\"/probe\", \"exit\", \"0\"]\n";
    with([&](client& engine) -> net::awaitable<void> {
        build_options o;
        o.tags = {"localhost/" + name("added")};
        o.dockerfile = added.name();
        o.network_mode = "none";
        o.extra_hosts = {"a.example:1.2.3.4"};
        o.ulimits.push_back({"nofile", 1000, 2000});
        o.shm_size = 1024 * 1024;
        o.memory = 64 * 1024 * 1024;
        auto context = build_context(dir.path().string(), added);
        auto steps = co_await engine.images().build(o, std::move(context));
        co_await finish(steps);
        auto container = name("added");
        auto body = R"({"Image":")" + o.tags.front() + "\"," + own_labels_json() + '}';
        co_await engine.containers().create(container, body);
        const auto data = co_await engine.containers().find_file(container, "/context/data");
        EXPECT_TRUE(data && data->content == "text");
        const auto hidden =
            co_await engine.containers().find_file(container, "/context/" + added.name());
        EXPECT_FALSE(hidden);
    });
}

TEST_F(RealImages, AreTaggedSavedRemovedAndLoaded) {
    for (const char* row : {"POST /images/{name}/tag", "GET /images/get", "DELETE /images/{name}",
                            "POST /images/load"})
        covers(row);
    with([&](client& engine) -> net::awaitable<void> {
        auto& images = engine.images();
        const auto repository = "localhost/" + name("copy");
        const auto copy = repository + ":2";
        co_await images.tag(image(), repository, "2");
        std::string archive;
        std::vector<std::string> names{copy};
        auto tar = co_await images.save(std::move(names));
        for (;;) {
            const auto piece = co_await tar.next();
            if (!piece) break;
            archive += *piece;
        }
        EXPECT_GT(archive.size(), 100'000u);
        const auto steps = co_await images.remove(copy);
        EXPECT_FALSE(steps.empty());
        auto body = std::make_unique<stored_body>(archive);
        auto loading = co_await images.load(std::move(body));
        co_await finish(loading);
        const auto back = co_await images.inspect(copy);
        EXPECT_FALSE(back.id.empty());
        co_await images.remove(copy);
    });
}

TEST_F(RealImages, AnUnknownOneIsNotFound) {
    EXPECT_EQ(kind_of([&](client& engine) -> net::awaitable<void> {
                  co_await engine.images().inspect("engine-api-none:1");
              }),
              error_kind::not_found);
}

// Nothing listens at this port: what is pulled from there must fail, in the stream or before it.
TEST_F(RealImages, APullThatFailsIsAnError) {
    covers("POST /images/create");
    const auto kind = kind_of([&](client& engine) -> net::awaitable<void> {
        pull_options o;
        o.auth.username = "me";
        o.auth.password = "none";
        auto steps = co_await engine.images().pull("localhost:1/none:1", o);
        co_await finish(steps);
    });
    EXPECT_EQ(kind, error_kind::server);
}

TEST_F(RealImages, APushThatFailsIsAnError) {
    covers("POST /images/{name}/push");
    const auto kind = kind_of([&](client& engine) -> net::awaitable<void> {
        co_await engine.images().tag(image(), "localhost:1/" + name("pushed"), "2");
        auto steps = co_await engine.images().push("localhost:1/" + name("pushed") + ":2");
        co_await finish(steps);
    });
    EXPECT_EQ(kind, error_kind::server);
    with([&](client& engine) -> net::awaitable<void> {
        co_await engine.images().remove("localhost:1/" + name("pushed") + ":2");
    });
}

TEST_F(RealImages, WithoutATagArePruned) {
    covers("POST /images/prune");
    with([&](client& engine) -> net::awaitable<void> {
        filters own;
        own.add("label", own_label());
        co_await engine.images().prune(own);
    });
}

}  // namespace
}  // namespace engine_api
