#include "follow_logs.hpp"

#include "log_pieces.hpp"
#include "together.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/list.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/create_request.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

/// Also one that is about to be started again by the engine.
bool lives(const engine_api::container_details& c) {
    return c.state.running || c.state.status == "restarting";
}

/// One coroutine a container, and one that hears of starts and ends. It ends when all containers
/// have ended.
class log_following {
  public:
    log_following(const context& ctx, const logs_options& options, const log_reader& to,
                  engine_api::event_stream events, const net::any_io_executor& where)
        : ctx_(ctx),
          options_(options),
          to_(to),
          events_(std::move(events)),
          changed_(where, net::steady_timer::time_point::max()) {}

    net::awaitable<void> run() {
        std::vector<net::awaitable<void>> all;
        for (const auto& c : co_await observe_containers(ctx_.engine, ctx_.project))
            if (is_logged(options_, c)) all.push_back(begin(c, log_request(options_)));
        if (all.empty()) co_return;
        all.push_back(ending_all(hear_of_events()));
        co_await all_together(std::move(all));
    }

  private:
    using start_time = std::optional<std::chrono::nanoseconds>;

    [[nodiscard]] bool is_over() const { return over_ || ctx_.interrupted.asked(); }

    void end() {
        over_ = true;
        events_.close();
        for (auto& [id, stream] : open_)
            stream.close();
        changed_.cancel();
    }

    /// The others would wait on for what does not come any more.
    net::awaitable<void> ending_all(net::awaitable<void> work) {
        std::exception_ptr problem;
        try {
            co_await std::move(work);
        } catch (...) {
            problem = std::current_exception();
        }
        if (!problem) co_return;
        end();
        std::rethrow_exception(problem);
    }

    /// Counts as one that lives from now on.
    net::awaitable<void> begin(const plan::observed_container& c, engine_api::logs_options wanted) {
        ++living_;
        started_[c.id].reset();
        if (!is_silent(c)) to_.found(c.name);
        return ending_all(follow(c, std::move(wanted)));
    }

    net::awaitable<void> follow(plan::observed_container c, engine_api::logs_options wanted) {
        while (!is_over()) {
            co_await read_to_its_end(c, wanted);
            if (is_over()) co_return;
            co_await tell_end(c);
            const auto again = co_await next_start(c.id);
            if (!again) co_return;
            wanted.since = *again;
            wanted.tail.reset();
        }
    }

    net::awaitable<void> read_to_its_end(const plan::observed_container& c,
                                         engine_api::logs_options wanted) {
        if (is_silent(c)) co_return co_await end_of(c.id);
        std::optional<container_warning> unreadable;
        try {
            co_await read(c, wanted);
        } catch (const engine_api::error& e) {
            unreadable = refusal_to_read(c, e);
            if (!unreadable) throw;
        }
        if (!unreadable) co_return;
        if (warned_.insert(c.id).second) ctx_.reporter.report(*unreadable);
        co_await end_of(c.id);
    }

    net::awaitable<void> read(const plan::observed_container& c, engine_api::logs_options wanted) {
        const auto details = co_await ctx_.engine.containers().find(c.id);
        if (!details) co_return;
        auto opened = co_await ctx_.engine.containers().logs(c.id, details->tty, wanted);
        auto& stream = open_.insert_or_assign(c.id, std::move(opened)).first->second;
        log_pieces lines(wanted.timestamps);
        while (!is_over()) {
            const auto piece = co_await next_of<engine_api::output>(stream);
            if (!piece) break;
            lines.add(*piece);
            hand_out(c, lines);
        }
        open_.erase(c.id);
        lines.finish();
        hand_out(c, lines);
    }

    [[nodiscard]] bool is_silent(const plan::observed_container& c) const {
        return options_.silent.contains(c.service);
    }

    /// Of one whose log does not tell it.
    net::awaitable<void> end_of(std::string id) {
        if (options_.until) co_return;
        const auto now = co_await ctx_.engine.containers().find(id);
        if (!now || !lives(*now)) co_return;
        while (!is_over() && !died_.contains(id))
            co_await changed_.async_wait(net::as_tuple(net::use_awaitable));
    }

    void hand_out(const plan::observed_container& c, log_pieces& lines) const {
        for (; !lines.empty(); lines.pop())
            to_.line({c.name, c.service, lines.front().first, lines.front().second});
    }

    net::awaitable<void> tell_end(const plan::observed_container& c) {
        const auto now = co_await ctx_.engine.containers().find(c.id);
        const bool lives_on = now && (lives(*now) || started_[c.id]);
        if (lives_on && !options_.until) co_return;
        dead_.insert(c.id);
        --living_;
        if (now && !lives_on && to_.ended) {
            const container_ended ended{c.name, c.service, now->state.exit_code};
            to_.ended(ended);
        }
        if (living_ == 0) end();
    }

    /// nullopt: it is over.
    net::awaitable<start_time> next_start(std::string id) {
        while (!is_over() && !started_[id])
            co_await changed_.async_wait(net::as_tuple(net::use_awaitable));
        if (is_over()) co_return std::nullopt;
        if (dead_.erase(id) > 0) ++living_;
        const auto started = std::exchange(started_[id], std::nullopt);
        // A program may write before its start is told, and not before its last end is.
        const auto died = died_at_.find(id);
        co_return died == died_at_.end() ? started : died->second;
    }

    /// Follows those that are new, too, each beside what comes after it.
    net::awaitable<void> hear_of_events() {
        while (!is_over()) {
            const auto event = co_await next_of<engine_api::event>(events_);
            if (!event) break;
            if (started_.contains(event->actor_id)) {
                take(*event);
                continue;
            }
            if (event->action != "start") continue;
            const auto made = co_await find_new(event->actor_id);
            if (!made) continue;
            auto wanted = log_request(options_);
            wanted.tail.reset();
            wanted.since.reset();
            auto its_log = begin(*made, std::move(wanted));
            auto rest = ending_all(hear_of_events());
            co_await together(std::move(its_log), std::move(rest));
            co_return;
        }
        if (!is_over())
            throw failure(exit_code::failed,
                          "the engine ended its stream of events: containers that are started from "
                          "now on would not be followed; try again");
    }

    void take(const engine_api::event& e) {
        if (e.action == "start") {
            started_[e.actor_id] = std::chrono::nanoseconds(e.time_nano);
            died_.erase(e.actor_id);
        } else {
            died_.insert(e.actor_id);
            died_at_[e.actor_id] = std::chrono::nanoseconds(e.time_nano);
        }
        changed_.cancel();
    }

    /// nullopt at its end, or once it is over.
    template <class Item, class Stream>
    net::awaitable<std::optional<Item>> next_of(Stream& stream) {
        std::optional<Item> item;
        try {
            item = co_await stream.next();
        } catch (const engine_api::error& e) {
            const bool closed = e.kind() == engine_api::error_kind::cancelled && over_;
            if (!closed) throw;
        }
        co_return item;
    }

    net::awaitable<std::optional<plan::observed_container>> find_new(std::string id) {
        constexpr bool also_ended = true;
        const auto rows = co_await list_containers(ctx_.engine, ctx_.project.name, also_ended);
        for (const auto& row : rows) {
            auto c = observed_from(row);
            if (row.id == id && !is_one_off(row.labels) && is_logged(options_, c)) co_return c;
        }
        co_return std::nullopt;
    }

    const context& ctx_;
    const logs_options& options_;
    const log_reader& to_;
    engine_api::event_stream events_;
    net::steady_timer changed_;
    std::map<std::string, engine_api::output_stream> open_;    ///< by id
    std::map<std::string, start_time> started_;                ///< by id, of all that are followed
    std::map<std::string, std::chrono::nanoseconds> died_at_;  ///< by id, the last time
    std::set<std::string> died_;    ///< ids of those that have not been started since
    std::set<std::string> warned_;  ///< ids of those whose log cannot be read
    std::set<std::string> dead_;    ///< ids of those that have ended
    int living_ = 0;
    bool over_ = false;
};

}  // namespace

net::awaitable<void> follow_logs(const context& ctx, const logs_options& options,
                                 const log_reader& to) {
    engine_api::events_options wanted;
    wanted.filter.add("type", "container")
        .add("event", "start")
        .add("event", "die")
        .add("label", std::string(plan::project_label) + '=' + ctx.project.name);
    auto events = co_await ctx.engine.system().events(wanted);
    const auto where = co_await net::this_coro::executor;
    log_following all(ctx, options, to, std::move(events), where);
    co_await all.run();
}

}  // namespace rollout::engine_work
