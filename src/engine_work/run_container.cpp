#include "get_images.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/check_resources.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/protect.hpp>
#include <rollout/engine_work/run_container.hpp>

#include <exception>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

class run_creation {
  public:
    run_creation(const context& ctx, const run_options& options)
        : ctx_(ctx), options_(options), work_(ctx, plan::untouchable::nothing(), options.health) {}

    net::awaitable<std::string> create() {
        const auto& what = options_.what;
        auto seen = co_await observe(ctx_.engine, ctx_.project);
        const std::vector<std::string> only{what.service};
        co_await refuse_unusable_resources(ctx_, seen, only);
        co_await get_images(ctx_, seen, only, options_.images);
        if (options_.with_dependencies)
            co_await work_.run(plan::dependency_waits(ctx_.project, seen, what.service));
        co_await work_.run(plan::run_operations(ctx_.project, seen, what));
        const auto made =
            co_await ctx_.engine.containers().inspect(plan::run_name(ctx_.project, what));
        co_return made.id;
    }

    net::awaitable<void> undo() { return work_.undo(); }

  private:
    const context& ctx_;
    const run_options& options_;
    executor work_;
};

}  // namespace

net::awaitable<std::string> create_run(const context& ctx, run_options options) {
    run_creation creation(ctx, options);
    std::exception_ptr problem;
    try {
        co_return co_await creation.create();
    } catch (...) {
        problem = std::current_exception();
    }
    co_await protect(creation.undo());
    std::rethrow_exception(problem);
}

}  // namespace rollout::engine_work
