#pragma once

#include <rollout/compose/project.hpp>

#include <string_view>
#include <vector>

namespace rollout::compose {

/// The short form `[[ip:][published]:]target[/protocol]`, where numbers may be ranges. Ranges of
/// equal length make one port each, in the order of their text as compose lists them; a published
/// range before one target stays a range. Throws `invalid_value`.
std::vector<port> parse_port(std::string_view text);

/// An IPv4 or IPv6 address in its ordinary form.
bool is_ip_address(std::string_view text);

}  // namespace rollout::compose
