#include <engine_api/client.hpp>
#include <rollout/engine_work/check_resources.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/up.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/update.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <iterator>
#include <utility>

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

bool starts_as_it_is(const up_start& start, const plan::observed_container& c) {
    return !c.running() && start.as_they_are.contains(c.id);
}

/// Those that were made by another file than today's, and are started as they are.
void report_as_they_are(const context& ctx, const up_start& start, const plan::observed& seen,
                        const service_list& order) {
    constexpr bool spared = true;
    for (const auto& name : order) {
        const auto hash = plan::config_hash(ctx.project, ctx.project.services.at(name));
        const bool differs = std::any_of(
            seen.containers.begin(), seen.containers.end(), [&](const plan::observed_container& c) {
                return c.service == name && starts_as_it_is(start, c) && c.config_hash != hash;
            });
        if (differs) ctx.reporter.report(service_left_alone{name, spared});
    }
}

/// What an update before this run left. `seen` is observed anew if that changes it.
net::awaitable<void> settle_updates(const context& ctx, const up_options& options,
                                    const deploy_lock& held, plan::observed& seen) {
    service_list but(options.spared.begin(), options.spared.end());
    but.push_back(options.watched);
    const auto how = held.own_unfinished() ? plan::update_was::cut_off : plan::update_was::long_ago;
    const auto operations = plan::settle_updates(ctx.project, seen, but, how);
    if (operations.empty()) co_return;
    executor carry_out(ctx, plan::untouchable::nothing(), options.health);
    co_await carry_out.run(operations);
    auto now = co_await observe(ctx.engine, ctx.project);
    seen = std::move(now);
}

/// Takes those off that start the first container of a service, and all that follow; none when
/// nothing of it is started.
plan::operations take_from_first_start(plan::operations& operations, const std::string& service) {
    const auto first =
        std::find_if(operations.begin(), operations.end(), [&](const plan::operation& op) {
            return op.what == plan::action::start_container && op.service == service;
        });
    plan::operations rest(std::make_move_iterator(first),
                          std::make_move_iterator(operations.end()));
    operations.erase(first, operations.end());
    return rest;
}

net::awaitable<void> carry_out(executor& starter, const up_options& options,
                               plan::operations operations) {
    auto rest = take_from_first_start(operations, options.watched);
    co_await starter.run(std::move(operations));
    if (rest.empty()) co_return;
    if (options.before_watched) co_await options.before_watched();
    co_await starter.run(std::move(rest));
}

net::awaitable<void> start_services(const context& ctx, const up_options& options,
                                    const deploy_lock& held, const up_start& start,
                                    const service_list& order) {
    auto seen = co_await observe(ctx.engine, ctx.project);
    co_await refuse_unusable_resources(ctx, seen, order);
    co_await settle_updates(ctx, options, held, seen);
    const auto recreate = to_be_recreated(ctx, options, seen, order);
    report_as_they_are(ctx, start, seen, order);
    const auto operations =
        plan::up_operations(ctx.project, seen, order, recreate, options.spared, start.as_they_are);
    if (options.before_changes) options.before_changes(operations);
    executor starter(ctx, plan::untouchable::nothing(), health_of(options));
    std::exception_ptr problem;
    try {
        co_await carry_out(starter, options, operations);
    } catch (...) {
        problem = std::current_exception();
    }
    if (problem) {
        co_await protect(starter.undo());
        std::rethrow_exception(problem);
    }
    ctx.reporter.report(stack_started{!operations.empty()});
}

service_list without(service_list names, const service_list& others) {
    std::erase_if(names, [&](const std::string& name) {
        return std::find(others.begin(), others.end(), name) != others.end();
    });
    return names;
}

/// Those of `order` that make a container, as far as can be told before their images are there.
service_list without_those_as_they_are(const context& ctx, const up_start& start,
                                       const plan::observed& seen, const service_list& order) {
    auto names = order;
    std::erase_if(names, [&](const std::string& name) {
        const auto there = std::count_if(
            seen.containers.begin(), seen.containers.end(), [&](const plan::observed_container& c) {
                return c.service == name && (c.running() || starts_as_it_is(start, c));
            });
        return there >= plan::replicas(ctx.project.services.at(name));
    });
    return names;
}

/// The images of services that are not `known` to be there.
net::awaitable<void> get_more_images(const context& ctx, const up_options& options,
                                     const up_start& start, const service_list& names) {
    if (names.empty()) co_return;
    plan::observed seen;
    seen.containers = co_await observe_containers(ctx.engine, ctx.project);
    const auto made = without_those_as_they_are(ctx, start, seen, names);
    if (!made.empty()) co_await get_images(ctx, options, made);
}

/// `known` are the services whose images are there.
net::awaitable<void> start_under_lock(const context& ctx, const up_options& options,
                                      deploy_lock& held, const service_list& known) {
    up_start start;
    start.project = ctx.project;
    if (options.under_lock) {
        auto asked = co_await options.under_lock();
        start = std::move(asked);
    }
    const auto within = ctx.about(start.project);
    const auto order = order_of(start.project, options);
    co_await get_more_images(within, options, start, without(order, known));
    co_await start_services(within, options, held, start, order);
    if (options.at_the_end)
        co_await options.at_the_end(held);
    else
        held.settled();
}

/// Any that the engine has, for the lock; gets those of `early` first.
net::awaitable<std::string> get_an_image(const context& ctx, const up_options& options,
                                         const std::vector<plan::observed_container>& there,
                                         const service_list& early) {
    if (!early.empty()) co_await get_images(ctx, options, early);
    if (!there.empty()) co_return there.front().image_id;
    const auto& first = ctx.project.services.at(early.front());
    const auto image =
        co_await ctx.engine.images().inspect(plan::image_reference(ctx.project, first));
    co_return image.id;
}

}  // namespace

// What a spared service needs is known under the lock: it may be started as it is.
net::awaitable<void> up(const context& ctx, up_options options) {
    const auto order = order_of(ctx.project, options);
    const auto there = co_await observe_containers(ctx.engine, ctx.project);
    auto early = order;
    if (!there.empty()) early = without(order, {options.spared.begin(), options.spared.end()});
    lock_options lock;
    auto image = co_await get_an_image(ctx, options, there, early);
    lock.image = std::move(image);
    lock.purpose = "up";
    lock.wait = options.lock_wait;
    const auto start = [&](deploy_lock& held) {
        return start_under_lock(ctx, options, held, early);
    };
    co_await with_lock(ctx, lock, start);
}

}  // namespace rollout::engine_work
