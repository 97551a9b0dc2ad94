#include "session.hpp"

#include <engine_api/volumes.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

net::awaitable<std::vector<volume_summary>> volumes::list(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    const auto r = session_->get("/volumes", q);
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        std::vector<volume_summary> rows;
        for (const auto& row : wire::member(j, "Volumes")) {
            auto& v = rows.emplace_back();
            v.name = wire::value<std::string>(row, "Name");
            v.driver = wire::value<std::string>(row, "Driver");
            v.labels = wire::value<wire::string_map>(row, "Labels");
        }
        return rows;
    });
}

net::awaitable<void> volumes::create(std::string body, deadline until) {
    co_await session_->call(session_->post("/volumes/create", {}, std::move(body)), until);
}

}  // namespace engine_api
