#include "find_proxy.hpp"

#include "snippet.hpp"

#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

}  // namespace

net::awaitable<plan::observed_container> find_proxy(const context& ctx) {
    plan::observed seen;
    seen.containers = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    const auto* found = seen.find(ctx.settings.proxy);
    if (!found || !found->running())
        throw engine_work::failure(engine_work::exit_code::failed,
                                   "the proxy '" + ctx.settings.proxy + "' of project '" +
                                       ctx.work.project.name +
                                       "' is not running; start the stack first: rollout up");
    co_return *found;
}

proxy proxy_in(const context& ctx, const plan::observed_container& container) {
    check_proxy_sees_snippets(ctx);
    return {ctx.work.engine, container, ctx.work.project.services.at(ctx.settings.proxy)};
}

void check_proxy_sees_snippets(const context& ctx) {
    const auto& service = ctx.work.project.services.at(ctx.settings.proxy);
    for (const auto& u : ctx.settings.upstreams())
        (void)path_in_proxy(u.snippet, service);
}

}  // namespace rollout::blue_green
