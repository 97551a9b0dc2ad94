#include "build_source.hpp"
#include "together.hpp"

#include <engine_api/error.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>

namespace rollout::engine_work {

namespace net = boost::asio;
using plan::action;

/// One graph while it is carried out: a coroutine a task, each waiting for its turn.
class graph_run {
  public:
    graph_run(executor& by, const plan::graph& graph, const before_operation& before,
              const net::any_io_executor& where)
        : by_(by),
          graph_(graph),
          before_(before),
          states_(graph.tasks.size(), state::waiting),
          changed_(where, net::steady_timer::time_point::max()) {}

    net::awaitable<void> run() {
        if (!graph_.tasks.empty()) co_await run_tasks(0, graph_.tasks.size());
        if (!problems_.empty()) throw_problems();
    }

  private:
    enum class state { waiting, begun, done };
    static constexpr int most_at_once = 8;

    net::awaitable<void> run_tasks(std::size_t first, std::size_t end) {
        if (end - first == 1) {
            co_await run_task(first);
            co_return;
        }
        const auto middle = first + (end - first) / 2;
        auto one = run_tasks(first, middle);
        auto other = run_tasks(middle, end);
        co_await together(std::move(one), std::move(other));
    }

    net::awaitable<void> run_task(std::size_t at) {
        const auto& op = graph_.tasks[at].op;
        const bool only_waits = op.what == action::wait_healthy;
        while (!ends() && !(is_ready(at) && (only_waits || under_way_ < most_at_once)))
            co_await changed_.async_wait(net::as_tuple(net::use_awaitable));
        if (ends()) co_return;
        states_[at] = state::begun;
        under_way_ += only_waits ? 0 : 1;
        std::exception_ptr problem;
        try {
            if (before_) co_await before_(op);
            co_await by_.run_one(op);
        } catch (...) {
            problem = std::current_exception();
        }
        under_way_ -= only_waits ? 0 : 1;
        if (problem) problems_.emplace_back(at, problem);
        if (!problem || by_.goes_on_) states_[at] = state::done;
        changed_.cancel();
    }

    /// Nothing more is begun.
    [[nodiscard]] bool ends() const {
        return !problems_.empty() && (!by_.goes_on_ || by_.ctx_.interrupted.asked());
    }

    [[nodiscard]] bool is_ready(std::size_t at) const {
        const auto& after = graph_.tasks[at].after;
        return std::all_of(after.begin(), after.end(),
                           [this](std::size_t other) { return states_[other] == state::done; });
    }

    [[nodiscard]] std::vector<std::string> not_done() const {
        constexpr std::size_t most_lines = 20;
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < states_.size(); ++i)
            if (states_[i] == state::waiting && graph_.tasks[i].op.what != action::wait_healthy)
                lines.push_back("not done: " + plan::to_string(graph_.tasks[i].op));
        if (lines.size() > most_lines) {
            lines[most_lines - 1] =
                "and " + std::to_string(lines.size() - most_lines + 1) + " more";
            lines.resize(most_lines);
        }
        return lines;
    }

    /// What failed first, with the rest below it.
    [[noreturn]] void throw_problems() const {
        auto rest = not_done();
        for (std::size_t i = problems_.size() - 1; by_.goes_on_ && i > 0; --i)
            rest.insert(rest.begin(), text_of(problems_[i].first, problems_[i].second));
        const auto& [at, problem] = problems_.front();
        try {
            std::rethrow_exception(problem);
        } catch (const failure& e) {
            auto details = e.details();
            details.insert(details.end(), rest.begin(), rest.end());
            throw failure(e.code(), e.what(), details);
        } catch (const engine_api::error& e) {
            if (e.kind() == engine_api::error_kind::cancelled) throw;
            throw failure(exit_code::failed, cannot(at, e.what()), rest);
        }
    }

    [[nodiscard]] std::string cannot(std::size_t at, const std::string& why) const {
        return "cannot " + plan::to_string(graph_.tasks[at].op) + ": " + why;
    }

    [[nodiscard]] std::string text_of(std::size_t at, const std::exception_ptr& problem) const {
        try {
            std::rethrow_exception(problem);
        } catch (const failure& e) {
            return e.what();
        } catch (const std::exception& e) {
            return cannot(at, e.what());
        }
    }

    executor& by_;
    const plan::graph& graph_;
    const before_operation& before_;
    std::vector<state> states_;
    net::steady_timer changed_;
    int under_way_ = 0;
    /// What failed, and at which task, in the order of time.
    std::vector<std::pair<std::size_t, std::exception_ptr>> problems_;
};

net::awaitable<void> executor::run(const plan::graph& graph, before_operation before) {
    const auto all = plan::operations_of(graph);
    refuse_live(all);
    refuse_unbuildable(ctx_.project, all);
    const auto where = co_await net::this_coro::executor;
    graph_run whole(*this, graph, before, where);
    co_await whole.run();
}

}  // namespace rollout::engine_work
