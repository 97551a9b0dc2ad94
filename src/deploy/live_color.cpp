#include <rollout/deploy/cutover.hpp>
#include <rollout/deploy/files.hpp>
#include <rollout/deploy/live_color.hpp>
#include <rollout/deploy/outcome.hpp>
#include <rollout/strategy/snippet.hpp>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using strategy::color;

strategy::condition condition_of(const plan::observed& seen, const std::string& service) {
    const auto* container = seen.find(service);
    if (!container || !container->running()) return strategy::condition::down;
    return container->healthy() ? strategy::condition::healthy : strategy::condition::running;
}

}  // namespace

record_reading read_record(const strategy::settings& settings) {
    const auto text = read_file(settings.record);
    record_reading reading;
    reading.live =
        strategy::recorded_color(text ? std::optional<std::string_view>(*text) : std::nullopt);
    reading.written = text && strategy::parse_color(*text);
    return reading;
}

void record(const strategy::settings& settings, color live) {
    replace_file(settings.record, std::string(strategy::to_string(live)) + '\n');
}

net::awaitable<strategy::witnesses> look(const context& ctx, proxy& nginx,
                                         const plan::observed& seen) {
    strategy::witnesses w;
    const auto record = read_record(ctx.settings);
    w.has_record = record.written;
    w.recorded = record.live;
    w.blue = condition_of(seen, ctx.settings.blue);
    w.green = condition_of(seen, ctx.settings.green);
    const auto snippet = co_await nginx.read_snippet();
    if (!snippet) co_return w;
    w.written = strategy::snippet_color(ctx.settings, snippet->text);
    const auto workers = co_await nginx.workers();
    const auto loaded = std::chrono::system_clock::now() - workers.age;
    w.snippet_newer = snippet->modified > loaded;
    co_return w;
}

net::awaitable<void> settle(const context& ctx, proxy& nginx, const strategy::verdict& verdict) {
    if (verdict.reload) {
        const auto result =
            co_await cutover(ctx, nginx, strategy::snippet_text(ctx.settings, verdict.live));
        if (!result.moved) throw failure(exit_code::failed, result.problem, result.details);
    }
    if (verdict.write_record) record(ctx.settings, verdict.live);
}

}  // namespace rollout::deploy
