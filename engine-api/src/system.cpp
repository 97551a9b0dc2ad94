#include "session.hpp"

#include <engine_api/system.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

net::awaitable<engine_version> system::version(deadline until) {
    auto r = session_->get("/version");
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        engine_version v;
        v.version = wire::value<std::string>(j, "Version");
        v.api_version = wire::value<std::string>(j, "ApiVersion");
        v.min_api_version = wire::value<std::string>(j, "MinAPIVersion");
        v.os = wire::value<std::string>(j, "Os");
        v.arch = wire::value<std::string>(j, "Arch");
        return v;
    });
}

net::awaitable<event_stream> system::events(events_options options, deadline until) {
    wire::query q;
    q.filter(options.filter);
    if (options.since) q.add("since", std::to_string(*options.since));
    if (options.until) q.add("until", std::to_string(*options.until));
    auto reader = co_await session_->open(session_->get("/events", q), until);
    co_return event_stream(std::move(reader));
}

}  // namespace engine_api
