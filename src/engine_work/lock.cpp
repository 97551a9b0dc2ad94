#include "lease.hpp"
#include "lock_labels.hpp"
#include "never_started.hpp"
#include "one_file_tar.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/lock.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/protect.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using lock_clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds first_look_again = 250ms;
constexpr std::chrono::milliseconds last_look_again = 1s;

/// In the lease, in place of a time: the owner has ended and left the lock behind.
constexpr std::int64_t given_up = 0;

[[noreturn]] void refuse(const lock_view& held) {
    throw failure(exit_code::lock_held,
                  "another deploy is under way: " + who_began(held, unix_now()) +
                      "; --lock-wait waits for it, and `rollout unlock --force` removes its lock, "
                      "the container " +
                      held.name);
}

[[noreturn]] void refuse_unseen(const std::string& name) {
    throw failure(exit_code::lock_held,
                  "another deploy is just beginning or ending: the lock, the container " + name +
                      ", is neither free nor does the engine show who holds it; try again");
}

void stop_if_interrupted(const context& ctx) {
    if (ctx.interrupted.asked())
        throw failure(exit_code::failed, "interrupted while the lock was being taken");
}

/// The id of the container of that name when it has these labels; empty = there is none such.
net::awaitable<std::string> find_ours(engine_api::client& engine, std::string name,
                                      lock_labels labels) {
    const auto found = co_await engine.containers().find(name);
    if (!found) co_return std::string();
    const bool ours = std::all_of(labels.begin(), labels.end(), [&](const auto& label) {
        const auto there = found->labels.find(label.first);
        return there != found->labels.end() && there->second == label.second;
    });
    co_return ours ? found->id : std::string();
}

/// An answer may also be lost behind its status.
bool may_be_done(const engine_api::error& e) {
    using enum engine_api::error_kind;
    return e.status() == 0 || e.kind() == protocol || e.kind() == server;
}

/// The id; empty when the name is taken, also by a container that cannot be seen yet. An engine
/// whose answer was lost may have made it all the same.
net::awaitable<std::string> create_if_free(engine_api::client& engine, std::string name,
                                           std::string image, lock_labels labels) {
    std::exception_ptr lost;
    try {
        const auto body = never_started_body(image, labels);
        const auto created = co_await engine.containers().create_unless_taken(name, body);
        co_return created ? created->id : std::string();
    } catch (const engine_api::error& e) {
        if (may_be_done(e)) lost = std::current_exception();
        if (e.kind() != engine_api::error_kind::conflict && !lost) throw;
    }
    if (!lost) co_return std::string();
    auto ours = co_await find_ours(engine, name, labels);
    if (ours.empty()) std::rethrow_exception(lost);
    co_return ours;
}

struct lease_seen {
    bool readable = true;
    std::optional<std::int64_t> expires;  ///< absent: never renewed
};

net::awaitable<lease_seen> look_at_lease(engine_api::client& engine, const std::string& id) {
    lease_seen seen;
    try {
        const auto file = co_await engine.containers().find_file(id, lease_path);
        if (file) seen.expires = expiry_in(file->content);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        seen.readable = false;
    }
    co_return seen;
}

void report_waiting(const context& ctx, const lock_view& held, std::chrono::milliseconds limit) {
    lock_awaited e;
    e.container = held.name;
    e.owner = held.owner;
    e.pid = held.pid;
    e.purpose = held.purpose;
    e.age_s = unix_now() - held.since;
    e.limit_ms = limit.count();
    ctx.reporter.report(e);
}

/// The time until which one waits for a lock, and how often one looks meanwhile.
class lock_patience {
  public:
    explicit lock_patience(std::chrono::milliseconds limit) : until_(lock_clock::now() + limit) {}

    [[nodiscard]] bool is_over() const { return lock_clock::now() >= until_; }

    net::awaitable<void> pause() {
        const auto left = until_ - lock_clock::now();
        const auto now = std::min<lock_clock::duration>(pause_, left);
        pause_ = std::min(pause_ * 2, last_look_again);
        co_await sleep_for(now);
    }

  private:
    lock_clock::time_point until_;
    std::chrono::milliseconds pause_ = first_look_again;
};

}  // namespace

std::string lock_name(const std::string& project) {
    return project + "-rollout-lock";
}

net::awaitable<std::optional<lock_view>> read_lock(engine_api::client& engine,
                                                   std::string project) {
    const auto name = lock_name(project);
    const auto found = co_await engine.containers().find(name);
    if (!found) co_return std::nullopt;
    auto lock = view_of_labels(found->labels);
    lock.name = name;
    lock.id = found->id;
    const auto lease = co_await look_at_lease(engine, found->id);
    lock.expires = std::max(lock.expires, lease.expires.value_or(0));
    const bool expired = lease.readable && has_expired(lock.expires, unix_now());
    if (expired || lease.expires == given_up) lock.dead = true;
    co_return lock;
}

void deploy_lock::settled_others() {
    std::erase_if(unfinished_, [this](const std::string& name) { return name != project_; });
}

lock_labels deploy_lock::labels(const lock_options& options) const {
    return labels_of_lock(project_, options, unfinished_, this_process(), unix_now());
}

net::awaitable<void> deploy_lock::begin_lease(const context& ctx, const lock_options& options) {
    if (id_.empty()) co_return;
    if (ctx.interrupted.asked()) {
        left_behind_ = !unfinished_.empty();
        co_await protect(release(ctx.engine));
    }
    stop_if_interrupted(ctx);
    const auto executor = co_await net::this_coro::executor;
    lease_ =
        std::make_shared<lease_keeper>(executor, ctx.engine, ctx.reporter, id_, options.renew_each);
}

net::awaitable<void> deploy_lock::take_if_free(const context& ctx, const lock_options& options) {
    stop_if_interrupted(ctx);
    const auto name = lock_name(project_);
    // A cancelled request may be carried out all the same, and nobody would know of the lock.
    id_ = co_await protect(create_if_free(ctx.engine, name, options.image, labels(options)));
    co_await begin_lease(ctx, options);
}

/// At one go: what the dead lock says would be lost with a run that ended in between.
net::awaitable<void> deploy_lock::take_over(const context& ctx, const lock_options& options,
                                            lock_view dead) {
    unfinished_.insert(dead.unfinished.begin(), dead.unfinished.end());
    unfinished_.insert(dead.about.empty() ? project_ : dead.about);
    const auto in_its_place = [&]() -> net::awaitable<std::string> {
        // By id: of two that find the same dead lock only one removes it.
        co_await remove_unless_gone(ctx.engine, dead.id);
        auto id = co_await create_if_free(ctx.engine, dead.name, options.image, labels(options));
        co_return id;
    };
    id_ = co_await protect(in_its_place());
    taken_over_ = std::move(dead);
    co_await begin_lease(ctx, options);
}

net::awaitable<deploy_lock> deploy_lock::acquire(const context& ctx, lock_options options) {
    deploy_lock lock;
    lock.project_ = ctx.project.name;
    lock_patience patience(options.wait);
    // The holder may let go, or someone else clear a dead lock, between two of our calls; and the
    // engine knows a name for a moment before it shows the container.
    constexpr int attempts = 40;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        if (attempt > 0) co_await sleep_for(50ms);
        co_await lock.take_if_free(ctx, options);
        if (!lock.id_.empty()) co_return lock;
        const auto held = co_await read_lock(ctx.engine, ctx.project.name);
        if (!held) continue;
        if (held->dead) {
            stop_if_interrupted(ctx);
            co_await lock.take_over(ctx, options, *held);
            if (!lock.id_.empty()) co_return lock;
            continue;
        }
        lock.taken_over_.reset();  // by that one, not by us
        if (patience.is_over()) refuse(*held);
        if (!std::exchange(lock.waited_, true)) report_waiting(ctx, *held, options.wait);
        co_await patience.pause();
        attempt = -1;  // those before were about another holder
    }
    refuse_unseen(lock_name(ctx.project.name));
}

net::awaitable<bool> deploy_lock::still_held(engine_api::client& engine) const {
    const auto found = co_await engine.containers().find(id_);
    co_return found.has_value();
}

/// Who cannot tell that its owner is gone need not wait until it expires.
net::awaitable<void> deploy_lock::give_up(engine_api::client& engine) {
    const engine_api::put_options options;
    auto tar = text_body(lease_tar(given_up));
    try {
        co_await engine.containers().put_archive(id_, "/", std::move(tar), options);
    } catch (const engine_api::error&) {
    }
}

net::awaitable<void> deploy_lock::release(engine_api::client& engine) {
    if (lease_) co_await lease_->end();
    if (!id_.empty() && left_behind_) co_await give_up(engine);
    constexpr int attempts = 3;
    bool gone = id_.empty() || left_behind_;
    for (int i = 0; i < attempts && !gone; ++i) {
        try {
            co_await engine.containers().remove(id_);
            gone = true;
        } catch (const engine_api::error& e) {
            gone = e.kind() == engine_api::error_kind::not_found;
        }
        if (!gone) co_await sleep_for(100ms);
    }
    id_.clear();
}

net::awaitable<void> unlock(const context& ctx, bool force) {
    const auto held = co_await read_lock(ctx.engine, ctx.project.name);
    if (!held) {
        ctx.reporter.report(lock_absent{lock_name(ctx.project.name)});
        co_return;
    }
    if (!held->dead && !force)
        throw failure(exit_code::lock_held,
                      "the lock is held: " + who_began(*held, unix_now()) +
                          ", and may be at work; `rollout unlock --force` removes its lock, the "
                          "container " +
                          held->name + ", all the same");
    co_await remove_unless_gone(ctx.engine, held->id);
    lock_removed e;
    e.container = held->name;
    e.owner = held->owner;
    e.pid = held->pid;
    e.purpose = held->purpose;
    e.age_s = unix_now() - held->since;
    e.was_dead = held->dead;
    ctx.reporter.report(e);
}

}  // namespace rollout::engine_work
