#include "session.hpp"
#include "wire/decode_info.hpp"

#include <engine_api/system.hpp>

#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

net::awaitable<ping_result> system::ping(deadline until) {
    return session_->ping(until);
}

net::awaitable<engine_version> system::version(deadline until) {
    return session_->call_as(session_->get("/version"), until, wire::decode_version);
}

net::awaitable<engine_info> system::info(deadline until) {
    return session_->call_as(session_->get("/info"), until, wire::decode_info);
}

net::awaitable<event_stream> system::events(events_options options, deadline until) {
    wire::query q;
    q.filter(options.filter);
    q.time("since", options.since).time("until", options.until);
    auto r = session_->get("/events", q);
    r.endless = true;
    auto reader = co_await session_->open(std::move(r), until);
    co_return event_stream(std::move(reader));
}

}  // namespace engine_api
