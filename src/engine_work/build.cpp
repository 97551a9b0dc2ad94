#include <rollout/engine_work/build.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/plan/plan.hpp>

namespace rollout::engine_work {

namespace net = boost::asio;

net::awaitable<void> build(const context& ctx, std::set<std::string> services) {
    plan::check_known(ctx.project, services);
    std::vector<std::string> names;
    for (const auto& [name, service] : ctx.project.services)
        if (service.build && (services.empty() || services.contains(name))) names.push_back(name);
    const plan::image_options options;
    const plan::observed nothing;
    const auto operations = plan::image_operations(ctx.project, nothing, names, options);
    if (operations.empty()) ctx.reporter.report(nothing_to_build{});
    executor builder(ctx, plan::untouchable::nothing(), {});
    co_await builder.run(operations);
}

}  // namespace rollout::engine_work
