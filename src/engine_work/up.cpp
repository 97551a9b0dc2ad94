#include <engine_api/client.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/up.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <rollout/plan/create_request.hpp>

#include <algorithm>
#include <chrono>
#include <exception>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using service_list = std::vector<std::string>;

service_list order_of(const compose::project& project, const up_options& options) {
    const auto wanted =
        options.services.empty() ? plan::default_services(project) : options.services;
    auto order = plan::start_order(project, wanted);
    if (order.empty())
        throw failure(exit_code::usage, "no service to start: all are behind a profile");
    return order;
}

service_list to_be_started(const compose::project& project, const plan::observed& seen,
                           const service_list& order, bool recreate) {
    service_list names;
    for (const auto& name : order) {
        const auto running = std::count_if(
            seen.containers.begin(), seen.containers.end(),
            [&](const plan::observed_container& c) { return c.service == name && c.running(); });
        if (recreate || running < plan::replicas(project.services.at(name))) names.push_back(name);
    }
    return names;
}

net::awaitable<void> get_images(const context& ctx, const up_options& options,
                                const service_list& order) {
    const auto seen = co_await observe(ctx.engine, ctx.project);
    const auto names = to_be_started(ctx.project, seen, order, options.recreate);
    executor images(ctx, plan::untouchable::nothing(), options.health);
    const auto operations = plan::image_operations(ctx.project, seen, names, options.images);
    co_await images.run(operations);
}

std::set<std::string> to_be_recreated(const context& ctx, const up_options& options,
                                      const plan::observed& seen, const service_list& order) {
    std::set<std::string> recreate;
    for (const auto& name : plan::outdated_services(ctx.project, seen, order)) {
        if (options.recreate && !options.spared.contains(name))
            recreate.insert(name);
        else
            ctx.reporter.report(service_left_alone{name, options.spared.contains(name)});
    }
    return recreate;
}

health_options health_of(const up_options& options) {
    auto health = options.health;
    health.settle = 1s;  // enough to see a bad configuration end the process
    return health;
}

net::awaitable<void> start_services(const context& ctx, const up_options& options,
                                    const service_list& order) {
    const auto seen = co_await observe(ctx.engine, ctx.project);
    const auto recreate = to_be_recreated(ctx, options, seen, order);
    const auto operations = plan::up_operations(ctx.project, seen, order, recreate, options.spared);
    if (options.before_changes) options.before_changes(operations);
    executor starter(ctx, plan::untouchable::nothing(), health_of(options));
    std::exception_ptr problem;
    try {
        co_await starter.run(operations);
    } catch (...) {
        problem = std::current_exception();
    }
    if (problem) {
        co_await protect(starter.undo());
        std::rethrow_exception(problem);
    }
    ctx.reporter.report(stack_started{!operations.empty()});
}

}  // namespace

net::awaitable<void> up(const context& ctx, up_options options) {
    const auto order = order_of(ctx.project, options);
    co_await get_images(ctx, options, order);
    const auto& first = ctx.project.services.at(order.front());
    const auto image =
        co_await ctx.engine.images().inspect(plan::image_reference(ctx.project, first));
    const auto start = [&](deploy_lock& held) -> net::awaitable<void> {
        co_await start_services(ctx, options, order);
        if (options.at_the_end) co_await options.at_the_end(held);
    };
    lock_options lock;
    lock.image = image.id;
    lock.purpose = "up";
    lock.wait = options.lock_wait;
    co_await with_lock(ctx, lock, start);
}

}  // namespace rollout::engine_work
