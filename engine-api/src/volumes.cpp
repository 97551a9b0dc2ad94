#include "session.hpp"
#include "wire/decode_pruned.hpp"

#include <engine_api/volumes.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

std::string volume_path(const std::string& name) {
    require(name, "volume's name");
    return "/volumes/" + wire::encode(name);
}

volume_details decode_volume(const json& j) {
    volume_details v;
    v.name = wire::value<std::string>(j, "Name");
    v.driver = wire::value<std::string>(j, "Driver");
    v.mountpoint = wire::value<std::string>(j, "Mountpoint");
    v.scope = wire::value<std::string>(j, "Scope");
    v.created = wire::value<std::string>(j, "CreatedAt");
    v.labels = wire::value<wire::string_map>(j, "Labels");
    v.options = wire::value<wire::string_map>(j, "Options");
    return v;
}

}  // namespace

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

net::awaitable<volume_details> volumes::inspect(std::string name, deadline until) {
    const auto r = session_->get(volume_path(name));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, decode_volume);
}

net::awaitable<std::optional<volume_details>> volumes::find(std::string name, deadline until) {
    return unless(error_kind::not_found, inspect(std::move(name), until));
}

net::awaitable<volume_details> volumes::create(std::string body, deadline until) {
    auto fitted = wire::fit(wire::document::volume, std::move(body), session_->api_version());
    const auto r = session_->post("/volumes/create", {}, std::move(fitted.body));
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, decode_volume);
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
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(
        r, document, [](const json& j) { return wire::decode_pruned(j, "VolumesDeleted"); });
}

}  // namespace engine_api
