#include "session.hpp"

#include <engine_api/networks.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

std::string network_path(const std::string& id, const char* rest) {
    require(id, "network's id or name");
    return "/networks/" + wire::encode(id) + rest;
}

network_summary decode_summary(const json& j) {
    network_summary n;
    n.id = wire::value<std::string>(j, "Id");
    n.name = wire::value<std::string>(j, "Name");
    n.driver = wire::value<std::string>(j, "Driver");
    n.labels = wire::value<wire::string_map>(j, "Labels");
    return n;
}

network_details decode_network(const json& j) {
    network_details n;
    n.id = wire::value<std::string>(j, "Id");
    n.name = wire::value<std::string>(j, "Name");
    n.driver = wire::value<std::string>(j, "Driver");
    n.scope = wire::value<std::string>(j, "Scope");
    n.created = wire::value<std::string>(j, "Created");
    n.internal = wire::value<bool>(j, "Internal");
    n.attachable = wire::value<bool>(j, "Attachable");
    n.labels = wire::value<wire::string_map>(j, "Labels");
    n.options = wire::value<wire::string_map>(j, "Options");
    for (const auto& [id, row] : wire::member(j, "Containers").items()) {
        auto& c = n.containers[id];
        c.name = wire::value<std::string>(row, "Name");
        c.ipv4 = wire::value<std::string>(row, "IPv4Address");
        c.ipv6 = wire::value<std::string>(row, "IPv6Address");
    }
    return n;
}

}  // namespace

net::awaitable<std::vector<network_summary>> networks::list(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    const auto r = session_->get("/networks", q);
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        std::vector<network_summary> rows;
        for (const auto& row : j)
            rows.push_back(decode_summary(row));
        return rows;
    });
}

net::awaitable<network_details> networks::inspect(std::string id, deadline until) {
    const auto r = session_->get(network_path(id, ""));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, decode_network);
}

net::awaitable<std::optional<network_details>> networks::find(std::string id, deadline until) {
    return unless(error_kind::not_found, inspect(std::move(id), until));
}

net::awaitable<std::string> networks::create(std::string body, deadline until) {
    auto fitted = wire::fit(wire::document::network, std::move(body), session_->api_version());
    const auto r = session_->post("/networks/create", {}, std::move(fitted.body));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document,
                               [](const json& j) { return wire::value<std::string>(j, "Id"); });
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
    const auto r = session_->post("/networks/prune", q);
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        return wire::value<wire::string_list>(j, "NetworksDeleted");
    });
}

}  // namespace engine_api
