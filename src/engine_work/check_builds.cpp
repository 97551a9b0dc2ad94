#include "build_source.hpp"

#include <rollout/engine_work/check_builds.hpp>
#include <rollout/engine_work/observe.hpp>

namespace rollout::engine_work {

namespace net = boost::asio;

net::awaitable<void> refuse_unbuildable(const context& ctx, std::vector<std::string> services,
                                        plan::image_options options) {
    plan::observed seen;
    // What is built anyway is built whatever images there are.
    if (!options.build_anew) co_await observe_images(ctx.engine, ctx.project, seen);
    refuse_unbuildable(ctx.project, plan::image_operations(ctx.project, seen, services, options));
}

}  // namespace rollout::engine_work
