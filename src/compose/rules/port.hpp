#pragma once

#include <rollout/compose/tree/node.hpp>

#include <string_view>
#include <vector>

namespace rollout::compose {

/// The long forms of `[[ip:][published]:]target[/protocol]`, where numbers may be ranges; their
/// values stand at `where`. Ranges of equal length make one port each, in the order of their text
/// as compose lists them; a published range before one target stays a range. Throws
/// `invalid_value`.
std::vector<node> parse_port(std::string_view text, const position& where);

/// An IPv4 or IPv6 address in its ordinary form.
bool is_ip_address(std::string_view text);

}  // namespace rollout::compose
