#include "session.hpp"
#include "wire/decode_info.hpp"

#include <engine_api/swarm.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

net::awaitable<swarm_state> swarm::state(deadline until) {
    const auto r = session_->get("/info");
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(
        r, document, [](const json& j) { return wire::decode_swarm(wire::member(j, "Swarm")); });
}

net::awaitable<swarm_details> swarm::inspect(deadline until) {
    const auto r = session_->get("/swarm");
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        swarm_details d;
        d.id = wire::value<std::string>(j, "ID");
        d.created = wire::value<std::string>(j, "CreatedAt");
        d.updated = wire::value<std::string>(j, "UpdatedAt");
        return d;
    });
}

}  // namespace engine_api
