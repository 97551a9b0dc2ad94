#include "engine_api_fixture.hpp"

#include <engine_api/build_context.hpp>
#include <support/folders.hpp>
#include <support/temp_dir.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <unistd.h>
#include <utility>

namespace engine_api {

namespace {

/// "GET /containers/{id}/json" as an expression for what was sent.
std::regex expression(const std::string& row) {
    static const std::regex variable(R"(\{[^}]*\})");
    const auto space = row.find(' ');
    const auto path = std::regex_replace(row.substr(space + 1), variable, "[^ ?]+");
    return std::regex('^' + row.substr(0, space) + R"( (/v1\.\d+)?)" + path + R"((\?.*)?$)");
}

/// What cannot be removed must not keep the rest.
template <typename Result>
net::awaitable<void> tried(net::awaitable<Result> removal) {
    try {
        co_await std::move(removal);
    } catch (const error& e) {
        if (e.kind() != error_kind::not_found) ADD_FAILURE() << e.what();
    }
}

}  // namespace

void RealEngine::SetUp() {
    const char* const path = std::getenv("ROLLOUT_TEST_SOCKET");
    ASSERT_TRUE(path && *path) << "set ROLLOUT_TEST_SOCKET to the socket of an engine for tests";
    socket_ = path;
    podman_ = with([](client& engine) -> net::awaitable<bool> {
        const auto version = co_await engine.system().version();
        co_return version.engine.find("Podman") != std::string::npos;
    });
    build_image();
    asked_.clear();
}

void RealEngine::TearDown() {
    if (socket_.empty()) return;
    const auto asked = asked_;
    for (const auto& row : rows_) {
        const auto wanted = expression(row);
        EXPECT_TRUE(
            std::any_of(asked.begin(), asked.end(),
                        [&](const std::string& line) { return std::regex_match(line, wanted); }))
            << row << " was not asked for";
    }
    remove_what_is_left();
}

client_options RealEngine::options() {
    client_options o;
    o.user_agent = "engine-api-tests";
    o.on_request = [this](const request_record& r) { asked_.push_back(r.method + ' ' + r.path); };
    return o;
}

std::string RealEngine::name(const std::string& rest) const {
    return "engine-api-" + std::to_string(::getpid()) + '-' + rest;
}

std::string RealEngine::image() const {
    return name("probe") + ":1";
}

std::string RealEngine::own_label() const {
    return "engine-api-test=" + std::to_string(::getpid());
}

std::string RealEngine::own_labels_json() const {
    return R"("Labels":{"engine-api-test":")" + std::to_string(::getpid()) + "\"}";
}

std::string RealEngine::document(const std::string& arguments, const std::string& more) const {
    auto text = R"({"Image":")" + image() + R"(","Cmd":)" + arguments + ',' + own_labels_json();
    if (!more.empty()) text += ',' + more;
    // Nothing here talks to a network unless it says so, and an engine may have no default one.
    if (more.find("HostConfig") == std::string::npos)
        text += R"(,"HostConfig":{"NetworkMode":"none"})";
    return text + '}';
}

bool RealEngine::at_least(int minor) const {
    return std::stoi(version_.substr(version_.find('.') + 1)) >= minor;
}

net::awaitable<void> RealEngine::run(client& engine, std::string name, std::string document) {
    co_await engine.containers().create(name, std::move(document));
    co_await engine.containers().start(std::move(name));
}

void RealEngine::build_image() {
    support::temp_dir dir;
    std::filesystem::copy_file(support::build_dir() + "/tests/daemon/engine_api_probe",
                               dir / "probe");
    dir.write("Dockerfile", "FROM scratch\nLABEL " + own_label() +
                                "\nCOPY probe /probe\nENTRYPOINT [\"/probe\"]\n");
    with([&](client& engine) -> net::awaitable<void> {
        build_options o;
        o.tags = {image()};
        auto context = build_context(dir.path().string(), "Dockerfile");
        auto steps = co_await engine.images().build(o, std::move(context));
        for (;;) {
            const auto step = co_await steps.next();
            if (!step) co_return;
        }
    });
}

void RealEngine::remove_what_is_left() {
    with([&](client& engine) -> net::awaitable<void> {
        list_containers_options all;
        all.all = true;
        all.filter.add("label", own_label());
        remove_options gone;
        gone.force = gone.volumes = true;
        const auto containers = co_await engine.containers().list(all);
        for (const auto& c : containers)
            co_await tried(engine.containers().remove(c.id, gone));
        filters own;
        own.add("label", own_label());
        const auto networks = co_await engine.networks().list(own);
        for (const auto& n : networks)
            co_await tried(engine.networks().remove(n.id));
        const auto volumes = co_await engine.volumes().list(own);
        for (const auto& v : volumes)
            co_await tried(engine.volumes().remove(v.name));
        list_images_options built;
        built.filter = own;
        remove_image_options forced;
        forced.force = true;  // with all its tags
        const auto images = co_await engine.images().list(built);
        for (const auto& i : images)
            co_await tried(engine.images().remove(i.id, forced));
    });
}

net::awaitable<std::string> all_of(output_stream& stream) {
    std::string all;
    for (;;) {
        const auto piece = co_await stream.next();
        if (!piece) co_return all;
        all += piece->text;
    }
}

}  // namespace engine_api
