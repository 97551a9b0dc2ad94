#pragma once

#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/compose/model/service.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// A proxy that is there.
struct found_proxy {
    plan::observed_container container;
    /// Its service; of a proxy of another project what its container tells of that: the mounts.
    compose::service service;
    std::string owner;  ///< whose lock keeps others from it; empty = this project's
};

/// `own` are the containers of the project. nullopt when the proxy does not run. Throws
/// engine_api::error.
boost::asio::awaitable<std::optional<found_proxy>> look_for_proxy(
    const context& ctx, const std::vector<plan::observed_container>& own);

/// The same, and one of this project that does not run: its files can be read and written all the
/// same.
boost::asio::awaitable<std::optional<found_proxy>> look_for_proxy_that_may_be_down(
    const context& ctx, const std::vector<plan::observed_container>& own);

/// Throws `failure` (failed) when it does not run.
boost::asio::awaitable<found_proxy> find_proxy(const context& ctx);

/// Throws as `path_in_proxy` when the proxy does not see the snippets, as far as the file tells.
void check_proxy_sees_snippets(const context& ctx);

/// The files that it reads.
[[nodiscard]] proxy_files files_of(const context& ctx, const found_proxy& found);

/// What speaks to it. Throws as `path_in_proxy`.
[[nodiscard]] proxy proxy_in(const context& ctx, const found_proxy& found);

}  // namespace rollout::blue_green
