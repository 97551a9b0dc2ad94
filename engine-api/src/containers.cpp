#include "session.hpp"
#include "wire/base64.hpp"
#include "wire/decode_container.hpp"
#include "wire/decode_pruned.hpp"
#include "wire/tar_reader.hpp"

#include <engine_api/containers.hpp>

#include <cstddef>
#include <stdexcept>
#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

std::string container_path(const std::string& id, const char* rest) {
    require(id, "container's id or name");
    return "/containers/" + wire::encode(id) + rest;
}

http::request at_path(const session& s, const std::string& id, const std::string& path) {
    require(path, "path inside the container");
    wire::query q;
    q.add("path", path);
    return s.get(container_path(id, "/archive"), q);
}

/// The engine answers when the container has stopped.
http::request stopping(const session& s, const std::string& id, const char* rest,
                       const stop_options& o) {
    wire::query q;
    if (!o.signal.empty()) {
        s.check(wire::stop_signal);
        q.add("signal", o.signal);
    }
    if (o.seconds) q.add("t", std::to_string(*o.seconds));
    auto r = s.post(container_path(id, rest), q);
    r.head_extra = http::until_all_is_done;
    if (o.seconds && *o.seconds >= 0) r.head_extra = std::chrono::seconds(*o.seconds);
    return r;
}

net::awaitable<void> engine_answers(session& s, std::string id, deadline until) {
    co_await s.views().containers.find(std::move(id), until);
}

const char* word_of(wait_condition c) {
    switch (c) {
        case wait_condition::not_running: return "not-running";
        case wait_condition::next_exit: return "next-exit";
        case wait_condition::removed: return "removed";
    }
    return "not-running";
}

}  // namespace

net::awaitable<std::vector<container_summary>> containers::list(list_containers_options o,
                                                                deadline until) {
    wire::query q;
    q.flag("all", o.all).filter(o.filter);
    return session_->call_as(session_->get("/containers/json", q), until, wire::decode_summaries);
}

net::awaitable<created_container> containers::create(std::string name, std::string body,
                                                     create_options o, deadline until) {
    wire::query q;
    if (!name.empty()) q.add("name", name);
    if (!o.platform.empty()) q.add("platform", o.platform);
    auto fitted = wire::fit(wire::document::container, std::move(body), session_->api_version());
    auto r = session_->post("/containers/create", q, std::move(fitted.body));
    auto created = co_await session_->call_as(std::move(r), until, wire::decode_created);
    created.warnings.insert(created.warnings.end(), fitted.left_out.begin(), fitted.left_out.end());
    co_return created;
}

net::awaitable<std::optional<created_container>> containers::create_unless_taken(std::string name,
                                                                                 std::string body,
                                                                                 deadline until) {
    require(name, "container's name");
    const create_options plain;
    auto created = co_await unless(error_kind::conflict, create(name, body, plain, until));
    if (created) co_return created;
    // A volume that does not fit is a conflict, too, and a holder may have gone meanwhile; the
    // engine's second answer is the one that counts then.
    const auto holder = co_await find(name, until);
    if (holder) co_return std::nullopt;
    co_return co_await create(std::move(name), std::move(body), plain, until);
}

net::awaitable<container_details> containers::inspect(std::string id, deadline until) {
    return session_->call_as(session_->get(container_path(id, "/json")), until,
                             wire::decode_details);
}

net::awaitable<std::optional<container_details>> containers::find(std::string id, deadline until) {
    return unless(error_kind::not_found, inspect(std::move(id), until));
}

net::awaitable<bool> containers::start(std::string id, deadline until) {
    return session_->call_changing(session_->post(container_path(id, "/start")), until);
}

net::awaitable<bool> containers::stop(std::string id, stop_options o, deadline until) {
    return session_->call_changing(stopping(*session_, id, "/stop", o), until);
}

net::awaitable<void> containers::restart(std::string id, stop_options o, deadline until) {
    co_await session_->call(stopping(*session_, id, "/restart", o), until);
}

net::awaitable<void> containers::kill(std::string id, std::string signal, deadline until) {
    wire::query q;
    if (!signal.empty()) q.add("signal", signal);
    co_await session_->call(session_->post(container_path(id, "/kill"), q), until);
}

net::awaitable<void> containers::pause(std::string id, deadline until) {
    co_await session_->call(session_->post(container_path(id, "/pause")), until);
}

net::awaitable<void> containers::unpause(std::string id, deadline until) {
    co_await session_->call(session_->post(container_path(id, "/unpause")), until);
}

net::awaitable<std::vector<std::string>> containers::update(std::string id, std::string body,
                                                            deadline until) {
    return session_->call_as(
        session_->post(container_path(id, "/update"), {}, std::move(body)), until,
        [](const json& j) { return wire::value<wire::string_list>(j, "Warnings"); });
}

exit_watch::exit_watch(std::unique_ptr<byte_reader> reader) : reader_(std::move(reader)) {}
exit_watch::exit_watch(exit_watch&&) noexcept = default;
exit_watch& exit_watch::operator=(exit_watch&&) noexcept = default;
exit_watch::~exit_watch() = default;

net::awaitable<wait_result> exit_watch::result(deadline until) {
    const auto reader = reader_;  // the watch may be gone before the end
    const auto document = co_await session::rest_as_json(*reader, until);
    co_return session::decoded(reader->request(), document, wire::decode_wait);
}

net::awaitable<exit_watch> containers::watch_exit(std::string id, wait_condition c,
                                                  deadline until) {
    wire::query q;
    q.add("condition", word_of(c));
    auto r = session_->post(container_path(id, "/wait"), q);
    r.endless = true;
    auto reader = co_await session_->open(std::move(r), until);
    co_return exit_watch(std::move(reader));
}

net::awaitable<wait_result> containers::wait(std::string id, wait_condition c, deadline until) {
    auto watch = co_await watch_exit(std::move(id), c, until);
    co_return co_await watch.result(until);
}

net::awaitable<prune_result> containers::prune(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    auto r = session_->post("/containers/prune", q);
    r.head_extra = http::until_all_is_done;
    return session_->call_as(std::move(r), until, [](const json& j) {
        return wire::decode_pruned(j, "ContainersDeleted");
    });
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
    q.flag("stdout", o.out).flag("stderr", o.err);
    q.flag("follow", o.follow).flag("timestamps", o.timestamps);
    if (o.tail) q.add("tail", std::to_string(*o.tail));
    q.time("since", o.since).time("until", o.until);
    auto r = session_->get(container_path(id, "/logs"), q);
    r.endless = o.follow;
    auto reader = co_await session_->open(std::move(r), until);
    co_return output_stream(std::move(reader), tty);
}

net::awaitable<output_stream> containers::attach(std::string id, bool tty, attach_options o,
                                                 deadline until) {
    wire::query q;
    q.flag("stream", true).flag("logs", o.logs);
    q.flag("stdin", o.in).flag("stdout", o.out).flag("stderr", o.err);
    if (!o.detach_keys.empty()) q.add("detachKeys", o.detach_keys);
    auto r = session_->post(container_path(id, "/attach"), q);
    auto reader = co_await session_->open_bare(std::move(r), until);
    auto confirm = [s = session_, id](deadline d) { return engine_answers(*s, id, d); };
    co_return output_stream(std::move(reader), tty, std::move(confirm));
}

net::awaitable<void> containers::resize(std::string id, terminal_size size, deadline until) {
    wire::query q;
    q.size(size);
    co_await session_->call(session_->post(container_path(id, "/resize"), q), until);
}

net::awaitable<stats_stream> containers::stats(std::string id, bool goes_on, deadline until) {
    wire::query q;
    q.add("stream", goes_on ? "1" : "0");
    auto r = session_->get(container_path(id, "/stats"), q);
    r.endless = true;
    auto reader = co_await session_->open(std::move(r), until);
    co_return stats_stream(std::move(reader));
}

net::awaitable<process_table> containers::top(std::string id, std::string ps_args, deadline until) {
    wire::query q;
    if (!ps_args.empty()) q.add("ps_args", ps_args);
    return session_->call_as(session_->get(container_path(id, "/top"), q), until,
                             wire::decode_processes);
}

net::awaitable<path_stat> containers::stat(std::string id, std::string path, deadline until) {
    auto r = at_path(*session_, id, path);
    r.method = "HEAD";
    const auto answer = co_await session_->call(r, until);
    const auto text = wire::from_base64(answer.headers.value("X-Docker-Container-Path-Stat"));
    const auto document = json::parse(text.value_or(""), nullptr, false);
    if (!document.is_object())
        throw http::broken_answer("the answer does not describe the path", r, answer.status);
    co_return session::decoded(r, document, wire::decode_path_stat);
}

net::awaitable<download_stream> containers::get_archive(std::string id, std::string path,
                                                        deadline until) {
    auto reader = co_await session_->open(at_path(*session_, id, path), until);
    co_return download_stream(std::move(reader));
}

net::awaitable<void> containers::put_archive(std::string id, std::string path,
                                             std::unique_ptr<body_source> tar, put_options o,
                                             deadline until) {
    wire::query q;
    q.add("path", path);
    q.flag("noOverwriteDirNonDir", o.no_overwrite_dir_non_dir).flag("copyUIDGID", o.copy_uid_gid);
    auto r = session_->get(container_path(id, "/archive"), q);
    r.method = "PUT";
    r.content_type = "application/x-tar";
    r.source = std::move(tar);
    co_await session_->call(std::move(r), until);
}

net::awaitable<file_in_container> containers::read_file(std::string id, std::string path,
                                                        deadline until) {
    constexpr std::size_t limit = 1024 * 1024;
    const auto r = at_path(*session_, id, path);
    const auto reader = co_await session_->open(r, until);
    std::string tar;
    for (;;) {
        const auto piece = co_await reader->read(until);
        if (!piece) break;
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

net::awaitable<std::optional<file_in_container>> containers::find_file(std::string id,
                                                                       std::string path,
                                                                       deadline until) {
    return unless(error_kind::not_found, read_file(std::move(id), std::move(path), until));
}

}  // namespace engine_api
