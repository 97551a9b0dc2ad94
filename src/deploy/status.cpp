#include <engine_api/client.hpp>
#include <rollout/deploy/live_color.hpp>
#include <rollout/deploy/lock.hpp>
#include <rollout/deploy/observe.hpp>
#include <rollout/deploy/stack.hpp>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using strategy::color;

std::string name(color c) {
    return std::string(strategy::to_string(c));
}

void report_containers(const context& ctx, const plan::observed& seen) {
    for (const auto& c : seen.containers)
        ctx.reporter.step("container", c.name + ": " + c.status + ", image " + c.image + " (" +
                                           c.image_id.substr(0, 19) + ')');
    if (seen.containers.empty())
        ctx.reporter.step("container", "none; `rollout up` starts the stack");
}

std::string record_text(bool written, color live) {
    return written ? name(live) : "none, which means blue";
}

std::string agreement(const strategy::witnesses& w) {
    const auto verdict = strategy::judge(w);
    if (verdict.finding.empty() && w.of(verdict.live) == strategy::condition::down)
        return "record and proxy agree, but " + name(verdict.live) + " is not running";
    if (verdict.finding.empty()) return "record and proxy agree";
    return verdict.finding + "; the next deploy takes " + name(verdict.live) + " as live";
}

}  // namespace

net::awaitable<exit_code> status(const context& ctx) {
    plan::observed seen;
    seen.containers = co_await observe_containers(ctx.engine, ctx.project);
    const auto* nginx = seen.find(ctx.settings.proxy);
    ctx.reporter.step("project", ctx.project.name);
    if (!nginx || !nginx->running()) {
        ctx.reporter.step("live", "none: the proxy is not running");
        const auto record = read_record(ctx.settings);
        ctx.reporter.step("record", record_text(record.written, record.live));
        report_containers(ctx, seen);
        co_return exit_code::live;
    }
    proxy nginx_proxy(ctx.engine, nginx->id, ctx.project.services.at(ctx.settings.proxy),
                      ctx.settings);
    const auto w = co_await look(ctx, nginx_proxy, seen);
    ctx.reporter.step("live", name(strategy::judge(w).live));
    ctx.reporter.step("record", record_text(w.has_record, w.recorded));
    ctx.reporter.step("snippet", w.written ? name(*w.written) : "neither color");
    ctx.reporter.step("agreement", agreement(w));
    report_containers(ctx, seen);
    co_return exit_code::live;
}

}  // namespace rollout::deploy
