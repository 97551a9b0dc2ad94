#include "session.hpp"
#include "wire/decode_pruned.hpp"
#include "wire/decode_volume.hpp"

#include <engine_api/volumes.hpp>

#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

std::string volume_path(const std::string& name) {
    require(name, "volume's name");
    return "/volumes/" + wire::encode(name);
}

}  // namespace

net::awaitable<std::vector<volume_summary>> volumes::list(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    return session_->call_as(session_->get("/volumes", q), until, wire::decode_volumes);
}

net::awaitable<volume_details> volumes::inspect(std::string name, deadline until) {
    return session_->call_as(session_->get(volume_path(name)), until, wire::decode_volume);
}

net::awaitable<std::optional<volume_details>> volumes::find(std::string name, deadline until) {
    return unless(error_kind::not_found, inspect(std::move(name), until));
}

net::awaitable<volume_details> volumes::create(std::string body, deadline until) {
    auto fitted = wire::fit(wire::document::volume, std::move(body), session_->api_version());
    return session_->call_as(session_->post("/volumes/create", {}, std::move(fitted.body)), until,
                             wire::decode_volume);
}

net::awaitable<void> volumes::remove(std::string name, bool force, deadline until) {
    wire::query q;
    q.flag("force", force);
    co_await session_->call(session_->remove(volume_path(name), q), until);
}

net::awaitable<prune_result> volumes::prune(prune_volumes which, filters filter, deadline until) {
    if (which == prune_volumes::anonymous)
        session_->check(wire::prune_anonymous_volumes);
    else if (wire::has(wire::prune_anonymous_volumes, session_->api_version()))
        filter.add("all", "true");
    wire::query q;
    q.filter(filter);
    auto r = session_->post("/volumes/prune", q);
    r.head_extra = http::until_all_is_done;
    return session_->call_as(std::move(r), until, [](const json& j) {
        return wire::decode_pruned(j, "VolumesDeleted");
    });
}

}  // namespace engine_api
