#include <engine_api/client.hpp>
#include <rollout/engine_work/check_resources.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/check_resources.hpp>

#include <algorithm>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using plan::resource_finding;

net::awaitable<void> drop_what_a_swarm_may_bring(const context& ctx,
                                                 std::vector<resource_finding>& found) {
    const auto may_come = [](const resource_finding& f) { return f.swarm_may_bring_it; };
    if (std::none_of(found.begin(), found.end(), may_come)) co_return;
    const auto swarm = co_await ctx.engine.swarm().state();
    if (swarm.node_state == "active") std::erase_if(found, may_come);
}

}  // namespace

net::awaitable<void> refuse_unusable_resources(const context& ctx, const plan::observed& seen,
                                               std::vector<std::string> services) {
    auto found = plan::check_resources(ctx.project, seen, services);
    co_await drop_what_a_swarm_may_bring(ctx, found);
    std::string fatal;
    for (const auto& one : found)
        if (one.fatal)
            fatal += (fatal.empty() ? "" : "; ") + one.text;
        else
            ctx.reporter.report(file_warning{one.text});
    if (!fatal.empty()) throw failure(exit_code::failed, fatal);
}

}  // namespace rollout::engine_work
