#include "get_images.hpp"

#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/platform.hpp>

#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

net::awaitable<void> bring_images(const context& ctx, plan::observed& seen,
                                  plan::operations images) {
    if (images.empty()) co_return;
    executor carry_out(ctx, plan::untouchable::nothing(), {});
    const auto tasks = plan::side_by_side(std::move(images));
    co_await carry_out.run(tasks);
    co_await observe_images(ctx.engine, ctx.project, seen);
}

/// Before anything is made.
void refuse_missing_image(const compose::project& p, const plan::observed& seen,
                          const compose::service& s) {
    const auto image = plan::image_reference(p, s);
    const auto platform = plan::image_platform(p, s);
    if (!seen.images.contains(image))
        throw failure(exit_code::failed, "no such image" +
                                             (platform.empty() ? "" : " for " + platform) + ": " +
                                             image + " of service '" + s.name +
                                             "', which is neither to be pulled nor built");
}

}  // namespace

net::awaitable<void> get_images(const context& ctx, plan::observed& seen,
                                std::vector<std::string> services, plan::image_options options) {
    const auto& project = ctx.project;
    co_await bring_images(ctx, seen, plan::image_operations(project, seen, services, options));
    if (options.build)
        co_await bring_images(ctx, seen, plan::missing_builds(project, seen, services));
    for (const auto& name : services)
        refuse_missing_image(project, seen, project.services.at(name));
}

}  // namespace rollout::engine_work
