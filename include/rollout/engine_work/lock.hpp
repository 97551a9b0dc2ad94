#pragma once

#include <engine_api/fwd.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <string>

namespace rollout::engine_work {

/// Who holds a lock, so that others can be told, and a dead owner on this host be recognised.
struct lock_owner {
    std::string name;  ///< `user@host`
    std::string boot;  ///< of the running kernel and the pid namespace; empty = unknown
    int pid = 0;
    std::string process_start;  ///< tells a reused pid apart
};

/// This process.
[[nodiscard]] lock_owner this_process();

/// True when `owner` lived in this kernel and pid namespace and does so no more.
[[nodiscard]] bool is_gone(const lock_owner& owner);

/// The lock of a project: a container named `<project>-rollout-lock` that is created and never
/// started. The engine refuses a second one with that name, so every client of the engine sees
/// the same lock. It carries its owner, when it was taken and when it expires.
class deploy_lock {
  public:
    /// `image` is any image that the engine has. A lock whose owner is gone, or that has expired,
    /// is taken over. Throws `failure` (lock_held) that says who holds it, and since when.
    static boost::asio::awaitable<deploy_lock> acquire(engine_api::client& engine,
                                                       std::string project, std::string image,
                                                       std::string purpose,
                                                       std::chrono::seconds lifetime);

    /// False when someone removed the lock or took it over meanwhile.
    boost::asio::awaitable<bool> still_held(engine_api::client& engine) const;

    /// Tries a few times and never throws engine errors: what stays behind names an owner that the
    /// next run on this host finds gone, and expires for everyone else.
    boost::asio::awaitable<void> release(engine_api::client& engine);

    /// Of the unfinished work whose lock was taken over; empty = none.
    [[nodiscard]] const std::string& took_over_from() const { return took_over_from_; }

  private:
    deploy_lock() = default;
    std::string id_;
    std::string took_over_from_;
};

/// `<project>-rollout-lock`.
[[nodiscard]] std::string lock_name(const std::string& project);

}  // namespace rollout::engine_work
