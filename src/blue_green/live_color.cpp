#include "live_color.hpp"

#include "cutover.hpp"
#include "snippet.hpp"

#include <rollout/engine_work/outcome.hpp>

#include <chrono>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

condition condition_of(const plan::observed& seen, const std::string& service) {
    const auto* container = seen.find(service);
    if (!container || !container->running()) return condition::down;
    return container->healthy() ? condition::healthy : condition::running;
}

}  // namespace

std::optional<color> read_record(const context& ctx) {
    const auto text = ctx.files.find(ctx.settings.record);
    return text ? parse_color(*text) : std::nullopt;
}

void record(const context& ctx, color live) {
    ctx.files.replace(ctx.settings.record, std::string(to_string(live)) + '\n');
}

net::awaitable<witnesses> look(const context& ctx, proxy& nginx, const plan::observed& seen) {
    const auto& s = ctx.settings;
    witnesses w;
    w.recorded = read_record(ctx);
    w.blue = condition_of(seen, s.blue);
    w.green = condition_of(seen, s.green);
    const auto snippet = co_await nginx.read_snippet();
    if (!snippet) co_return w;
    w.written = snippet_color(s, snippet->text);
    const auto workers = co_await nginx.workers();
    const auto loaded = std::chrono::system_clock::now() - workers.age;
    w.snippet_newer = snippet->modified > loaded;
    co_return w;
}

net::awaitable<void> settle(const context& ctx, proxy& nginx, const verdict& v) {
    if (v.reload) {
        const auto result = co_await cutover(ctx, nginx, snippet_text(ctx.settings, v.live));
        if (!result.moved)
            throw engine_work::failure(engine_work::exit_code::failed, result.problem,
                                       result.details);
    }
    if (v.write_record) record(ctx, v.live);
}

}  // namespace rollout::blue_green
