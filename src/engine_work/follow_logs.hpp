#pragma once

#include <engine_api/containers.hpp>
#include <engine_api/error.hpp>
#include <rollout/engine_work/logs.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace rollout::engine_work {

[[nodiscard]] engine_api::logs_options log_request(const logs_options& options);

/// Whether the log of this container is meant.
[[nodiscard]] bool is_logged(const logs_options& options, const plan::observed_container& c);

/// What is said of a log that the engine refuses to read back, as that of the driver `none`;
/// nullopt for any other error.
[[nodiscard]] std::optional<container_warning> refusal_to_read(const plan::observed_container& c,
                                                               const engine_api::error& e);

/// What `read_logs` does with `follow`.
boost::asio::awaitable<void> follow_logs(const context& ctx, const logs_options& options,
                                         const log_reader& to);

}  // namespace rollout::engine_work
