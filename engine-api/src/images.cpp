#include "session.hpp"

#include <engine_api/images.hpp>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

struct reference_parts {
    std::string name;
    std::string tag;  // a digest goes here too, as the engine wants it
};

reference_parts split_reference(const std::string& reference) {
    if (const auto at = reference.find('@'); at != std::string::npos)
        return {reference.substr(0, at), reference.substr(at + 1)};
    const auto colon = reference.rfind(':');
    const auto slash = reference.rfind('/');
    const bool is_tag = colon != std::string::npos && (slash == std::string::npos || colon > slash);
    if (is_tag) return {reference.substr(0, colon), reference.substr(colon + 1)};
    return {reference, "latest"};
}

std::string to_json(const std::map<std::string, std::optional<std::string>>& args) {
    json document = json::object();
    for (const auto& [key, value] : args)
        document[key] = value ? json(*value) : json();
    return document.dump();
}

wire::query build_query(const build_options& o) {
    wire::query q;
    for (const auto& tag : o.tags)
        q.add("t", tag);
    q.add("dockerfile", o.dockerfile);
    if (!o.target.empty()) q.add("target", o.target);
    if (!o.args.empty()) q.add("buildargs", to_json(o.args));
    if (!o.labels.empty()) q.add("labels", json(o.labels).dump());
    return q.flag("nocache", o.no_cache)
        .flag("pull", o.pull)
        .flag("rm", true)
        .flag("forcerm", true);
}

}  // namespace

net::awaitable<image_details> images::inspect(std::string reference, deadline until) {
    require(reference, "image's name");
    const auto r = session_->get("/images/" + wire::encode_path(reference) + "/json");
    const auto document = co_await session_->call_json(r, until);
    co_return session::decoded(r, document, [](const json& j) {
        image_details i;
        i.id = wire::value<std::string>(j, "Id");
        i.tags = wire::value<wire::string_list>(j, "RepoTags");
        i.digests = wire::value<wire::string_list>(j, "RepoDigests");
        return i;
    });
}

net::awaitable<progress_stream> images::pull(std::string reference, deadline until) {
    require(reference, "image's name");
    const auto parts = split_reference(reference);
    wire::query q;
    q.add("fromImage", parts.name).add("tag", parts.tag);
    auto reader = co_await session_->open(session_->post("/images/create", q), until);
    co_return progress_stream(std::move(reader));
}

net::awaitable<progress_stream> images::build(build_options options,
                                              std::unique_ptr<body_source> context,
                                              deadline until) {
    auto r = session_->post("/build", build_query(options));
    r.content_type = "application/x-tar";
    r.source = std::move(context);
    auto reader = co_await session_->open(r, until);
    co_return progress_stream(std::move(reader));
}

}  // namespace engine_api
