#include "live_color.hpp"

#include <rollout/blue_green/stack.hpp>

namespace rollout::blue_green {

namespace net = boost::asio;

net::awaitable<live_status> look_at_live(const context& ctx,
                                         std::vector<plan::observed_container> containers) {
    plan::observed seen;
    seen.containers = std::move(containers);
    live_status status;
    const auto* found = seen.find(ctx.settings.proxy);
    status.proxy_running = found && found->running();
    status.recorded = read_record(ctx);
    if (!status.proxy_running) co_return status;
    proxy nginx(ctx.work.engine, found->id, ctx.work.project.services.at(ctx.settings.proxy),
                ctx.settings);
    const auto witnesses = co_await look(ctx, nginx, seen);
    const auto verdict = judge(witnesses);
    status.live = verdict.live;
    status.live_running = witnesses.of(verdict.live) != condition::down;
    status.in_snippet = witnesses.written;
    status.finding = verdict.finding;
    co_return status;
}

}  // namespace rollout::blue_green
