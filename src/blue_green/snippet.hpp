#pragma once

#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace rollout::blue_green {

/// The whole text of the snippet that sends traffic to `c`: one `server` directive and a newline.
[[nodiscard]] std::string snippet_text(const upstream& u, color c);

/// Which color a snippet sends all traffic to; nullopt when it names another host, both colors,
/// or none. Comments and further parameters of `server` are allowed.
[[nodiscard]] std::optional<color> snippet_color(const upstream& u, std::string_view text);

/// The text of a preview file: requests with that secret in the header `X-Rollout-Preview` go to
/// `c`, in the words of a `map` of nginx. Without it, a file that opens no route.
[[nodiscard]] std::string preview_text(const upstream& u, color c, std::string_view secret);
[[nodiscard]] std::string closed_preview_text();

/// Whether a preview file opens a route: anything but comments and blanks is in it.
[[nodiscard]] bool opens_preview(std::string_view text);

/// Whether nothing but `server` directives and comments is in it, or nothing at all.
[[nodiscard]] bool has_only_servers(std::string_view text);

/// Where the proxy sees a file of this host: through the directory mount that holds it.
/// Throws std::invalid_argument when no bind mount of the proxy holds it, or when the file is
/// mounted by itself (a single-file mount keeps showing the old file after a rename).
[[nodiscard]] std::string path_in_proxy(const std::string& file, const compose::service& proxy);

}  // namespace rollout::blue_green
