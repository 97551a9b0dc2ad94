#include <engine_api/client.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/with_lock.hpp>

namespace rollout::engine_work {

namespace net = boost::asio;

net::awaitable<std::string> find_image_for_lock(const context& ctx) {
    const auto containers = co_await observe_containers(ctx.engine, ctx.project);
    if (!containers.empty()) co_return containers.front().image_id;
    const auto held = co_await ctx.engine.containers().find(lock_name(ctx.project.name));
    if (!held) co_return std::string();
    co_return held->image_id;
}

}  // namespace rollout::engine_work
