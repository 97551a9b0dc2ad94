#include "session.hpp"
#include "wire/decode_exec.hpp"

#include <engine_api/exec.hpp>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

std::string create_body(const exec_options& o, bool with_size) {
    json body = {{"AttachStdin", o.attach_stdin},
                 {"AttachStdout", true},
                 {"AttachStderr", true},
                 {"Tty", o.tty},
                 {"Cmd", o.command}};
    if (!o.environment.empty()) body["Env"] = o.environment;
    if (!o.user.empty()) body["User"] = o.user;
    if (!o.working_dir.empty()) body["WorkingDir"] = o.working_dir;
    if (o.privileged) body["Privileged"] = true;
    if (!o.detach_keys.empty()) body["DetachKeys"] = o.detach_keys;
    if (with_size && o.console_size)
        body["ConsoleSize"] = {o.console_size->rows, o.console_size->columns};
    return wire::to_text(body);
}

std::string start_body(bool detach, bool tty) {
    json body;
    body["Detach"] = detach;
    body["Tty"] = tty;
    return wire::to_text(body);
}

std::string exec_path(const std::string& id, const char* rest) {
    require(id, "exec's id");
    return "/exec/" + wire::encode(id) + rest;
}

net::awaitable<exec_state> state_of(session& s, const std::string& id, deadline until) {
    return s.call_as(s.get(exec_path(id, "/json")), until, wire::decode_exec);
}

net::awaitable<void> answers_for(session& s, std::string id, deadline until) {
    co_await state_of(s, id, until);
}

}  // namespace

net::awaitable<std::string> exec::create(std::string container, exec_options options,
                                         deadline until) {
    require(container, "container's id or name");
    const bool with_size = wire::has(wire::exec_console_size, session_->api_version());
    return session_->call_as(session_->post("/containers/" + wire::encode(container) + "/exec", {},
                                            create_body(options, with_size)),
                             until, wire::decode_id);
}

net::awaitable<output_stream> exec::start(std::string exec_id, bool tty, deadline until) {
    auto r = session_->post(exec_path(exec_id, "/start"), {}, start_body(false, tty));
    auto reader = co_await session_->open_bare(std::move(r), until);
    auto confirm = [s = session_, exec_id](deadline d) { return answers_for(*s, exec_id, d); };
    co_return output_stream(std::move(reader), tty, std::move(confirm));
}

net::awaitable<void> exec::start_detached(std::string exec_id, bool tty, deadline until) {
    co_await session_->call(session_->post(exec_path(exec_id, "/start"), {}, start_body(true, tty)),
                            until);
}

net::awaitable<void> exec::resize(std::string exec_id, terminal_size size, deadline until) {
    wire::query q;
    q.size(size);
    co_await session_->call(session_->post(exec_path(exec_id, "/resize"), q), until);
}

net::awaitable<exec_state> exec::inspect(std::string exec_id, deadline until) {
    return state_of(*session_, exec_id, until);
}

// A cancellation that ends the pause ends the question behind it.
net::awaitable<int> exec::wait(std::string exec_id, deadline until) {
    std::chrono::milliseconds pause{1};
    net::steady_timer timer(co_await net::this_coro::executor);
    for (;;) {
        const auto state = co_await inspect(exec_id, until);
        if (!state.running && state.exit_code) co_return *state.exit_code;
        timer.expires_at(until.cap(deadline::clock::now() + pause));
        boost::system::error_code ec;
        co_await timer.async_wait(net::redirect_error(net::use_awaitable, ec));
        pause = std::min(pause * 2, std::chrono::milliseconds(250));
    }
}

net::awaitable<exec_result> exec::run(std::string container, exec_options options, deadline until) {
    const bool tty = options.tty;
    const auto id = co_await create(container, std::move(options), until);
    auto stream = co_await start(id, tty, until);
    exec_result result;
    for (;;) {
        const auto piece = co_await stream.next(until);
        if (!piece) break;
        if (result.output.size() < longest_exec_output) result.output += piece->text;
    }
    if (result.output.size() > longest_exec_output) result.output.resize(longest_exec_output);
    result.exit_code = co_await wait(id, until);
    co_return result;
}

}  // namespace engine_api
