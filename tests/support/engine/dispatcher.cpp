#include <support/engine/dispatcher.hpp>
#include <support/engine/text.hpp>

#include <cstdlib>
#include <exception>
#include <utility>

namespace support::engine {
namespace {

using kind = fault::kind;

bool suppresses(const fault& one) {
    return one.what == kind::fail || one.what == kind::reset_before_head ||
           one.what == kind::garbage_head || one.what == kind::stall;
}

// "1.41" as a number that compares; 0 for anything else.
int as_number(const std::string& version) {
    const auto dot = version.find('.');
    if (dot == std::string::npos) return 0;
    return std::atoi(version.c_str()) * 1000 + std::atoi(version.c_str() + dot + 1);
}

}  // namespace

bool speaks(const core& engine, const request& asked, const std::string& version) {
    const auto& spoken = asked.version.empty() ? engine.newest_api : asked.version;
    return as_number(spoken) >= as_number(version);
}

dispatcher::dispatcher(core& engine) : engine_(engine) {
    add_system_endpoints(engine, routes_);
    add_event_endpoint(engine, routes_);
    add_create_endpoint(engine, routes_);
    add_container_views(engine, routes_);
    add_container_endpoints(engine, routes_);
    add_log_endpoint(engine, routes_);
    add_attach_endpoints(engine, routes_);
    add_stats_endpoint(engine, routes_);
    add_top_endpoint(engine, routes_);
    add_archive_endpoints(engine, routes_);
    add_exec_endpoints(engine, routes_);
    add_image_endpoints(engine, routes_);
    add_pull_endpoint(engine, routes_);
    add_build_endpoint(engine, routes_);
    add_network_endpoints(engine, routes_);
    add_volume_endpoints(engine, routes_);
}

void dispatcher::on(std::string method, std::string pattern, handler answer) {
    overrides_.push_back({std::move(method), std::move(pattern), std::move(answer)});
}

void dispatcher::name_container(request& asked) const {
    const auto parts = text::split(asked.path, '/');
    if (parts.size() < 3) return;
    container_ptr named;
    if (parts[1] == "containers") named = engine_.find_container(parts[2]);
    if (parts[1] == "exec") {
        const auto found = engine_.execs.find(parts[2]);
        if (found != engine_.execs.end()) {
            named = engine_.container_by_id(found->second->container_id);
        }
    }
    // "/networks/edge/connect" has the container in its body.
    if (parts[1] == "networks" && parts.size() == 4) {
        const auto body = json::parse(asked.body, nullptr, false);
        named = engine_.find_container(text_member(body, "Container"));
    }
    if (!named) return;
    asked.container_id = named->id;
    asked.container_name = named->name;
}

void dispatcher::decorate(reply& made) const {
    const auto length_limit =
        std::size_t{2048};  // of Go's server: what is longer goes out in chunks
    if (made.frame == framing::length && made.body.size() > length_limit)
        made.frame = framing::chunked;
    made.headers.emplace_back("Api-Version", engine_.newest_api);
    made.headers.emplace_back("Docker-Experimental", "false");
    made.headers.emplace_back("Ostype", "linux");
    made.headers.emplace_back("Server", "Docker/20.10.24+dfsg1 (linux)");
    if (made.frame != framing::until_close) made.headers.emplace_back("Date", http_date(now()));
}

reply dispatcher::answer_routed(const request& asked) {
    if (!asked.version.empty()) {
        if (as_number(asked.version) > as_number(engine_.newest_api)) {
            throw refusal{400, "client version " + asked.version +
                                   " is too new. Maximum supported API version is " +
                                   engine_.newest_api};
        }
        if (as_number(asked.version) < as_number(engine_.oldest_api)) {
            return reply::text(400, "client version " + asked.version +
                                        " is too old. Minimum supported API version is " +
                                        engine_.oldest_api +
                                        ", please upgrade your client to a newer version\n");
        }
    }
    if (auto made = routes_.answer(asked)) return std::move(*made);
    log_.add_unexpected(asked.line());
    return reply::error(404, "page not found");
}

reply dispatcher::answer(const request& asked) {
    for (auto one = overrides_.rbegin(); one != overrides_.rend(); ++one) {
        if (!request_matches(asked, one->method, one->pattern)) continue;
        if (auto made = one->answer(asked)) return std::move(*made);
    }
    try {
        return answer_routed(asked);
    } catch (const refusal& reason) {
        return reply::error(reason.status, reason.message);
    } catch (const std::exception& reason) {
        // A body of a shape that no client sends, or a bug of the fake: never a silent hang.
        return reply::error(500, std::string("fake engine: ") + reason.what());
    }
}

exchange dispatcher::answer_recorded(request& asked) {
    name_container(asked);
    log_.add(asked);
    exchange made;
    made.misbehave = faults_.pick(asked);
    const bool quiet = made.misbehave && suppresses(*made.misbehave);
    if (!quiet || made.misbehave->carried_out) made.answer = answer(asked);
    if (made.misbehave && made.misbehave->what == kind::fail) {
        made.answer = reply::error(made.misbehave->status, made.misbehave->message);
        made.misbehave.reset();
    }
    decorate(made.answer);
    return made;
}

reply dispatcher::call(std::string_view method, std::string_view target, std::string body) {
    request asked;
    asked.method = method;
    asked.target = target;
    asked.path = text::percent_decode(asked.target.substr(0, asked.target.find('?')), false);
    for (auto& [key, value] : text::parse_query(target))
        asked.query[key] = std::move(value);
    asked.body = std::move(body);
    return answer(asked);
}

}  // namespace support::engine
