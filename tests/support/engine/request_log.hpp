#pragma once

#include <support/message.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace support::engine {

// The requests that arrived; written on the engine's thread, read from any.
class request_log {
  public:
    void add(const request& arrived);
    void add_unexpected(std::string line);
    std::vector<request> all() const;
    std::vector<std::string> unexpected() const;
    bool wait_for(const std::function<bool(const std::vector<request>&)>& predicate,
                  std::chrono::milliseconds timeout) const;
    void clear();

  private:
    mutable std::mutex mutex_;
    mutable std::condition_variable grown_;
    std::vector<request> requests_;
    std::vector<std::string> unexpected_;
};

}  // namespace support::engine
