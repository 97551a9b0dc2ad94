#pragma once

#include <rollout/deploy/context.hpp>
#include <rollout/deploy/health_wait.hpp>
#include <rollout/plan/operation.hpp>

#include <boost/asio/awaitable.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::deploy {

/// Carries operations out, one engine call each, in their order, and remembers what it created.
class executor {
  public:
    /// `untouchable` are names of containers that no operation may name: the live color's.
    executor(const context& ctx, std::set<std::string> untouchable, health_options health)
        : ctx_(ctx), untouchable_(std::move(untouchable)), health_(health) {}

    /// Throws `failure` (failed) or engine_api::error; what was done by then stays.
    boost::asio::awaitable<void> run(plan::operations operations);

    /// Removes the containers and networks that `run` created, newest first. What cannot be
    /// removed is reported as a warning.
    boost::asio::awaitable<void> undo();

  private:
    boost::asio::awaitable<void> run_one(const plan::operation& op);
    boost::asio::awaitable<void> build(const plan::operation& op);
    boost::asio::awaitable<void> pull(const plan::operation& op);
    boost::asio::awaitable<void> create(const plan::operation& op);
    boost::asio::awaitable<void> wait(const plan::operation& op);
    boost::asio::awaitable<std::string> network_id(std::string name);

    struct created_thing {
        bool is_network = false;
        std::string id;
        std::string name;
    };

    const context& ctx_;
    std::set<std::string> untouchable_;
    health_options health_;
    std::vector<created_thing> created_;
};

}  // namespace rollout::deploy
