#include "run_locks.hpp"

namespace rollout::blue_green {

namespace net = boost::asio;

bool run_locks::reload_unseen() const {
    return unfinished() || (owners_ && owners_->taken_over());
}

net::awaitable<bool> run_locks::still_held(engine_api::client& engine) const {
    const bool own = co_await own_.still_held(engine);
    if (!own || !owners_) co_return own;
    const bool owners = co_await owners_->still_held(engine);
    co_return owners;
}

void run_locks::reload_seen() {
    if (owners_) owners_->settled();
}

void run_locks::reload_not_seen() {
    if (owners_) owners_->leave_behind();
}

}  // namespace rollout::blue_green
