#pragma once

#include <engine_api/error.hpp>
#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/health_wait.hpp>
#include <rollout/plan/graph.hpp>
#include <rollout/plan/operation.hpp>
#include <rollout/plan/untouchable.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rollout::engine_work {

/// Run before an operation; what it throws is as if the operation had failed.
using before_operation = std::function<boost::asio::awaitable<void>(const plan::operation&)>;

/// Carries operations out, one engine call each and their hooks, in their order, and remembers what
/// it created. Stops that follow on one another are carried out at the same time, each of them
/// whatever becomes of the others.
class executor {
  public:
    /// `live` are the containers that serve users: whatever would change one of them is refused,
    /// in `run` and in `undo`.
    executor(const context& ctx, plan::untouchable live, health_options health)
        : ctx_(ctx), live_(std::move(live)), health_(health) {}

    /// Throws `failure` (failed) or engine_api::error; what was done by then stays. A refused
    /// operation throws before any is begun; a build that the engine's classic builder cannot do
    /// too (compose::error).
    boost::asio::awaitable<void> run(plan::operations operations);

    /// Begins each task as soon as those that it waits for are done, at most eight beside each
    /// other and any number of waits. After the first that fails, or a signal, nothing more is
    /// begun; what is under way goes on to its end. Throws `failure`: what failed first, and what
    /// was not done because of it. `before` runs right before each operation; absent = nothing.
    boost::asio::awaitable<void> run(const plan::graph& graph, before_operation before = {});

    /// Removes the containers and networks that `run` created, newest first. What cannot be
    /// removed is reported.
    boost::asio::awaitable<void> undo();

    /// For every stop, in place of the containers' own grace periods.
    void stop_within(std::optional<int> seconds) { stop_seconds_ = seconds; }

    /// From now on a failed task of a graph keeps no other from being carried out; `run` throws
    /// when all have ended. A signal still ends it.
    void go_on_after_failures() { goes_on_ = true; }

    /// Whether there is something for `undo` to remove.
    [[nodiscard]] bool has_created() const { return !created_.empty(); }

  private:
    friend class graph_run;
    boost::asio::awaitable<void> run_one(const plan::operation& op);
    boost::asio::awaitable<void> carry_out(const plan::operation& op);
    boost::asio::awaitable<void> create(const plan::operation& op);
    boost::asio::awaitable<std::string> body_of(const plan::operation& op);
    template <class Resources>
    boost::asio::awaitable<void> adopt(Resources& those, const plan::operation& op,
                                       const std::string& body, const engine_api::error& refused);
    boost::asio::awaitable<void> create_network(const plan::operation& op);
    boost::asio::awaitable<void> drop_second_network(std::string name, std::string ours);
    boost::asio::awaitable<void> disconnect(const plan::operation& op);
    boost::asio::awaitable<void> put_file(const plan::operation& op);
    boost::asio::awaitable<void> start(const plan::operation& op);
    boost::asio::awaitable<void> stop(const plan::operation& op);
    boost::asio::awaitable<void> restart(const plan::operation& op);
    boost::asio::awaitable<void> stop_together(std::span<const plan::operation> stops);
    boost::asio::awaitable<void> remove_container(const plan::operation& op);
    boost::asio::awaitable<void> remove_resource(const plan::operation& op);
    boost::asio::awaitable<void> remove_unless_used(const plan::operation& op);
    boost::asio::awaitable<void> wait(const plan::operation& op);
    boost::asio::awaitable<void> undo_one(const plan::target& made, const std::string& id);
    void refuse_live(const plan::operations& operations) const;

    struct created_thing {
        plan::target made;
        std::string id;
    };

    const context& ctx_;
    plan::untouchable live_;
    health_options health_;
    std::optional<int> stop_seconds_;
    bool goes_on_ = false;
    std::vector<created_thing> created_;
};

}  // namespace rollout::engine_work
