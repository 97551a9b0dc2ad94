#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
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

/// True when `owner` lived in this kernel and pid namespace and does so no more; a zombie is gone.
[[nodiscard]] bool is_gone(const lock_owner& owner);

/// A lock as another one sees it. Times are seconds since 1970 by the clock of its owner's host.
struct lock_view {
    lock_view() = default;
    std::string name;     ///< of its container
    std::string id;       ///< of its container
    std::string owner;    ///< `user@host`
    int pid = 0;          ///< 0 = unknown
    std::string purpose;  ///< `deploy`, `up`, `down`
    std::string about;    ///< the project that its owner works for
    /// The projects whose runs before did not end, as dead locks told its owner.
    std::set<std::string> unfinished;
    std::int64_t since = 0;
    std::int64_t expires = 0;
    bool dead = false;  ///< its owner is gone from this host or left it behind, or it has expired
    std::map<std::string, std::string> labels;
};

/// `<project>-rollout-lock`.
[[nodiscard]] std::string lock_name(const std::string& project);

/// `ann@ci (pid 42) began 'deploy' 30 s ago`; `now` in seconds since 1970.
[[nodiscard]] std::string who_began(const lock_view& lock, std::int64_t now);

/// The project's lock; nullopt when nobody holds it. Only GET requests. A lock whose lease cannot
/// be read counts as not expired. Throws engine_api::error.
boost::asio::awaitable<std::optional<lock_view>> read_lock(engine_api::client& engine,
                                                           std::string project);

struct lock_options {
    lock_options() = default;
    std::string image;                          ///< any that the engine has
    std::string purpose;                        ///< what others are told
    std::string about;                          ///< the project; empty = the lock's own
    std::chrono::milliseconds wait{0};          ///< for a lock that is held
    std::map<std::string, std::string> labels;  ///< more that the next one shall know
    std::chrono::milliseconds renew_each{10'000};
};

class lease_keeper;  // private

/// The lock of a project: a container named `<project>-rollout-lock` that is created and never
/// started. The engine refuses a second one with that name, so every client of the engine sees
/// the same lock. Its labels say who took it, what for and when. It expires 45 s later unless its
/// owner, while it lives, puts a later time into the file `/rollout-lease` of that container, which
/// it does every 10 s.
///
/// Expiry is told by the owner's clock and judged by the reader's, 15 s late: a lock is free a
/// minute after its owner's death at the latest where the clocks agree, and a reader may be 50 s
/// ahead of an owner that lives. Whose clock is further ahead takes the lock too early; its former
/// owner learns that from `still_held`.
class deploy_lock {
  public:
    /// A dead lock is taken over; one that is held is waited for as long as the options say, and
    /// it is reported once who is waited for. `ctx` must outlive the lock. Cancellable; a signal
    /// leaves no lock behind. Throws `failure`: lock_held says who holds it and since when, failed
    /// that a signal came.
    static boost::asio::awaitable<deploy_lock> acquire(const context& ctx, lock_options options);

    /// False when someone removed the lock or took it over meanwhile, also after its lease could
    /// not be renewed.
    boost::asio::awaitable<bool> still_held(engine_api::client& engine) const;

    /// Removes it, unless it is left behind. Tries a few times and never throws engine errors: what
    /// stays behind names an owner that the next run on this host finds gone, and expires for
    /// everyone else. To be run to its end.
    boost::asio::awaitable<void> release(engine_api::client& engine);

    /// It is not to be let go: who comes next shall find it, dead, and know that this run could not
    /// tell how it ended.
    void leave_behind() { left_behind_ = true; }

    /// The projects whose last run did not end, as far as dead locks tell that were found here, and
    /// it is not settled yet.
    [[nodiscard]] const std::set<std::string>& unfinished() const { return unfinished_; }
    /// The same of the lock's own project.
    [[nodiscard]] bool own_unfinished() const { return unfinished_.contains(project_); }

    /// What those left is done, or written down where who comes next looks.
    void settled() { unfinished_.clear(); }
    void settled_own() { unfinished_.erase(project_); }
    void settled_others();

    /// The dead lock that this one took the place of.
    [[nodiscard]] const std::optional<lock_view>& taken_over() const { return taken_over_; }
    /// Another one held it first: what was seen before may have changed.
    [[nodiscard]] bool waited() const { return waited_; }

  private:
    deploy_lock() = default;
    /// No id afterwards = another one holds it.
    boost::asio::awaitable<void> take_if_free(const context& ctx, const lock_options& options);
    /// The same, once that dead lock is removed.
    boost::asio::awaitable<void> take_over(const context& ctx, const lock_options& options,
                                           lock_view dead);
    boost::asio::awaitable<void> begin_lease(const context& ctx, const lock_options& options);
    [[nodiscard]] std::map<std::string, std::string> labels(const lock_options& options) const;
    boost::asio::awaitable<void> give_up(engine_api::client& engine);

    std::string project_;
    std::string id_;
    std::optional<lock_view> taken_over_;
    std::set<std::string> unfinished_;
    bool waited_ = false;
    bool left_behind_ = false;
    std::shared_ptr<lease_keeper> lease_;
};

/// Removes the project's lock when it is dead or with `force`, and reports whose it was or that
/// there was none. Throws `failure` (lock_held) that says whose it is, or engine_api::error.
boost::asio::awaitable<void> unlock(const context& ctx, bool force);

}  // namespace rollout::engine_work
