#include "responder.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace app {
namespace {

std::string_view path_of(std::string_view target) {
    if (const auto scheme = target.find("://"); scheme != target.npos && target.front() != '/') {
        const auto path = target.find('/', scheme + 3);
        target = path == target.npos ? "/" : target.substr(path);
    }
    return target.substr(0, target.find('?'));
}

answer text(unsigned status, std::string body) {
    answer result;
    result.status = status;
    result.body = std::move(body);
    return result;
}

answer not_allowed(std::string allow) {
    answer result = text(405, "method not allowed");
    result.allow = std::move(allow);
    return result;
}

bool fails(const settings& config, const history& before) {
    const bool its_turn =
        config.fail_every > 0 && (before.root_answers + 1) % config.fail_every == 0;
    const bool too_old = config.fail_after.count() > 0 && before.up >= config.fail_after;
    return config.fail_root || its_turn || too_old;
}

nlohmann::json identity(const settings& config) {
    return {{"replica", config.replica}, {"version", config.version}};
}

answer json_answer(const nlohmann::json& body) {
    answer result;
    result.content_type = "application/json";
    // The variables may hold any bytes; an answer is valid UTF-8 all the same.
    result.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return result;
}

answer who_it_is(const settings& config) {
    return json_answer(identity(config));
}

/// `/slow?ms=N`; anything else behind the path waits for nothing.
answer slow(const settings& config, std::string_view target) {
    constexpr std::string_view key = "?ms=";
    std::int64_t ms = 0;
    if (const auto at = target.find(key); at != target.npos)
        std::from_chars(target.data() + at + key.size(), target.data() + target.size(), ms);
    auto result = who_it_is(config);
    result.delay =
        std::clamp(std::chrono::milliseconds(ms), std::chrono::milliseconds(0), longest_delay);
    return result;
}

answer upload(const settings& config, const history& before) {
    auto body = identity(config);
    body["received"] = before.body_bytes;
    return json_answer(body);
}

answer redirect(std::string location) {
    answer result = text(301, "moved");
    result.location = std::move(location);
    return result;
}

answer root(const settings& config, const history& before) {
    answer result;
    if (fails(config, before))
        result = text(500, "internal server error");
    else if (!config.redirect.empty())
        result = redirect(config.redirect);
    else
        result = config.body.empty() ? who_it_is(config) : text(200, config.body);
    result.delay = config.delay;
    result.cut = config.cut_body;
    result.tls_alert = config.tls_bytes;
    return result;
}

}  // namespace

bool asks_root(std::string_view method, std::string_view target) {
    // A load test posts a body here; what it says does not matter.
    return path_of(target) == "/" && (method == "GET" || method == "HEAD" || method == "POST");
}

bool echoes(std::string_view target) {
    return path_of(target) == "/echo";
}

answer respond(std::string_view method, std::string_view target, const settings& config, bool ready,
               const history& before) {
    if (asks_root(method, target)) return root(config, before);

    const auto path = path_of(target);
    const bool reads = method == "GET" || method == "HEAD";

    if (path == "/") return not_allowed("GET, HEAD, POST");
    if (path == "/upload") return method == "POST" ? upload(config, before) : not_allowed("POST");
    if (path == "/slow") return reads ? slow(config, target) : not_allowed("GET, HEAD");
    if (path == "/echo") return text(426, "a websocket");
    if (path != "/health" && path != "/ready") return text(404, "not found");
    if (!reads) return not_allowed("GET, HEAD");
    if (path == "/health") return text(200, "ok");
    return ready && !config.never_ready ? text(200, "ready") : text(503, "not ready");
}

}  // namespace app
