#include "line_splitter.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/logs.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using container_list = std::vector<plan::observed_container>;

net::awaitable<void> report_one(const context& ctx, const plan::observed_container& c,
                                const logs_options& options) {
    engine_api::logs_options wanted;
    wanted.follow = options.follow;
    wanted.tail = options.tail;
    const log_line_taker report = [&ctx, &c](std::string line) {
        ctx.reporter.report(log_line{c.name, std::move(line)});
    };
    co_await read_log(ctx.engine, c.id, wanted, report);
}

net::awaitable<void> follow_all(const context& ctx, const container_list& list, std::size_t from,
                                const logs_options& options) {
    using namespace net::experimental::awaitable_operators;
    if (from == list.size()) co_return;
    co_await (report_one(ctx, list[from], options) && follow_all(ctx, list, from + 1, options));
}

}  // namespace

net::awaitable<void> read_log(engine_api::client& engine, std::string container,
                              engine_api::logs_options wanted, log_line_taker take,
                              engine_api::deadline until) {
    const auto details = co_await engine.containers().inspect(container, until);
    auto stream = co_await engine.containers().logs(container, details.tty, wanted, until);
    line_splitter lines(std::move(take));
    while (const auto piece = co_await stream.next(until))
        lines.add(piece->text);
    lines.finish();
}

net::awaitable<void> logs(const context& ctx, logs_options options) {
    plan::check_known(ctx.project, options.services);
    container_list list;
    for (auto& c : co_await observe_containers(ctx.engine, ctx.project))
        if (options.services.empty() || options.services.contains(c.service)) list.push_back(c);
    if (options.follow) {
        co_await follow_all(ctx, list, 0, options);
    } else {
        for (const auto& c : list)
            co_await report_one(ctx, c, options);
    }
}

}  // namespace rollout::engine_work
