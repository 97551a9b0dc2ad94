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

/// What a reload that moves traffic to a snippet's server loads instead of `snippet`, so that no
/// request is lost: a server with `resolve` has no address in the new workers until their first
/// lookup is answered, so it gets a backup, the same server as it is found while nginx loads the
/// file. That fails where the name is not there. When all went well the snippet itself can be
/// written and loaded: nginx takes the addresses along. Anything but one `server` directive with
/// `resolve` comes back as it is, so a text that was made here does too.
[[nodiscard]] std::string landing_text(std::string_view snippet);

/// Which color a snippet sends all traffic to; nullopt when it names another host, both colors,
/// or none. Comments and further parameters of `server` are allowed.
[[nodiscard]] std::optional<color> snippet_color(const upstream& u, std::string_view text);

/// The text of a preview file: requests with that secret in the header `X-Rollout-Preview` go to
/// `c`, in the words of a `map` of nginx. Without it, a file that opens no route.
[[nodiscard]] std::string preview_text(const upstream& u, color c, std::string_view secret);
[[nodiscard]] std::string closed_preview_text();

/// Whether a preview file opens a route: anything but comments and blanks is in it.
[[nodiscard]] bool opens_preview(std::string_view text);

/// Whether nothing but comments and what `preview_text` makes is in it.
[[nodiscard]] bool has_only_secrets(std::string_view text);

/// Whether nothing but `server` directives and comments is in it, or nothing at all.
[[nodiscard]] bool has_only_servers(std::string_view text);

/// Where the proxy sees a file of this host: through the directory mount that holds it.
/// Throws std::invalid_argument when no bind mount of the proxy holds it, or when the file is
/// mounted by itself (a single-file mount keeps showing the old file after a rename).
[[nodiscard]] std::string path_in_proxy(const std::string& file, const compose::service& proxy);

/// The first upstream's file.
[[nodiscard]] std::string first_snippet(const settings& s);

/// Throws as `path_in_proxy` for the first snippet that the proxy does not see.
void check_sees_snippets(const settings& s, const compose::service& proxy);

}  // namespace rollout::blue_green
