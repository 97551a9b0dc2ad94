#include "together.hpp"
#include "told_operation.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/attached.hpp>
#include <rollout/engine_work/manage.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/protect.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

class attachment {
  public:
    attachment(const context& ctx, const attached_options& options, log_reader to,
               const net::any_io_executor& where)
        : ctx_(ctx),
          options_(options),
          to_(std::move(to)),
          changed_(where, net::steady_timer::time_point::max()) {}

    net::awaitable<int> run() {
        try {
            co_await together(follow(), stop_when_one_ends());
        } catch (...) {
            problem_ = std::current_exception();
        }
        if (ctx_.interrupted.asked()) {
            co_await together(stop_in_peace(), kill_when_asked_again());
            co_return static_cast<int>(ctx_.interrupted.or_else(exit_code::interrupted));
        }
        if (problem_) std::rethrow_exception(problem_);
        if (options_.exit_code_from.empty()) co_return code_;
        co_return co_await code_of_service();
    }

  private:
    net::awaitable<void> follow() {
        auto options = options_.logs;
        options.follow = true;
        auto reader = to_;
        reader.ended = [this](const container_ended& e) { take_end(e); };
        try {
            co_await read_logs(ctx_, std::move(options), std::move(reader));
        } catch (...) {
            problem_ = std::current_exception();  // a signal is one: what follows needs no logs
        }
        over_ = true;
        changed_.cancel();
    }

    void take_end(const container_ended& e) {
        to_.ended(e);
        const bool failed = e.exit_code != 0;
        const bool aborts =
            options_.aborts == abort_on::exit || (options_.aborts == abort_on::failure && failed);
        if (!aborts || aborts_) return;
        aborts_ = true;
        code_ = e.exit_code;
        changed_.cancel();
    }

    net::awaitable<void> stop_when_one_ends() {
        while (!aborts_ && !over_)
            co_await changed_.async_wait(net::as_tuple(net::use_awaitable));
        if (aborts_) co_await stop_all(ctx_);
    }

    /// What asked for it does not end it as well.
    net::awaitable<void> stop_in_peace() {
        const interruption none;
        const context within{ctx_.engine, ctx_.logins, ctx_.project, ctx_.reporter, none};
        std::exception_ptr problem;
        try {
            co_await protect(stop_all(within));
        } catch (...) {
            problem = std::current_exception();
        }
        stopped_ = true;
        changed_.cancel();
        if (problem) std::rethrow_exception(problem);
    }

    /// As long as the stop is under way.
    net::awaitable<void> kill_when_asked_again() {
        co_await net::this_coro::throw_if_cancelled(false);
        for (int heeded = 1; !stopped_;) {
            if (ctx_.interrupted.times() > heeded) {
                heeded = ctx_.interrupted.times();
                co_await protect(kill_all());
            } else {
                co_await changed_.async_wait(net::as_tuple(net::use_awaitable));
            }
        }
    }

    net::awaitable<void> kill_all() {
        for (const auto& c : co_await observe_containers(ctx_.engine, ctx_.project))
            if (c.alive() && is_stopped(c.service)) co_await kill(c);
    }

    [[nodiscard]] bool is_stopped(const std::string& service) const {
        const auto& some = options_.services;
        return some.empty() ? ctx_.project.services.contains(service) : some.contains(service);
    }

    /// One that has ended meanwhile needs no more.
    net::awaitable<void> kill(const plan::observed_container& c) {
        plan::operation op(plan::action::kill_container, c.name);
        op.service = c.service;
        told_operation told(ctx_.reporter, op);
        try {
            co_await ctx_.engine.containers().kill(c.id);
        } catch (const engine_api::error& e) {
            using kind = engine_api::error_kind;
            if (e.kind() != kind::conflict && e.kind() != kind::not_found) throw;
        }
        told.done();
    }

    net::awaitable<void> stop_all(const context& ctx) {
        manage_options stop;
        stop.what.what = plan::verb::stop;
        stop.what.services = options_.services;
        stop.stop_seconds = options_.stop_seconds;
        co_await manage(ctx, stop);
    }

    net::awaitable<int> code_of_service() {
        for (const auto& c : co_await observe_containers(ctx_.engine, ctx_.project)) {
            if (c.service != options_.exit_code_from) continue;
            const auto details = co_await ctx_.engine.containers().inspect(c.id);
            co_return details.state.exit_code;
        }
        co_return code_;
    }

    const context& ctx_;
    const attached_options& options_;
    log_reader to_;
    net::steady_timer changed_;
    std::exception_ptr problem_;
    int code_ = 0;
    bool aborts_ = false;
    bool over_ = false;
    bool stopped_ = false;
};

}  // namespace

net::awaitable<int> stay_attached(const context& ctx, attached_options options, log_reader to) {
    const auto where = co_await net::this_coro::executor;
    attachment all(ctx, options, std::move(to), where);
    co_return co_await all.run();
}

}  // namespace rollout::engine_work
