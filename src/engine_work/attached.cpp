#include "together.hpp"

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
            co_await protect(stop_all());
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
        if (aborts_) co_await stop_all();
    }

    net::awaitable<void> stop_all() {
        manage_options stop;
        stop.what.what = plan::verb::stop;
        stop.what.services = options_.services;
        stop.stop_seconds = options_.stop_seconds;
        co_await manage(ctx_, stop);
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
};

}  // namespace

net::awaitable<int> stay_attached(const context& ctx, attached_options options, log_reader to) {
    const auto where = co_await net::this_coro::executor;
    attachment all(ctx, options, std::move(to), where);
    co_return co_await all.run();
}

}  // namespace rollout::engine_work
