#pragma once

#include "look.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace rollout::blue_green {

/// What can be seen without a question to nginx, for whoever expects to find nothing to do: the
/// files are those of this host, and an nginx with the workers of the record is the recorded one.
/// Two GET requests at most. Absent: a run is under way or was cut off, nothing is recorded, or
/// the proxy is another project's, or does not run. Throws as `look_at`.
boost::asio::awaitable<std::optional<sight>> glance(const context& ctx, plan::observed stack);

/// Whether a run that changes no color would have nothing to do (`machine::next`).
[[nodiscard]] bool is_settled(const sight& seen, const settings& s);

}  // namespace rollout::blue_green
