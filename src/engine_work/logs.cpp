#include "follow_logs.hpp"
#include "line_splitter.hpp"
#include "log_pieces.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/logs.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/plan/plan.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

/// One container's log, with its next line at hand.
class log_source {
  public:
    log_source(const plan::observed_container& c, bool with_times)
        : container_(c.name), service_(c.service), lines_(with_times) {}

    net::awaitable<void> open(engine_api::client& engine, std::string id,
                              engine_api::logs_options wanted) {
        const auto details = co_await engine.containers().inspect(id);
        auto stream = co_await engine.containers().logs(id, details.tty, wanted);
        stream_.emplace(std::move(stream));
        co_await look_ahead();
    }

    /// Until there is a line, or no more of them come.
    net::awaitable<void> look_ahead() {
        while (lines_.empty() && stream_) {
            const auto piece = co_await stream_->next();
            if (piece) {
                lines_.add(*piece);
                continue;
            }
            stream_.reset();
            lines_.finish();
        }
    }

    [[nodiscard]] bool has_ended() const { return lines_.empty(); }
    [[nodiscard]] const std::string& time() const { return lines_.front().first; }

    log_entry take() {
        log_entry entry{container_, service_, lines_.front().first, lines_.front().second};
        lines_.pop();
        return entry;
    }

  private:
    std::string container_;
    std::string service_;
    std::optional<engine_api::output_stream> stream_;
    log_pieces lines_;
};

using source_list = std::vector<std::unique_ptr<log_source>>;

/// Of lines of one time that of the first container.
log_source* earliest(const source_list& sources) {
    log_source* first = nullptr;
    for (const auto& one : sources)
        if (!one->has_ended() && (!first || one->time() < first->time())) first = one.get();
    return first;
}

/// nullptr, and told, when it cannot be read.
net::awaitable<std::unique_ptr<log_source>> opened(const context& ctx,
                                                   const plan::observed_container& c,
                                                   engine_api::logs_options wanted) {
    auto source = std::make_unique<log_source>(c, wanted.timestamps);
    std::optional<container_warning> unreadable;
    try {
        co_await source->open(ctx.engine, c.id, wanted);
    } catch (const engine_api::error& e) {
        unreadable = refusal_to_read(c, e);
        if (!unreadable) throw;
    }
    if (!unreadable) co_return source;
    ctx.reporter.report(*unreadable);
    co_return nullptr;
}

net::awaitable<void> read_in_order(const context& ctx,
                                   std::vector<plan::observed_container> containers,
                                   const logs_options& options, const log_reader& to) {
    const bool merged = containers.size() > 1;
    auto wanted = log_request(options);
    wanted.timestamps = options.times || merged;
    source_list sources;
    for (const auto& c : containers) {
        auto source = co_await opened(ctx, c, wanted);
        if (source) sources.push_back(std::move(source));
    }
    for (auto* next = earliest(sources); next; next = earliest(sources)) {
        to.line(next->take());
        co_await next->look_ahead();
    }
}

}  // namespace

engine_api::logs_options log_request(const logs_options& options) {
    engine_api::logs_options wanted;
    wanted.follow = options.follow;
    wanted.timestamps = options.times;
    wanted.tail = options.tail;
    wanted.since = options.since;
    wanted.until = options.until;
    return wanted;
}

bool is_logged(const logs_options& options, const plan::observed_container& c) {
    const bool of_service = options.services.empty() || options.services.contains(c.service);
    return of_service && (options.index == 0 || options.index == c.number);
}

std::optional<container_warning> refusal_to_read(const plan::observed_container& c,
                                                 const engine_api::error& e) {
    constexpr int first_refusal = 400;
    if (e.status() < first_refusal) return std::nullopt;
    return container_warning{c.name,
                             "the log of " + c.name + " cannot be read: " + e.engine_message()};
}

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

net::awaitable<void> read_logs(const context& ctx, logs_options options, log_reader to) {
    plan::check_known(ctx.project, options.services);
    if (options.follow) {
        co_await follow_logs(ctx, options, to);
        co_return;
    }
    auto containers = co_await observe_containers(ctx.engine, ctx.project);
    std::erase_if(containers,
                  [&](const plan::observed_container& c) { return !is_logged(options, c); });
    for (const auto& c : containers)
        to.found(c.name);
    co_await read_in_order(ctx, std::move(containers), options, to);
}

}  // namespace rollout::engine_work
