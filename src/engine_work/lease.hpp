#pragma once

#include <engine_api/fwd.hpp>
#include <rollout/engine_work/reporter.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rollout::engine_work {

/// Below the root, which every image has, `FROM scratch` too.
inline constexpr const char* lease_path = "/rollout-lease";

/// A tar with the file that says until when a lock holds, in seconds since 1970, for the folder
/// `/`.
[[nodiscard]] std::string lease_tar(std::int64_t expires);

/// The time that such a file says; nullopt when it says none.
[[nodiscard]] std::optional<std::int64_t> expiry_in(std::string_view lease);

/// Renews the lease of a lock, beside the work that the lock is for, until it is ended or
/// destroyed. Failures are tried again and reported once. Engine and reporter must live until then.
class lease_keeper {
  public:
    lease_keeper(boost::asio::any_io_executor executor, engine_api::client& engine, reporter& says,
                 std::string container, std::chrono::milliseconds interval);
    lease_keeper(const lease_keeper&) = delete;
    lease_keeper& operator=(const lease_keeper&) = delete;
    ~lease_keeper();

    /// When it is done nothing is renewed any more, and nothing of it keeps the executor at work.
    boost::asio::awaitable<void> end();

  private:
    std::shared_ptr<struct lease_state> state_;
};

}  // namespace rollout::engine_work
