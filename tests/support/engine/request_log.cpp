#include <support/engine/request_log.hpp>

#include <utility>

namespace support::engine {

void request_log::add(const request& arrived) {
    {
        const std::lock_guard lock(mutex_);
        requests_.push_back(arrived);
    }
    grown_.notify_all();
}

void request_log::add_unexpected(std::string line) {
    const std::lock_guard lock(mutex_);
    unexpected_.push_back(std::move(line));
}

std::vector<request> request_log::all() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::vector<std::string> request_log::unexpected() const {
    const std::lock_guard lock(mutex_);
    return unexpected_;
}

bool request_log::wait_for(const std::function<bool(const std::vector<request>&)>& predicate,
                           std::chrono::milliseconds timeout) const {
    std::unique_lock lock(mutex_);
    return grown_.wait_for(lock, timeout, [&] { return predicate(requests_); });
}

void request_log::clear() {
    const std::lock_guard lock(mutex_);
    requests_.clear();
    unexpected_.clear();
}

}  // namespace support::engine
