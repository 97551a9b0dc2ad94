#include "session.hpp"

#include <engine_api/exec.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

constexpr std::size_t output_limit = 64 * 1024;

std::string create_body(const exec_options& o) {
    json body = {{"AttachStdin", o.attach_stdin},
                 {"AttachStdout", true},
                 {"AttachStderr", true},
                 {"Tty", o.tty},
                 {"Cmd", o.command}};
    if (!o.environment.empty()) body["Env"] = o.environment;
    if (!o.user.empty()) body["User"] = o.user;
    if (!o.working_dir.empty()) body["WorkingDir"] = o.working_dir;
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

net::awaitable<std::string> exec::create(std::string container, exec_options options,
                                         deadline until) {
    require(container, "container's id or name");
    const auto r = session_->post("/containers/" + wire::encode(container) + "/exec", {},
                                  create_body(options));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document,
                               [](const json& j) { return wire::value<std::string>(j, "Id"); });
}

net::awaitable<output_stream> exec::start(std::string exec_id, bool tty, deadline until) {
    require(exec_id, "exec's id");
    const std::string body =
        tty ? R"({"Detach":false,"Tty":true})" : R"({"Detach":false,"Tty":false})";
    auto r = session_->post("/exec/" + wire::encode(exec_id) + "/start", {}, body);
    r.headers.emplace_back("Connection", "Upgrade");
    r.headers.emplace_back("Upgrade", "tcp");
    auto reader = co_await session_->open(r, until);
    co_return output_stream(std::move(reader), tty);
}

net::awaitable<exec_state> exec::inspect(std::string exec_id, deadline until) {
    require(exec_id, "exec's id");
    const auto r = session_->get("/exec/" + wire::encode(exec_id) + "/json");
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        exec_state s;
        s.running = wire::value<bool>(j, "Running");
        if (const auto& code = wire::member(j, "ExitCode"); !code.is_null())
            s.exit_code = code.get<int>();
        return s;
    });
}

net::awaitable<exec_result> exec::run(std::string container, exec_options options, deadline until) {
    const bool tty = options.tty;
    const auto id = co_await create(container, std::move(options), until);
    auto stream = co_await start(id, tty, until);
    exec_result result;
    while (const auto piece = co_await stream.next(until))
        if (result.output.size() < output_limit) result.output += piece->text;
    if (result.output.size() > output_limit) result.output.resize(output_limit);
    const auto state = co_await inspect(id, until);
    result.exit_code = state.exit_code.value_or(-1);
    co_return result;
}

}  // namespace engine_api
