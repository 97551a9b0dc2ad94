#include "find_proxy.hpp"
#include "look.hpp"
#include "serving.hpp"

#include <engine_api/error.hpp>
#include <rollout/base/joined.hpp>
#include <rollout/blue_green/deploy.hpp>
#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/with_lock.hpp>
#include <rollout/plan/plan.hpp>

#include <exception>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using container_list = std::vector<plan::observed_container>;
using plan::verb;

/// One that a signal of the user's own is sent to need not end.
bool ends_serving(const plan::manage_options& what) {
    switch (what.what) {
        case verb::start:
        case verb::unpause: return false;
        case verb::kill: return what.signal.empty();
        case verb::remove: return what.stop_first;
        case verb::stop:
        case verb::restart:
        case verb::pause: break;
    }
    return true;
}

class managing {
  public:
    managing(const context& ctx, engine_work::manage_options options, bool with_live)
        : ctx_(ctx), options_(std::move(options)), with_live_(with_live) {
        for (const auto& name : ctx.settings.roles())
            roles_.insert(name);
    }

    /// Before the lock is taken: a person may take his time. False = nothing is to be done.
    net::awaitable<bool> ask() {
        if (!options_.confirm) co_return true;
        auto what = options_.what;
        if (is_unnamed()) what.left_alone = roles_;
        auto names = co_await engine_work::containers_meant(ctx_.work, what);
        if (!names.empty() && !options_.confirm(names)) co_return false;
        options_.confirm = [asked = std::move(names)](const std::vector<std::string>& now) {
            if (now == asked) return true;
            throw engine_work::failure(engine_work::exit_code::failed,
                                       "meanwhile it would be others: " + base::joined(now, ", ") +
                                           "; nothing was done, ask again");
        };
        co_return true;
    }

    net::awaitable<void> run() {
        const auto seen =
            co_await engine_work::observe_containers(ctx_.work.engine, ctx_.work.project);
        auto& what = options_.what;
        if (is_unnamed() && what.what == verb::remove) {
            keep_colors(seen);
        } else if (is_unnamed()) {
            refuse_to_end_serving(seen);
        } else {
            co_await tell_who_is_served(seen);
        }
        co_await engine_work::manage(ctx_.work, options_);
    }

  private:
    [[nodiscard]] bool is_unnamed() const { return options_.what.services.empty() && !with_live_; }

    void keep_colors(const container_list& seen) {
        options_.what.left_alone = roles_;
        const auto kept = names_in(seen, roles_);
        if (!kept.empty()) ctx_.reporter.report(colors_kept{kept});
    }

    /// Kills and pauses by whatever signal: who names nothing may not know whom it would reach.
    void refuse_to_end_serving(const container_list& seen) const {
        const auto what = options_.what.what;
        if (what == verb::start || what == verb::unpause) return;
        const auto serving = names_in(alive_among(seen), roles_);
        if (serving.empty()) return;
        const auto word = std::string(to_string(what));
        throw engine_work::failure(
            engine_work::exit_code::failed,
            "refused to " + word + " the whole stack, as users are served by some of " + serving +
                "; name the services that are meant, or say --live for all of them");
    }

    net::awaitable<void> tell_who_is_served(const container_list& seen) {
        if (!ends_serving(options_.what)) co_return;
        plan::observed there;
        there.containers = alive_among(seen);
        const auto planned = plan::manage(ctx_.work.project, there, options_.what);
        std::set<std::string> reached;  // a restart takes dependents along
        for (const auto& task : planned.what.tasks)
            reached.insert(task.op.service);
        auto serving = co_await serving_services(ctx_);
        std::erase_if(serving, [&](const std::string& s) { return !reached.contains(s); });
        const auto containers = names_in(there.containers, serving);
        const auto word = std::string(to_string(options_.what.what));
        if (!containers.empty()) ctx_.reporter.report(serving_ends{word, containers});
    }

    const context& ctx_;
    engine_work::manage_options options_;
    bool with_live_;
    std::set<std::string> roles_;
};

/// But for a color that is not there.
net::awaitable<std::set<std::string>> services_to_start(const context& ctx) {
    const auto& project = ctx.work.project;
    const auto seen = co_await engine_work::observe_containers(ctx.work.engine, project);
    auto services = plan::default_services(project);
    for (const auto& name : ctx.settings.colored())
        if (names_in(seen, {name}).empty()) services.erase(name);
    co_return services;
}

/// The live color before the proxy, and nothing made.
net::awaitable<void> start(const context& ctx, const engine_work::manage_options& options) {
    engine_work::up_options up;
    up.services = options.what.services;
    if (up.services.empty()) {
        auto all = co_await services_to_start(ctx);
        up.services = std::move(all);
    }
    up.make = false;
    up.recreate = plan::recreate::never;
    up.ignore_orphans = true;
    up.images.build = false;
    up.images.pull = plan::pull_policy::never;
    up.health = options.health;
    co_await blue_green::up(ctx, std::move(up));
}

/// It may have another address now, which nginx looks up when it loads.
net::awaitable<void> find_the_live_color_again(const context& ctx) {
    const auto now = co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    const auto proxy = co_await look_for_proxy(ctx, now);
    if (!proxy) co_return;
    const auto code = co_await recover(ctx);
    if (code != engine_work::exit_code::done)
        throw engine_work::failure(code, "nginx was not made sure to serve the live color");
}

/// Also a part of it may have given the live color another address.
net::awaitable<void> restart(const context& ctx, net::awaitable<void> all) {
    std::exception_ptr problem;
    try {
        co_await std::move(all);
    } catch (const engine_work::failure& e) {
        if (e.code() == engine_work::exit_code::lock_held) throw;
        problem = std::current_exception();
    } catch (const engine_api::error&) {
        problem = std::current_exception();
    }
    try {
        co_await find_the_live_color_again(ctx);
    } catch (const std::exception& e) {
        if (!problem) throw;
        ctx.reporter.report(engine_work::file_warning{e.what()});
    }
    if (problem) std::rethrow_exception(problem);
}

}  // namespace

net::awaitable<void> manage(const context& ctx, engine_work::manage_options options,
                            bool with_live) {
    const auto what = options.what.what;
    if (what == verb::start) {
        co_await start(ctx, options);
        co_return;
    }
    managing run(ctx, std::move(options), with_live);
    const bool wanted = co_await run.ask();
    if (!wanted) co_return;
    const auto under_lock = [&](engine_work::deploy_lock&) { return run.run(); };
    engine_work::lock_options lock;
    lock.image = co_await engine_work::find_image_for_lock(ctx.work);
    lock.purpose = std::string(to_string(what));
    lock.wait = ctx.settings.lock_wait;
    if (lock.image.empty()) {
        co_await run.run();
        co_return;
    }
    if (what == verb::restart)
        co_await restart(ctx, engine_work::with_lock(ctx.work, lock, under_lock));
    else
        co_await engine_work::with_lock(ctx.work, lock, under_lock);
}

}  // namespace rollout::blue_green
