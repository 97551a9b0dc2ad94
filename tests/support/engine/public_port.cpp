#include <support/engine/nginx_route.hpp>
#include <support/engine/public_port.hpp>

#include <algorithm>
#include <cstddef>

namespace support::engine {
namespace {

reply page(unsigned status, std::string type, std::string body) {
    reply made;
    made.status = status;
    made.headers = {
        {"Server", "nginx"}, {"Date", http_date(now())}, {"Content-Type", std::move(type)}};
    made.body = std::move(body);
    return made;
}

reply bad_gateway() {
    return page(
        502, "text/html",
        "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 "
        "Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n");
}

bool is_ready(const container& one) {
    if (one.how.ready_after) return now() - *one.started >= *one.how.ready_after;
    return !one.verdict || one.verdict->status == "healthy";
}

std::string sample_body(const container& one) {
    auto replica = one.environment("APP_REPLICA_ID");
    if (replica.empty()) replica = text_member(one.config, "Hostname");
    auto version = one.environment("APP_VERSION");
    if (version.empty()) version = "dev";
    return encoded({{"replica", replica}, {"version", version}});
}

bool fails(const container& one) {
    const auto& how = one.how;
    const bool its_turn = how.http_fails_every > 0 && one.root_answers % how.http_fails_every == 0;
    return its_turn || (how.http_fails_after && now() - *one.started >= *how.http_fails_after);
}

// What the sample app says.
reply app_answer(container& one, const std::string& path) {
    if (path == "/") {
        ++one.root_answers;
        auto body = one.how.http_body ? *one.how.http_body : sample_body(one);
        auto made = fails(one) ? page(500, "text/plain", "internal server error")
                               : page(one.how.http_status, "application/json", std::move(body));
        made.delay = one.how.http_takes;
        return made;
    }
    if (path == "/health") return page(200, "text/plain", "ok");
    if (path == "/ready") {
        return is_ready(one) ? page(200, "text/plain", "ready")
                             : page(503, "text/plain", "not ready");
    }
    return page(404, "text/plain", "not found");
}

container_ptr running_proxy(const core& engine) {
    for (const auto& one : engine.containers) {
        if (one->nginx && one->status == "running") return one;
    }
    return nullptr;
}

// Null when it does not run, or nobody knows yet where it is.
container_ptr behind(const core& engine, const container& proxy, const generation& of,
                     const upstream_server& server) {
    if (!of.knows(server)) return nullptr;
    const auto target = server.container_id.empty() ? engine.resolve(proxy, server.host())
                                                    : engine.container_by_id(server.container_id);
    return target && target->status == "running" ? target : nullptr;
}

// The next server of the round robin whose container runs, or else such a backup; null when there
// is none.
container_ptr pick_upstream(const core& engine, const container& proxy, generation& of,
                            const request& asked) {
    auto servers = servers_for(of.loaded, asked);
    if (servers.empty()) return nullptr;
    const auto turn = static_cast<std::ptrdiff_t>(of.turn++ % servers.size());
    std::rotate(servers.begin(), servers.begin() + turn, servers.end());
    std::stable_partition(servers.begin(), servers.end(),
                          [](const upstream_server& one) { return !one.backup; });
    for (const auto& server : servers) {
        if (auto target = behind(engine, proxy, of, server)) return target;
    }
    return nullptr;
}

}  // namespace

public_port::public_port(core& engine)
    : engine_(engine),
      server_(engine.where(), "", [this](request& asked) { return answer(asked); }) {}

generation* public_port::generation_of(const request& asked, nginx_process& proxy) {
    auto& [process, number] = accepted_by_[asked.connection];
    const bool same = process.lock().get() == &proxy;
    if (same && proxy.find(number) != nullptr) return proxy.find(number);
    // New, or left idle while its worker drained: as if the client had connected again.
    process = proxy.weak_from_this();
    number = proxy.accepting();
    return proxy.find(number);
}

exchange public_port::answer(const request& asked) {
    exchange made;
    const auto proxy = running_proxy(engine_);
    auto* const workers = proxy ? generation_of(asked, *proxy->nginx) : nullptr;
    if (workers == nullptr) {
        made.answer.refuse = true;
        return made;
    }
    const auto upstream = pick_upstream(engine_, *proxy, *workers, asked);
    made.answer = upstream ? app_answer(*upstream, asked.path) : bad_gateway();
    // A worker that is told to leave answers what it has, and lets the client go.
    made.answer.close = workers->shutting_down;
    answers_.push_back({asked.method, asked.path, made.answer.status,
                        upstream ? upstream->service() : "", upstream ? upstream->name : "",
                        workers->number});
    return made;
}

}  // namespace support::engine
