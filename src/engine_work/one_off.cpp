#include "line_splitter.hpp"

#include <engine_api/client.hpp>
#include <rollout/base/time_text.hpp>
#include <rollout/compose/text/shell_words.hpp>
#include <rollout/engine_work/diagnose.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/one_off.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/protect.hpp>

#include <exception>
#include <string>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using clock = std::chrono::steady_clock;

class one_off_run {
  public:
    one_off_run(const context& ctx, const one_off_options& options)
        : ctx_(ctx),
          options_(options),
          name_(plan::one_off_name(ctx.project, options.what)),
          work_(ctx, plan::untouchable::nothing(), {}) {}

    net::awaitable<void> run() {
        const auto seen = co_await observe_made(ctx_.engine, ctx_.project);
        auto operations = plan::one_off_operations(ctx_.project, seen, options_.what);
        const plan::operations start{operations.back()};
        operations.pop_back();
        co_await work_.run(operations);
        const auto began = clock::now();
        const auto until = engine_api::deadline::at(began + options_.limit);
        co_await begin(start);
        const int code = co_await end(until);
        if (code != 0) co_await fail("ended with exit code " + std::to_string(code));
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - began);
        ctx_.reporter.report(one_off_done{name_, options_.what.purpose, took.count()});
    }

    net::awaitable<void> clean_up() {
        if (may_run_) co_await stop();
        co_await work_.undo();
    }

  private:
    net::awaitable<void> begin(const plan::operations& start) {
        const auto& what = options_.what;
        ctx_.reporter.report(
            one_off_started{name_, what.purpose, compose::quoted_words(what.command)});
        may_run_ = true;
        std::string problem;
        try {
            co_await work_.run(start);
        } catch (const engine_api::error& e) {
            if (e.status() == 0) throw;
            problem = e.engine_message();
        }
        if (!problem.empty())
            throw failure(exit_code::failed, sentence("cannot be started: " + problem));
    }

    /// Its exit code.
    net::awaitable<int> end(engine_api::deadline until) {
        bool late = false;
        int code = 0;
        try {
            co_await follow(until);
            const auto result = co_await ctx_.engine.containers().wait(
                name_, engine_api::wait_condition::not_running, until);
            code = result.exit_code;
            may_run_ = false;
        } catch (const engine_api::error& e) {
            late = e.kind() == engine_api::error_kind::timeout && until.passed();
            if (!late) throw;
        }
        if (late)
            co_await fail("was not done within " +
                          base::age_text((options_.limit.count() + 999) / 1000));
        co_return code;
    }

    /// An output that nobody can read, as with the log driver `none`, is no reason to give up.
    net::awaitable<void> follow(engine_api::deadline until) {
        engine_api::logs_options wanted;
        wanted.follow = true;
        line_splitter lines([this](std::string line) {
            ctx_.reporter.report(one_off_output{name_, options_.what.purpose, std::move(line)});
        });
        try {
            auto stream = co_await ctx_.engine.containers().logs(name_, false, wanted, until);
            while (const auto piece = co_await stream.next(until))
                lines.add(piece->text);
        } catch (const engine_api::error& e) {
            if (e.status() == 0) throw;
            ctx_.reporter.report(
                container_warning{name_, "its output cannot be read: " + e.engine_message()});
        }
        lines.finish();
    }

    net::awaitable<void> fail(std::string how) {
        const auto details = co_await diagnose(ctx_.engine, name_);
        throw failure(exit_code::failed, sentence(how), details);
    }

    [[nodiscard]] std::string sentence(const std::string& how) const {
        return "the " + options_.what.purpose + " command `" +
               compose::quoted_words(options_.what.command) + "` " + how;
    }

    /// When that fails it is removed by force.
    net::awaitable<void> stop() {
        try {
            co_await ctx_.engine.containers().stop(name_);
        } catch (const engine_api::error& e) {
            ctx_.reporter.report(container_warning{name_, e.what()});
        }
    }

    const context& ctx_;
    const one_off_options& options_;
    std::string name_;
    executor work_;
    bool may_run_ = false;
};

}  // namespace

net::awaitable<void> run_one_off(const context& ctx, one_off_options options) {
    one_off_run once(ctx, options);
    std::exception_ptr problem;
    try {
        co_await once.run();
    } catch (...) {
        problem = std::current_exception();
    }
    co_await protect(once.clean_up());
    if (problem) std::rethrow_exception(problem);
}

}  // namespace rollout::engine_work
