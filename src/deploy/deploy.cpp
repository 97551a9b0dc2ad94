#include "with_lock.hpp"

#include <engine_api/client.hpp>
#include <rollout/deploy/cutover.hpp>
#include <rollout/deploy/deploy.hpp>
#include <rollout/deploy/diagnose.hpp>
#include <rollout/deploy/execute.hpp>
#include <rollout/deploy/live_color.hpp>
#include <rollout/deploy/observe.hpp>
#include <rollout/deploy/smoke.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/strategy/snippet.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <csignal>
#include <exception>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using strategy::color;

std::string name(color c) {
    return std::string(strategy::to_string(c));
}

/// One deploy, from the plan to the retired old color.
class deployment {
  public:
    deployment(const context& ctx, const deploy_options& options, std::string proxy_container)
        : ctx_(ctx),
          options_(options),
          nginx_(ctx.engine, std::move(proxy_container),
                 ctx.project.services.at(ctx.settings.proxy), ctx.settings) {}

    net::awaitable<exit_code> run(const deploy_lock* lock) {
        co_await find_live();
        print_plan();
        if (options_.dry_run) co_return exit_code::live;
        co_await prepare(*lock);
        co_await go_live();
        const bool good = co_await smoke_passes(to_);
        // A signal may have come by now, and then nothing could be waited for without this.
        co_await net::this_coro::reset_cancellation_state(net::enable_terminal_cancellation());
        if (!good) co_return co_await roll_back();
        co_await finish();
        co_return exit_code::live;
    }

  private:
    [[nodiscard]] const std::string& idle_service() const { return ctx_.settings.service(to_); }

    net::awaitable<void> find_live() {
        seen_ = co_await observe(ctx_.engine, ctx_.project);
        const auto witnesses = co_await look(ctx_, nginx_, seen_);
        const auto verdict = strategy::judge(witnesses);
        from_ = verdict.live;
        to_ = strategy::other(from_);
        if (!verdict.finding.empty())
            ctx_.reporter.warning("look",
                                  verdict.finding + "; taking " + name(from_) + " as live" +
                                      (verdict.reload ? " and making nginx load that" : ""));
        if (witnesses.of(from_) == strategy::condition::down)
            ctx_.reporter.warning("look", "the live color " + name(from_) + " is not running");
        if (!options_.dry_run) co_await settle(ctx_, nginx_, verdict);
    }

    void print_plan() {
        const auto say = [this](std::string text) { ctx_.reporter.step("plan", std::move(text)); };
        say("from " + name(from_) + " to " + name(to_));
        for (const auto& op : planned_images())
            say(plan::to_string(op));
        for (const auto& op : planned_replacement())
            say(plan::to_string(op));
        say("write " + ctx_.settings.snippet + ": " +
            trimmed(strategy::snippet_text(ctx_.settings, to_)));
        say("nginx -T, nginx -s reload, wait for the new workers");
        say("smoke test " + ctx_.settings.smoke.url + ", expecting status " +
            std::to_string(ctx_.settings.smoke.status));
    }

    static std::string trimmed(std::string text) {
        while (!text.empty() && text.back() == '\n')
            text.pop_back();
        return text;
    }

    [[nodiscard]] plan::operations planned_images() const {
        return plan::image_operations(ctx_.project, seen_, {idle_service()}, options_.images);
    }
    [[nodiscard]] plan::operations planned_replacement() const {
        return plan::replace_operations(ctx_.project, seen_, idle_service());
    }

    /// Whatever names the live color is refused by the executor, whatever the plan says.
    [[nodiscard]] std::set<std::string> live_containers() const {
        std::set<std::string> names;
        for (const auto& c : seen_.containers)
            if (c.service == ctx_.settings.service(from_)) names.insert({c.name, c.id});
        return names;
    }

    /// Up to the moment before the cutover. What was made is removed when that does not work out,
    /// or when a signal came; from here on a signal no longer ends a wait.
    net::awaitable<void> prepare(const deploy_lock& lock) {
        std::exception_ptr problem;
        try {
            co_await make_idle_ready();
            const bool ours = co_await lock.still_held(ctx_.engine);
            if (!ours) throw failure(exit_code::failed, "the lock was lost; " + keeps_serving());
        } catch (...) {
            problem = std::current_exception();
        }
        // In this coroutine: a cancelled one cannot even wait for another that would do it.
        co_await net::this_coro::reset_cancellation_state(net::disable_cancellation());
        const bool interrupted = ctx_.interrupted_by != 0;
        if (!problem && !interrupted) co_return;
        if (executor_) co_await executor_->undo();
        if (interrupted) throw failure(exit_code::failed, "interrupted; " + keeps_serving());
        std::rethrow_exception(problem);
    }

    [[nodiscard]] std::string keeps_serving() const { return name(from_) + " keeps serving"; }

    net::awaitable<void> make_idle_ready() {
        executor_.emplace(ctx_, live_containers(), options_.health);
        co_await executor_->run(planned_images());
        const auto image = plan::image_reference(ctx_.project, service(to_));
        const auto inspected = co_await ctx_.engine.images().inspect(image);
        seen_.images[image] = inspected.id;
        co_await drain_idle();
        record(ctx_.settings, from_);  // it must be writable when the moment comes
        co_await executor_->run(planned_replacement());
    }

    [[nodiscard]] const compose::service& service(color c) const {
        return ctx_.project.services.at(ctx_.settings.service(c));
    }

    /// Workers of an earlier reload may still be serving requests from the color that is about to
    /// be replaced.
    net::awaitable<void> drain_idle() {
        const auto workers = co_await nginx_.workers();
        if (workers.shutting_down.empty()) co_return;
        ctx_.reporter.step("drain", "waiting for workers of an earlier reload");
        const bool done = co_await nginx_.drained(workers.shutting_down, options_.drain_limit);
        if (!done)
            ctx_.reporter.warning("drain",
                                  "they still serve old connections; going on without "
                                  "them");
    }

    net::awaitable<void> go_live() {
        ctx_.reporter.step("cutover", "pointing the proxy at " + name(to_));
        auto result = co_await cutover(ctx_, nginx_, strategy::snippet_text(ctx_.settings, to_));
        if (!result.moved) {
            co_await net::this_coro::reset_cancellation_state(net::disable_cancellation());
            if (executor_) co_await executor_->undo();
            if (result.old_confirmed)
                throw failure(exit_code::failed, result.problem + "; " + keeps_serving(),
                              result.details);
            throw failure(exit_code::person_must_look,
                          result.problem +
                              "; what nginx serves now is not certain: the snippet "
                              "is to name " +
                              name(from_),
                          result.details);
        }
        old_generation_ = std::move(result.old_generation);
        way_back_ = std::move(result.old_text);
        ctx_.reporter.step("cutover", "nginx serves " + name(to_) + " with new workers");
        try {
            record(ctx_.settings, to_);
            recorded_ = true;
        } catch (const std::exception& e) {
            ctx_.reporter.error("cutover", e.what());
        }
    }

    net::awaitable<bool> smoke_passes(color expected) {
        if (expected == to_ && !recorded_) co_return false;
        smoke_result result;
        try {
            result = co_await smoke(ctx_.settings.smoke, ctx_.reporter);
        } catch (const std::exception& e) {
            result.last = e.what();
        }
        const auto text = ctx_.settings.smoke.url + ": " + result.last;
        if (result.passed && ctx_.interrupted_by == 0) {
            ctx_.reporter.step("smoke", text);
            co_return true;
        }
        if (ctx_.interrupted_by != 0) {
            ctx_.reporter.warning("smoke", "interrupted before it was done; going back");
            co_return false;
        }
        ctx_.reporter.error("smoke", text + ", expected status " +
                                         std::to_string(ctx_.settings.smoke.status) +
                                         ", attempts: " + std::to_string(result.attempts));
        co_return false;
    }

    net::awaitable<exit_code> roll_back() {
        co_await net::this_coro::reset_cancellation_state(net::disable_cancellation());
        ctx_.reporter.step("rollback", "pointing the proxy back at " + name(from_));
        const auto bad = container_name(to_);
        for (const auto& line : co_await diagnose(ctx_.engine, bad))
            ctx_.reporter.detail("rollback", line);
        auto result = co_await cutover(ctx_, nginx_, way_back_);
        co_await net::this_coro::reset_cancellation_state(net::disable_cancellation());
        if (!result.moved)
            throw failure(exit_code::person_must_look,
                          "the way back failed: " + result.problem + "; nginx " +
                              (result.old_confirmed ? "still serves " : "may serve ") + name(to_) +
                              ", which failed its smoke test; " + name(from_) +
                              " still runs in container " + container_name(from_),
                          result.details);
        old_generation_ = std::move(result.old_generation);
        const bool recorded_back = try_to_record(from_);
        const bool good = co_await way_back_answers();
        if (!recorded_back || !good)
            throw failure(exit_code::person_must_look,
                          name(from_) + " is live again in container " + container_name(from_) +
                              ", but " +
                              (good ? "the record could not be written: " + ctx_.settings.record
                                    : "the smoke test fails for it too: is " +
                                          ctx_.settings.smoke.url + " the right URL?") +
                              " The failed " + name(to_) + " still runs in container " + bad);
        co_await retire_color(to_, retire::stop);
        ctx_.reporter.step("rollback", name(from_) + " is live again; the failed " + name(to_) +
                                           " is stopped and kept in container " + bad);
        co_return ctx_.interrupted_by == 0 ? exit_code::rolled_back : interrupted_code();
    }

    [[nodiscard]] exit_code interrupted_code() const {
        return ctx_.interrupted_by == SIGTERM ? exit_code::terminated : exit_code::interrupted;
    }

    bool try_to_record(color live) {
        try {
            record(ctx_.settings, live);
            return true;
        } catch (const std::exception& e) {
            ctx_.reporter.error("rollback", e.what());
            return false;
        }
    }

    /// The smoke test of the way back; an interruption does not fail it.
    net::awaitable<bool> way_back_answers() {
        const auto result = co_await smoke(ctx_.settings.smoke, ctx_.reporter);
        ctx_.reporter.step("smoke",
                           ctx_.settings.smoke.url + " after the rollback: " + result.last);
        co_return result.passed;
    }

    [[nodiscard]] std::string container_name(color c) const {
        return plan::container_name(ctx_.project, service(c));
    }

    net::awaitable<void> finish() {
        ctx_.reporter.step("live", name(to_) + " is live");
        // From here on nothing that goes wrong makes the deploy a failure.
        try {
            co_await retire_color(from_, options_.retire);
        } catch (const std::exception& e) {
            const bool interrupted = ctx_.interrupted_by != 0;
            ctx_.reporter.warning(interrupted ? "drain" : "retire",
                                  interrupted ? no_longer_waiting() : e.what());
        }
    }

    [[nodiscard]] std::string no_longer_waiting() const {
        return "interrupted while the last requests to " + name(from_) +
               " are served; nginx ends its old workers by itself" +
               (options_.retire == retire::keep
                    ? ""
                    : ", and container " + container_name(from_) + " is left as it is");
    }

    /// Drains, then stops or removes a color that has lost its traffic.
    net::awaitable<void> retire_color(color c, retire how) {
        const bool done = co_await nginx_.drained(old_generation_, options_.drain_limit);
        if (done)
            ctx_.reporter.step("drain", "the last request to " + name(c) + " is served");
        else
            ctx_.reporter.warning("drain", "old workers still serve connections after " +
                                               std::to_string(options_.drain_limit.count()) +
                                               " ms");
        if (how == retire::keep) co_return;
        plan::operation op;
        op.what =
            how == retire::stop ? plan::action::stop_container : plan::action::remove_container;
        op.service = ctx_.settings.service(c);
        op.name = container_name(c);
        op.cause = "it lost its traffic";
        const plan::operations one(1, op);
        executor carry_out(ctx_, {}, options_.health);
        co_await carry_out.run(one);
    }

    const context& ctx_;
    const deploy_options& options_;
    proxy nginx_;
    plan::observed seen_;
    color from_ = color::blue;
    color to_ = color::green;
    std::optional<executor> executor_;
    std::set<int> old_generation_;
    std::string way_back_;  // the snippet that the old color is served by
    bool recorded_ = false;
};

net::awaitable<plan::observed_container> find_proxy(const context& ctx) {
    plan::observed seen;
    seen.containers = co_await observe_containers(ctx.engine, ctx.project);
    const auto* found = seen.find(ctx.settings.proxy);
    if (!found || !found->running())
        throw failure(exit_code::failed, "the proxy '" + ctx.settings.proxy + "' of project '" +
                                             ctx.project.name +
                                             "' is not running; start the "
                                             "stack first: rollout up");
    co_return *found;
}

}  // namespace

net::awaitable<exit_code> deploy(const context& ctx, deploy_options options) {
    const auto found = co_await find_proxy(ctx);
    deployment work(ctx, options, found.id);
    if (options.dry_run) co_return co_await work.run(nullptr);

    const auto carry_out = [&work](const deploy_lock& lock) { return work.run(&lock); };
    co_return co_await with_lock(ctx, found.image_id, "deploy", carry_out);
}

}  // namespace rollout::deploy
