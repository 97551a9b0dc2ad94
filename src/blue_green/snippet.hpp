#pragma once

#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace rollout::blue_green {

/// The whole text of the snippet that sends traffic to `c`: one `server` directive and a newline.
[[nodiscard]] std::string snippet_text(const settings& s, color c);

/// Which color a snippet sends all traffic to; nullopt when it names another host, both colors,
/// or none. Comments and further parameters of `server` are allowed.
[[nodiscard]] std::optional<color> snippet_color(const settings& s, std::string_view text);

/// Whether nothing but `server` directives and comments is in it, or nothing at all.
[[nodiscard]] bool has_only_servers(std::string_view text);

/// Where the proxy sees the snippet: through the directory mount that holds it.
/// Throws std::invalid_argument when no bind mount of the proxy holds it, or when the file is
/// mounted by itself (a single-file mount keeps showing the old file after a rename).
[[nodiscard]] std::string snippet_path_in_proxy(const settings& s, const compose::service& proxy);

}  // namespace rollout::blue_green
