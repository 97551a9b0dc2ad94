#include "session.hpp"
#include "wire/decode_container.hpp"
#include "wire/tar_reader.hpp"

#include <engine_api/containers.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

std::string container_path(const std::string& id, const char* rest) {
    require(id, "container's id or name");
    return "/containers/" + wire::encode(id) + rest;
}

}  // namespace

net::awaitable<std::vector<container_summary>> containers::list(list_containers_options o,
                                                                deadline until) {
    wire::query q;
    q.flag("all", o.all).filter(o.filter);
    const auto r = session_->get("/containers/json", q);
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        std::vector<container_summary> rows;
        for (const auto& row : j)
            rows.push_back(wire::decode_summary(row));
        return rows;
    });
}

net::awaitable<created_container> containers::create(std::string name, std::string body,
                                                     deadline until) {
    wire::query q;
    if (!name.empty()) q.add("name", name);
    const auto r = session_->post("/containers/create", q, std::move(body));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        created_container c;
        c.id = wire::value<std::string>(j, "Id");
        c.warnings = wire::value<wire::string_list>(j, "Warnings");
        return c;
    });
}

net::awaitable<container_details> containers::inspect(std::string id, deadline until) {
    const auto r = session_->get(container_path(id, "/json"));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, wire::decode_details);
}

net::awaitable<bool> containers::start(std::string id, deadline until) {
    const auto answer =
        co_await session_->call(session_->post(container_path(id, "/start")), until);
    co_return answer.status != 304;
}

net::awaitable<bool> containers::stop(std::string id, stop_options o, deadline until) {
    wire::query q;
    if (o.seconds) q.add("t", std::to_string(*o.seconds));
    const auto answer =
        co_await session_->call(session_->post(container_path(id, "/stop"), q), until);
    co_return answer.status != 304;
}

net::awaitable<void> containers::remove(std::string id, remove_options o, deadline until) {
    wire::query q;
    q.flag("force", o.force).flag("v", o.volumes);
    co_await session_->call(session_->remove(container_path(id, ""), q), until);
}

net::awaitable<void> containers::rename(std::string id, std::string name, deadline until) {
    wire::query q;
    q.add("name", name);
    co_await session_->call(session_->post(container_path(id, "/rename"), q), until);
}

net::awaitable<output_stream> containers::logs(std::string id, bool tty, logs_options o,
                                               deadline until) {
    wire::query q;
    q.flag("stdout", true).flag("stderr", true);
    q.flag("follow", o.follow).flag("timestamps", o.timestamps);
    if (o.tail) q.add("tail", std::to_string(*o.tail));
    auto reader = co_await session_->open(session_->get(container_path(id, "/logs"), q), until);
    co_return output_stream(std::move(reader), tty);
}

net::awaitable<process_table> containers::top(std::string id, std::string ps_args, deadline until) {
    wire::query q;
    if (!ps_args.empty()) q.add("ps_args", ps_args);
    const auto r = session_->get(container_path(id, "/top"), q);
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, wire::decode_processes);
}

net::awaitable<file_in_container> containers::read_file(std::string id, std::string path,
                                                        deadline until) {
    constexpr std::size_t limit = 1024 * 1024;
    wire::query q;
    q.add("path", path);
    const auto r = session_->get(container_path(id, "/archive"), q);
    auto reader = co_await session_->open(r, until);
    std::string tar;
    while (const auto piece = co_await reader->read(until)) {
        tar += *piece;
        if (tar.size() > limit) throw http::broken_answer(path + " is larger than 1 MiB", r);
    }
    std::optional<wire::tar_file> file;
    std::string problem = path + " is not a regular file";
    try {
        file = wire::first_file(tar);
    } catch (const std::runtime_error& e) {
        problem = e.what();
    }
    if (!file) throw http::broken_answer(problem, r);
    file_in_container found;
    found.content = std::move(file->content);
    found.modified = file->modified;
    co_return found;
}

}  // namespace engine_api
