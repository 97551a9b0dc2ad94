#include "never_started.hpp"

#include <engine_api/client.hpp>

#include <nlohmann/json.hpp>

namespace rollout::engine_work {

namespace net = boost::asio;

std::string never_started_body(const std::string& image,
                               const std::map<std::string, std::string>& labels) {
    const nlohmann::json body = {{"Image", image}, {"Cmd", {"never-started"}}, {"Labels", labels}};
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

net::awaitable<void> remove_unless_gone(engine_api::client& engine, std::string id) {
    try {
        co_await engine.containers().remove(id);
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found &&
            e.kind() != engine_api::error_kind::conflict)
            throw;
    }
}

}  // namespace rollout::engine_work
