#include "get_images.hpp"

#include <engine_api/client.hpp>
#include <rollout/base/joined.hpp>
#include <rollout/engine_work/check_resources.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/manage.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/up.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/platform.hpp>
#include <rollout/plan/update.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using service_list = std::vector<std::string>;

service_list order_of(const compose::project& project, const up_options& options) {
    auto order = plan::up_order(project, options.services, options.with_dependencies);
    if (order.empty())
        throw failure(exit_code::usage, "no service to start: all are behind a profile");
    return order;
}

/// Those that get no new container, as far as can be told before their images are there.
bool needs_no_image(const compose::project& project, const up_start& start,
                    const plan::observed& seen, const std::string& name) {
    if (!start.spared.contains(name)) return false;
    const auto there = std::count_if(
        seen.containers.begin(), seen.containers.end(), [&](const plan::observed_container& c) {
            return c.service == name && (c.running() || start.as_they_are.contains(c.id));
        });
    return there >= plan::replicas(project.services.at(name));
}

health_options health_of(const up_options& options) {
    auto health = options.health;
    health.settle = 1s;  // enough to see a bad configuration end the process
    return health;
}

class bringing_up {
  public:
    bringing_up(const context& ctx, const up_options& options, const up_start& start)
        : ctx_(ctx), options_(options), start_(start), order_(order_of(ctx.project, options)) {}

    net::awaitable<void> look() {
        auto seen = co_await observe(ctx_.engine, ctx_.project);
        co_await take(std::move(seen));
    }

    /// The same, seen already.
    net::awaitable<void> take(plan::observed seen) {
        seen_ = std::move(seen);
        if (!options_.make) refuse_to_make();
        return refuse_unusable_resources(ctx_, seen_, order_);
    }

    /// True, and told, when nothing is to be done.
    net::awaitable<bool> is_up() {
        const auto names = needing_images();
        const auto images = plan::image_operations(ctx_.project, seen_, names, options_.images);
        const auto builds = plan::missing_builds(ctx_.project, seen_, names);
        const auto what = plan::converge(ctx_.project, seen_, converge_options());
        const auto left = left_updates(plan::update_was::long_ago);
        const bool nothing =
            images.empty() && builds.empty() && what.what.tasks.empty() && left.empty();
        if (nothing) {
            tell(what);
            if (options_.start) ctx_.reporter.report(stack_started{});
        }
        co_return nothing;
    }

    net::awaitable<void> get_all_images() {
        return get_images(ctx_, seen_, needing_images(), options_.images);
    }

    /// Of services that may follow a deploy: what an update before this run left.
    net::awaitable<void> settle_updates(const deploy_lock& held) {
        const auto operations = left_updates(held.own_unfinished() ? plan::update_was::cut_off
                                                                   : plan::update_was::long_ago);
        if (operations.empty()) co_return;
        executor carry_out(ctx_, plan::untouchable::nothing(), options_.health);
        co_await carry_out.run(operations);
        auto now = co_await observe(ctx_.engine, ctx_.project);
        seen_ = std::move(now);
    }

    net::awaitable<void> converge() {
        const auto what = plan::converge(ctx_.project, seen_, converge_options());
        tell(what);
        const auto operations = plan::operations_of(what.what);
        if (options_.hooks && options_.hooks->before_changes)
            options_.hooks->before_changes(operations);
        executor starter(ctx_, plan::untouchable::nothing(), health_of(options_));
        starter.stop_within(options_.stop_seconds);
        const auto before = [this](const plan::operation& op) { return before_operation(op); };
        co_await starter.run(what.what, before);
        const bool runs = co_await tell_what_does_not_run(operations);
        if (options_.start) ctx_.reporter.report(stack_started{!operations.empty(), runs});
    }

  private:
    void refuse_to_make() const {
        service_list missing;
        for (const auto& name : order_)
            if (!seen_.find(name)) missing.push_back(name);
        refuse_missing_containers(missing);
    }

    [[nodiscard]] plan::converge_options converge_options() const {
        plan::converge_options c;
        c.services = order_;
        if (!options_.services.empty())
            for (const auto& name : order_)
                if (!options_.services.contains(name)) c.dependencies.insert(name);
        c.named = options_.recreate;
        c.others = options_.recreate == plan::recreate::always ? plan::recreate::diverged
                                                               : options_.recreate;
        if (options_.recreate_dependencies) c.others = plan::recreate::always;
        c.inherit_volumes = options_.inherit_volumes;
        c.make = options_.make;
        c.start = options_.start;
        c.remove_orphans = options_.remove_orphans;
        c.wait = options_.start ? options_.wait : plan::waiting::none;
        c.spared = start_.spared;
        c.left_running = options_.left_running;
        c.as_they_are = start_.as_they_are;
        return c;
    }

    [[nodiscard]] service_list needing_images() const {
        service_list names;
        for (const auto& name : order_)
            if (!needs_no_image(ctx_.project, start_, seen_, name)) names.push_back(name);
        return names;
    }

    [[nodiscard]] plan::operations left_updates(plan::update_was when) const {
        service_list but(start_.spared.begin(), start_.spared.end());
        but.push_back(options_.hooks->watched);
        return plan::settle_updates(ctx_.project, seen_, but, when);
    }

    void tell(const plan::convergence& what) const {
        if (!what.orphans.empty() && !options_.ignore_orphans)
            ctx_.reporter.report(file_warning{"containers of services that are not in the file: " +
                                              base::joined(what.orphans, ", ") +
                                              "; --remove-orphans removes them"});
        for (const auto& note : what.notes)
            ctx_.reporter.report(file_warning{note});
        for (const auto& name : what.left_alone)
            ctx_.reporter.report(service_left_alone{name, start_.spared.contains(name)});
        tell_what_is_started_as_it_is();
    }

    void tell_what_is_started_as_it_is() const {
        constexpr bool spared = true;
        for (const auto& name : order_) {
            const auto hash = plan::config_hash(ctx_.project, ctx_.project.services.at(name));
            const bool differs = std::any_of(seen_.containers.begin(), seen_.containers.end(),
                                             [&](const plan::observed_container& c) {
                                                 return c.service == name && !c.running() &&
                                                        start_.as_they_are.contains(c.id) &&
                                                        c.config_hash != hash;
                                             });
            if (differs) ctx_.reporter.report(service_left_alone{name, spared});
        }
    }

    net::awaitable<void> before_operation(const plan::operation& op) {
        const auto& hooks = options_.hooks;
        const bool watched = hooks && op.service == hooks->watched && hooks->before_watched &&
                             op.what == plan::action::start_container;
        if (watched && !std::exchange(watched_starts_, true)) co_await hooks->before_watched();
    }

    /// docker compose counts that as a success; who is told can decide for himself.
    net::awaitable<bool> tell_what_does_not_run(const plan::operations& operations) {
        std::set<std::string> started;
        for (const auto& op : operations)
            if (op.what == plan::action::start_container) started.insert(op.target.name);
        bool all = true;
        if (started.empty() || options_.wait != plan::waiting::none) co_return all;
        const auto now = co_await observe_containers(ctx_.engine, ctx_.project);
        for (const auto& c : now) {
            const bool ended_well = c.status.starts_with("Exited (0)");
            if (!started.contains(c.name) || c.running() || ended_well) continue;
            ctx_.reporter.report(container_warning{c.name, "it does not run: " + c.status});
            all = false;
        }
        co_return all;
    }

    const context& ctx_;
    const up_options& options_;
    const up_start& start_;
    service_list order_;
    plan::observed seen_;
    bool watched_starts_ = false;
};

net::awaitable<void> bring_up_plain(const context& ctx, const up_options& options) {
    const up_start start;
    bringing_up run(ctx, options, start);
    co_await run.look();
    co_await run.get_all_images();
    co_await run.converge();
}

/// Who finds nothing to do takes no lock, and writes nothing.
net::awaitable<bool> is_up_already(const context& ctx, const up_options& options,
                                   const plan::observed& seen) {
    const auto start = co_await options.hooks->settled(seen);
    if (!start) co_return false;
    const auto within = ctx.about(start->project);
    bringing_up run(within, options, *start);
    co_await run.take(seen);
    co_return co_await run.is_up();
}

net::awaitable<void> bring_up_under_lock(const context& ctx, const up_options& options,
                                         deploy_lock& held) {
    const auto& hooks = *options.hooks;
    const auto start = co_await hooks.under_lock();
    const auto within = ctx.about(start.project);
    bringing_up run(within, options, start);
    co_await run.look();
    co_await run.settle_updates(held);
    co_await run.get_all_images();
    co_await run.converge();
    co_await hooks.at_the_end(held);
}

/// Any that the engine has, for the lock.
net::awaitable<std::string> get_an_image(const context& ctx, const up_options& options,
                                         plan::observed seen) {
    if (!seen.containers.empty()) co_return seen.containers.front().image_id;
    const up_start start;
    bringing_up run(ctx, options, start);
    co_await run.take(std::move(seen));
    co_await run.get_all_images();
    const auto& first = ctx.project.services.at(order_of(ctx.project, options).front());
    const auto image =
        co_await ctx.engine.images().inspect(plan::image_reference(ctx.project, first));
    co_return image.id;
}

}  // namespace

net::awaitable<void> up(const context& ctx, up_options options) {
    if (!options.hooks) {
        co_await bring_up_plain(ctx, options);
        co_return;
    }
    order_of(ctx.project, options);  // before anything is asked for
    auto seen = co_await observe(ctx.engine, ctx.project);
    const bool is_up = co_await is_up_already(ctx, options, seen);
    if (is_up) co_return;
    lock_options lock;
    auto image = co_await get_an_image(ctx, options, std::move(seen));
    lock.image = std::move(image);
    lock.purpose = "up";
    lock.wait = options.hooks->lock_wait;
    const auto start = [&](deploy_lock& held) { return bring_up_under_lock(ctx, options, held); };
    co_await with_lock(ctx, lock, start);
}

}  // namespace rollout::engine_work
