#include "find_proxy.hpp"

#include "snippet.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/create_request.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

/// What a Compose file would say of its mounts.
compose::service service_told_by(const engine_api::container_details& details) {
    compose::service told;
    told.name = details.name;
    for (const auto& mount : details.mounts) {
        if (mount.type != "bind" && mount.type != "volume") continue;
        compose::volume_mount m;
        m.type = compose::volume_mount::kind::bind;
        m.source = mount.source;
        m.target = mount.destination;
        told.volumes.push_back(std::move(m));
    }
    return told;
}

/// The id or name of the container; empty when there is none.
net::awaitable<std::string> foreign_container(const context& ctx) {
    const auto& s = ctx.settings;
    if (!s.proxy_container.empty()) co_return s.proxy_container;
    compose::project there;
    there.name = s.proxy_project;
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, there);
    const auto* found = seen.find(s.proxy);
    co_return found ? found->id : std::string();
}

net::awaitable<std::optional<found_proxy>> look_elsewhere(const context& ctx) {
    const auto id = co_await foreign_container(ctx);
    if (id.empty()) co_return std::nullopt;
    const auto details = co_await ctx.work.engine.containers().find(id);
    if (!details || !details->state.running) co_return std::nullopt;
    found_proxy found;
    found.container.id = details->id;
    found.container.name = details->name;
    found.container.image_id = details->image_id;
    found.container.state = details->state.status;
    found.service = service_told_by(*details);
    const auto project = details->labels.find(plan::project_label);
    found.owner = project == details->labels.end() ? details->name : project->second;
    if (found.owner == ctx.work.project.name) found.owner.clear();  // its lock is ours
    co_return found;
}

std::string words_for_proxy(const context& ctx) {
    const auto& s = ctx.settings;
    if (!s.proxy_container.empty()) return "the proxy, container '" + s.proxy_container + "',";
    const auto& project = s.has_foreign_proxy() ? s.proxy_project : ctx.work.project.name;
    return "the proxy '" + s.proxy + "' of project '" + project + '\'';
}

}  // namespace

net::awaitable<std::optional<found_proxy>> look_for_proxy_that_may_be_down(
    const context& ctx, const std::vector<plan::observed_container>& own) {
    if (ctx.settings.has_foreign_proxy()) {
        auto elsewhere = co_await look_elsewhere(ctx);
        co_return elsewhere;
    }
    plan::observed seen;
    seen.containers = own;
    const auto* there = seen.find(ctx.settings.proxy);
    if (!there) co_return std::nullopt;
    found_proxy found;
    found.container = *there;
    found.service = ctx.work.project.services.at(ctx.settings.proxy);
    co_return found;
}

net::awaitable<std::optional<found_proxy>> look_for_proxy(
    const context& ctx, const std::vector<plan::observed_container>& own) {
    auto found = co_await look_for_proxy_that_may_be_down(ctx, own);
    if (found && !found->container.running()) co_return std::nullopt;
    co_return found;
}

net::awaitable<found_proxy> find_proxy(const context& ctx) {
    const auto own = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    auto found = co_await look_for_proxy(ctx, own);
    if (!found)
        throw engine_work::failure(
            engine_work::exit_code::failed,
            words_for_proxy(ctx) + (ctx.settings.has_foreign_proxy()
                                        ? " is not running; start it where it belongs"
                                        : " is not running; start the stack first: rollout up"));
    co_return std::move(*found);
}

proxy_files files_of(const context& ctx, const found_proxy& found) {
    return {ctx.work.engine, ctx.work.project.name, ctx.files, found.container, found.service};
}

proxy proxy_in(const context& ctx, const found_proxy& found) {
    check_sees_snippets(ctx.settings, found.service);
    return {ctx.work.engine, found.container, found.service, files_of(ctx, found)};
}

void check_proxy_sees_snippets(const context& ctx) {
    if (ctx.settings.has_foreign_proxy()) return;
    check_sees_snippets(ctx.settings, ctx.work.project.services.at(ctx.settings.proxy));
}

}  // namespace rollout::blue_green
