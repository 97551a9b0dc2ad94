#include "never_started.hpp"
#include "one_file_tar.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/mounted_file.hpp>
#include <rollout/engine_work/protect.hpp>

#include <nlohmann/json.hpp>

#include <exception>
#include <filesystem>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

constexpr const char* files_folder = "/rollout-files";

std::string container_of_files(const std::string& project) {
    return project + "-rollout-files";
}

std::string files_body(const std::string& project, const std::string& image,
                       const engine_api::mount& mount) {
    auto body =
        nlohmann::json::parse(never_started_body(image, {{"rollout.files.project", project}}));
    const bool is_volume = mount.type == "volume";
    body["HostConfig"]["Mounts"] = {{{"Type", is_volume ? "volume" : "bind"},
                                     {"Source", is_volume ? mount.name : mount.source},
                                     {"Target", files_folder}}};
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

net::awaitable<std::string> create_in_place_of_a_leftover(engine_api::client& engine,
                                                          std::string name, std::string body) {
    const auto made = co_await engine.containers().create_unless_taken(name, body);
    if (made) co_return made->id;
    co_await remove_unless_gone(engine, name);
    const auto second = co_await engine.containers().create(name, body);
    co_return second.id;
}

net::awaitable<unsigned> permissions_of(engine_api::client& engine, std::string id,
                                        std::string path) {
    constexpr unsigned usual = 0644;
    try {
        const auto there = co_await engine.containers().stat(id, path);
        co_return there.permissions;
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found) throw;
    }
    co_return usual;
}

net::awaitable<void> put_file(engine_api::client& engine, std::string id, std::string inside,
                              std::string text) {
    const auto path = (std::filesystem::path(files_folder) / inside).lexically_normal();
    tar_access access;
    access.permissions = co_await permissions_of(engine, id, path.string());
    auto tar = text_body(one_file_tar(path.filename().string(), text, access));
    const engine_api::put_options options;
    co_await engine.containers().put_archive(id, path.parent_path().string(), std::move(tar),
                                             options);
}

/// The first error is the one to be told.
net::awaitable<void> remove_if_possible(engine_api::client& engine, std::string name) {
    try {
        co_await protect(remove_unless_gone(engine, name));
    } catch (const engine_api::error&) {
    }
}

}  // namespace

net::awaitable<void> write_through_engine(engine_api::client& engine, std::string project,
                                          std::string image, mounted_file where, std::string text) {
    const auto name = container_of_files(project);
    const auto body = files_body(project, image, where.mount);
    std::exception_ptr problem;
    try {
        const auto id = co_await create_in_place_of_a_leftover(engine, name, body);
        co_await put_file(engine, id, where.inside, std::move(text));
    } catch (...) {
        problem = std::current_exception();
    }
    // By its name: it may have been made although the answer was lost.
    if (problem)
        co_await remove_if_possible(engine, name);
    else
        co_await remove_unless_gone(engine, name);
    if (problem) std::rethrow_exception(problem);
}

net::awaitable<void> remove_files_container(engine_api::client& engine, std::string project) {
    co_await remove_unless_gone(engine, container_of_files(project));
}

}  // namespace rollout::engine_work
