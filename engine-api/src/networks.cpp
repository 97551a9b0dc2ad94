#include "session.hpp"

#include <engine_api/networks.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

net::awaitable<std::vector<network_summary>> networks::list(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    const auto r = session_->get("/networks", q);
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        std::vector<network_summary> rows;
        for (const auto& row : j) {
            auto& n = rows.emplace_back();
            n.id = wire::value<std::string>(row, "Id");
            n.name = wire::value<std::string>(row, "Name");
            n.driver = wire::value<std::string>(row, "Driver");
            n.labels = wire::value<wire::string_map>(row, "Labels");
        }
        return rows;
    });
}

net::awaitable<std::string> networks::create(std::string body, deadline until) {
    const auto r = session_->post("/networks/create", {}, std::move(body));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document,
                               [](const json& j) { return wire::value<std::string>(j, "Id"); });
}

net::awaitable<void> networks::connect(std::string id, std::string body, deadline until) {
    require(id, "network's id or name");
    co_await session_->call(
        session_->post("/networks/" + wire::encode(id) + "/connect", {}, std::move(body)), until);
}

net::awaitable<void> networks::remove(std::string id, deadline until) {
    require(id, "network's id or name");
    co_await session_->call(session_->remove("/networks/" + wire::encode(id)), until);
}

}  // namespace engine_api
