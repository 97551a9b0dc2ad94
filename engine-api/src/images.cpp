#include "session.hpp"
#include "wire/auth_header.hpp"
#include "wire/decode_image.hpp"

#include <engine_api/image_reference.hpp>
#include <engine_api/images.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace engine_api {

namespace net = boost::asio;
using wire::json;

namespace {

constexpr const char* tar_type = "application/x-tar";

std::string image_path(const std::string& reference, const char* rest) {
    require(reference, "image's name");
    return "/images/" + wire::encode_path(reference) + rest;
}

std::string to_json(const std::map<std::string, std::optional<std::string>>& args) {
    json document = json::object();
    for (const auto& [key, value] : args)
        document[key] = value ? json(*value) : json();
    return wire::to_text(document);
}

std::string to_json(const std::vector<ulimit>& limits) {
    json document = json::array();
    for (const auto& limit : limits)
        document.push_back({{"Name", limit.name}, {"Soft", limit.soft}, {"Hard", limit.hard}});
    return wire::to_text(document);
}

/// What the containers of RUN are like.
void add_limits(wire::query& q, const build_options& o) {
    if (!o.network_mode.empty()) q.add("networkmode", o.network_mode);
    for (const auto& host : o.extra_hosts)
        q.add("extrahosts", host);
    if (!o.isolation.empty()) q.add("isolation", o.isolation);
    if (!o.ulimits.empty()) q.add("ulimits", to_json(o.ulimits));
    if (o.shm_size != 0) q.add("shmsize", std::to_string(o.shm_size));
    if (o.memory != 0) q.add("memory", std::to_string(o.memory));
}

wire::query build_query(const build_options& o) {
    wire::query q;
    for (const auto& tag : o.tags)
        q.add("t", tag);
    q.add("dockerfile", o.dockerfile);
    if (!o.target.empty()) q.add("target", o.target);
    if (!o.platform.empty()) q.add("platform", o.platform);
    if (!o.args.empty()) q.add("buildargs", to_json(o.args));
    if (!o.labels.empty()) q.add("labels", wire::to_text(json(o.labels)));
    if (!o.cache_from.empty()) q.add("cachefrom", wire::to_text(json(o.cache_from)));
    add_limits(q, o);
    return q.flag("nocache", o.no_cache)
        .flag("pull", o.pull)
        .flag("rm", true)
        .flag("forcerm", true);
}

/// Which image; without a tag the engine would pull every one that there is.
void add_pulled(wire::query& q, const image_reference& image) {
    const auto& version = image.digest.empty() ? image.tag : image.digest;
    q.add("fromImage", image.name).add("tag", version.empty() ? "latest" : version);
}

/// `os/arch/variant` as the JSON that the newer endpoints want.
std::string platform_json(const std::string& text) {
    json document = json::object();
    std::size_t begin = 0;
    for (const char* key : {"os", "architecture", "variant"}) {
        if (begin > text.size()) break;
        const auto end = std::min(text.find('/', begin), text.size());
        document[key] = text.substr(begin, end - begin);
        begin = end + 1;
    }
    return wire::to_text(document);
}

}  // namespace

net::awaitable<std::vector<image_summary>> images::list(list_images_options o, deadline until) {
    wire::query q;
    q.flag("all", o.all).filter(o.filter);
    return session_->call_as(session_->get("/images/json", q), until, wire::decode_images);
}

net::awaitable<image_details> images::inspect(std::string reference, deadline until) {
    return session_->call_as(session_->get(image_path(reference, "/json")), until,
                             wire::decode_image);
}

net::awaitable<std::optional<image_details>> images::find(std::string reference, deadline until) {
    return unless(error_kind::not_found, inspect(std::move(reference), until));
}

net::awaitable<progress_stream> images::pull(std::string reference, pull_options o,
                                             deadline until) {
    require(reference, "image's name");
    wire::query q;
    add_pulled(q, parse_image_reference(reference));
    if (!o.platform.empty()) q.add("platform", o.platform);
    auto r = session_->post("/images/create", q);
    r.endless = true;
    if (!o.auth.empty()) r.headers.emplace_back("X-Registry-Auth", wire::auth_header(o.auth));
    auto reader = co_await session_->open(std::move(r), until);
    co_return progress_stream(std::move(reader));
}

net::awaitable<progress_stream> images::push(std::string reference, push_options o,
                                             deadline until) {
    require(reference, "image's name");
    const auto image = parse_image_reference(reference);
    wire::query q;
    q.add("tag", image.tag.empty() ? "latest" : image.tag);
    auto r = session_->post(image_path(image.name, "/push"), q);
    r.endless = true;
    // The engine refuses a push without the header, also where nobody logs in.
    r.headers.emplace_back("X-Registry-Auth", o.auth.empty() ? "e30=" : wire::auth_header(o.auth));
    auto reader = co_await session_->open(std::move(r), until);
    co_return progress_stream(std::move(reader));
}

net::awaitable<progress_stream> images::build(build_options options,
                                              std::unique_ptr<body_source> context,
                                              deadline until) {
    auto r = session_->post("/build", build_query(options));
    r.content_type = tar_type;
    r.source = std::move(context);
    r.endless = true;
    if (!options.auths.empty())
        r.headers.emplace_back("X-Registry-Config", wire::auth_header(options.auths));
    auto reader = co_await session_->open(std::move(r), until);
    co_return progress_stream(std::move(reader));
}

net::awaitable<progress_stream> images::load(std::unique_ptr<body_source> archive, deadline until) {
    wire::query q;
    q.add("quiet", "0");  // with it the head comes only when all is done
    auto r = session_->post("/images/load", q);
    r.content_type = tar_type;
    r.source = std::move(archive);
    r.endless = true;
    auto reader = co_await session_->open(std::move(r), until);
    co_return progress_stream(std::move(reader));
}

net::awaitable<download_stream> images::save(std::vector<std::string> references,
                                             std::string platform, deadline until) {
    wire::query q;
    for (const auto& reference : references)
        q.add("names", reference);
    require(q.str(), "list of images");
    if (!platform.empty()) {
        session_->check(wire::image_platform);
        q.add("platform", platform_json(platform));
    }
    auto r = session_->get("/images/get", q);
    r.head_extra = http::until_all_is_done;
    auto reader = co_await session_->open(std::move(r), until);
    co_return download_stream(std::move(reader));
}

net::awaitable<void> images::tag(std::string reference, std::string repository, std::string tag,
                                 deadline until) {
    wire::query q;
    q.add("repo", repository);
    if (!tag.empty()) q.add("tag", tag);
    co_await session_->call(session_->post(image_path(reference, "/tag"), q), until);
}

net::awaitable<std::vector<removed_image>> images::remove(std::string reference,
                                                          remove_image_options o, deadline until) {
    wire::query q;
    q.flag("force", o.force).flag("noprune", o.keep_parents);
    return session_->call_as(session_->remove(image_path(reference, ""), q), until,
                             wire::decode_removed);
}

net::awaitable<pruned_images> images::prune(filters filter, deadline until) {
    wire::query q;
    q.filter(filter);
    auto r = session_->post("/images/prune", q);
    r.head_extra = http::until_all_is_done;
    return session_->call_as(std::move(r), until, wire::decode_pruned_images);
}

}  // namespace engine_api
