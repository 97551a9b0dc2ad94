#include "together.hpp"

#include <engine_api/client.hpp>
#include <rollout/base/joined.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/manage.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/plan.hpp>

#include <algorithm>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

std::vector<std::string> containers_in(const plan::graph& g) {
    std::vector<std::string> names;
    for (const auto& task : g.tasks)
        if (std::find(names.begin(), names.end(), task.op.target.name) == names.end())
            names.push_back(task.op.target.name);
    return names;
}

net::awaitable<void> report_end(const context& ctx, const plan::observed_container& c, int& code) {
    const auto result = co_await ctx.engine.containers().wait(c.id);
    code = result.exit_code;
    ctx.reporter.report(container_ended{c.name, c.service, result.exit_code});
}

}  // namespace

void refuse_missing_containers(const std::vector<std::string>& services) {
    if (services.empty()) return;
    throw failure(exit_code::failed,
                  "no container to start for " + base::joined(services, ", ") +
                      "; `rollout create` makes what is missing, and `rollout up` starts it too");
}

net::awaitable<std::vector<std::string>> containers_meant(const context& ctx,
                                                          plan::manage_options what) {
    const auto seen = co_await observe_with_one_offs(ctx.engine, ctx.project);
    co_return containers_in(plan::manage(ctx.project, seen, what).what);
}

net::awaitable<void> manage(const context& ctx, manage_options options) {
    const auto seen = co_await observe_with_one_offs(ctx.engine, ctx.project);
    const auto planned = plan::manage(ctx.project, seen, options.what);
    refuse_missing_containers(planned.missing);
    const auto names = containers_in(planned.what);
    if (names.empty())
        ctx.reporter.report(nothing_to_do{std::string(to_string(options.what.what))});
    const bool wanted = !names.empty() && (!options.confirm || options.confirm(names));
    if (!wanted) co_return;
    executor by(ctx, plan::untouchable::nothing(), options.health);
    by.stop_within(options.stop_seconds);
    const bool in_order = options.what.what == plan::verb::start;
    if (!in_order) by.go_on_after_failures();
    co_await by.run(planned.what);
}

net::awaitable<int> wait_for_ends(const context& ctx, std::set<std::string> services) {
    plan::check_known(ctx.project, services);
    const auto seen = co_await observe_with_one_offs(ctx.engine, ctx.project);
    int code = 0;
    std::vector<net::awaitable<void>> ends;
    for (const auto* all : {&seen.containers, &seen.one_offs})
        for (const auto& c : *all)
            if (c.alive() && (services.empty() || services.contains(c.service)))
                ends.push_back(report_end(ctx, c, code));
    if (ends.empty())
        throw failure(exit_code::failed,
                      "no container to wait for: none runs in project '" + ctx.project.name + "'");
    co_await all_together(std::move(ends));
    co_return code;
}

}  // namespace rollout::engine_work
