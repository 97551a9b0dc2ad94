#include "session.hpp"
#include "wire/decode_info.hpp"

#include <engine_api/swarm.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

net::awaitable<swarm_state> swarm::state(deadline until) {
    return session_->call_as(session_->get("/info"), until, [](const json& j) {
        return wire::decode_swarm_state(wire::member(j, "Swarm"));
    });
}

net::awaitable<swarm_details> swarm::inspect(deadline until) {
    return session_->call_as(session_->get("/swarm"), until, wire::decode_swarm);
}

}  // namespace engine_api
