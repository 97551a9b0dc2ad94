#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/engine_work/lock.hpp>

#include <boost/asio/awaitable.hpp>

namespace rollout::blue_green {

/// What keeps others from what a run works on: the lock of its project and, behind a proxy of
/// another project, that one's.
class run_locks {
  public:
    /// `own` must outlive it.
    explicit run_locks(engine_work::deploy_lock& own) : own_(own) {}

    /// `owners` must outlive it. `in_doubt`: the record of that project says that a reload may yet
    /// come.
    void add_owners(engine_work::deploy_lock& owners, bool in_doubt);

    /// The last run of this project did not end, or not as it should.
    [[nodiscard]] bool unfinished() const { return own_.own_unfinished(); }
    /// That one; nullptr when it did, or nothing tells.
    [[nodiscard]] const engine_work::lock_view* killed() const {
        return unfinished() && own_.taken_over() ? &*own_.taken_over() : nullptr;
    }
    /// So did one, of any project behind this proxy, that may have asked for a reload.
    [[nodiscard]] bool reload_unseen() const;
    /// Throws engine_api::error.
    boost::asio::awaitable<bool> still_held(engine_api::client& engine) const;

    /// The record says how the run ends, as far as that is known.
    void recorded() { own_.settled_own(); }
    /// No record says it.
    void not_recorded() { own_.leave_behind(); }
    /// The last reload that was asked for was seen. What another project's run left besides, that
    /// one must learn of.
    void reload_seen();
    /// It was not: no other project behind this proxy may take it for its own. Of the proxy's own
    /// project they learn it from its record.
    void reload_not_seen();

  private:
    engine_work::deploy_lock& own_;
    engine_work::deploy_lock* owners_ = nullptr;
    bool owner_in_doubt_ = false;
};

}  // namespace rollout::blue_green
