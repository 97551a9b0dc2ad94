#include "responder.hpp"

#include <nlohmann/json.hpp>

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

answer root(const settings& config) {
    answer result;
    if (config.fail_root) {
        result = text(500, "internal server error");
    } else {
        const nlohmann::json body = {{"replica", config.replica}, {"version", config.version}};
        result.content_type = "application/json";
        // The variables may hold any bytes; an answer is valid UTF-8 all the same.
        result.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }
    result.delay = config.delay;
    return result;
}

}  // namespace

answer respond(std::string_view method, std::string_view target, const settings& config,
               bool ready) {
    const auto path = path_of(target);
    const bool reads = method == "GET" || method == "HEAD";

    if (path == "/") {
        // A load test posts a body here; what it says does not matter.
        return reads || method == "POST" ? root(config) : not_allowed("GET, HEAD, POST");
    }
    if (path != "/health" && path != "/ready") return text(404, "not found");
    if (!reads) return not_allowed("GET, HEAD");
    if (path == "/health") return text(200, "ok");
    return ready && !config.never_ready ? text(200, "ready") : text(503, "not ready");
}

}  // namespace app
