#include "together.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/usage.hpp>

#include <optional>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using measured_stats = std::optional<engine_api::container_stats>;

net::awaitable<void> measure_one(const context& ctx, std::string id, measured_stats& to) {
    constexpr bool goes_on = false;
    try {
        auto stream = co_await ctx.engine.containers().stats(id, goes_on);
        to = co_await stream.next();
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found) throw;
    }
}

}  // namespace

net::awaitable<std::vector<container_usage>> measure_usage(
    const context& ctx, std::vector<plan::observed_container> containers) {
    std::vector<measured_stats> measured(containers.size());
    std::vector<net::awaitable<void>> all;
    for (std::size_t i = 0; i < containers.size(); ++i)
        all.push_back(measure_one(ctx, containers[i].id, measured[i]));
    co_await all_together(std::move(all));
    std::vector<container_usage> usage;
    for (std::size_t i = 0; i < containers.size(); ++i)
        if (measured[i]) usage.push_back({std::move(containers[i]), *measured[i]});
    co_return usage;
}

}  // namespace rollout::engine_work
