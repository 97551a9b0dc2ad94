#include "session.hpp"
#include "wire/decode_network.hpp"

#include <engine_api/networks.hpp>

#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

std::string network_path(const std::string& id, const char* rest) {
    require(id, "network's id or name");
    return "/networks/" + wire::encode(id) + rest;
}

}  // namespace

net::awaitable<std::vector<network_summary>> networks::list(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    return session_->call_as(session_->get("/networks", q), until, wire::decode_networks);
}

net::awaitable<network_details> networks::inspect(std::string id, deadline until) {
    return session_->call_as(session_->get(network_path(id, "")), until, wire::decode_network);
}

net::awaitable<std::optional<network_details>> networks::find(std::string id, deadline until) {
    return unless(error_kind::not_found, inspect(std::move(id), until));
}

net::awaitable<std::string> networks::create(std::string body, deadline until) {
    auto fitted = wire::fit(wire::document::network, std::move(body), session_->api_version());
    return session_->call_as(session_->post("/networks/create", {}, std::move(fitted.body)), until,
                             wire::decode_id);
}

net::awaitable<void> networks::connect(std::string id, std::string body, deadline until) {
    auto fitted =
        wire::fit(wire::document::network_connection, std::move(body), session_->api_version());
    co_await session_->call(
        session_->post(network_path(id, "/connect"), {}, std::move(fitted.body)), until);
}

net::awaitable<void> networks::disconnect(std::string id, std::string container, bool force,
                                          deadline until) {
    require(container, "container's id or name");
    json body;
    body["Container"] = container;
    body["Force"] = force;
    co_await session_->call(
        session_->post(network_path(id, "/disconnect"), {}, wire::to_text(body)), until);
}

net::awaitable<void> networks::remove(std::string id, deadline until) {
    co_await session_->call(session_->remove(network_path(id, "")), until);
}

net::awaitable<std::vector<std::string>> networks::prune(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    return session_->call_as(session_->post("/networks/prune", q), until, [](const json& j) {
        return wire::value<wire::string_list>(j, "NetworksDeleted");
    });
}

}  // namespace engine_api
