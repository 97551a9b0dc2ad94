#include "run_locks.hpp"

namespace rollout::blue_green {

namespace net = boost::asio;

void run_locks::add_owners(engine_work::deploy_lock& owners, bool in_doubt) {
    owners_ = &owners;
    owner_in_doubt_ = in_doubt;
}

bool run_locks::reload_unseen() const {
    const bool owners = owners_ && (owner_in_doubt_ || !owners_->unfinished().empty());
    return owners || !own_.unfinished().empty();
}

net::awaitable<bool> run_locks::still_held(engine_api::client& engine) const {
    const bool own = co_await own_.still_held(engine);
    if (!own || !owners_) co_return own;
    const bool owners = co_await owners_->still_held(engine);
    co_return owners;
}

void run_locks::reload_seen() {
    own_.settled_others();
    if (owners_) owners_->settled_others();
}

void run_locks::reload_not_seen() {
    if (owners_) owners_->leave_behind();
}

}  // namespace rollout::blue_green
