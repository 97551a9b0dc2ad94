#pragma once

#include <rollout/compose/node.hpp>

#include <string>
#include <vector>

namespace rollout::compose {

// The long forms of list items. All values stand at `where`.

/// Of `[[ip:][published]:]target[/protocol]`, one for each port of a range. Throws `invalid_value`.
std::vector<node> port_trees(const std::string& text, const position& where);

/// Of `[source:]target[:options]`. Throws `invalid_value`.
node mount_tree(const std::string& text, const position& where);

/// Of `source[:target[:permissions]]`. Throws `invalid_value`, unless `lenient`.
node device_tree(const std::string& text, const position& where, bool lenient);

}  // namespace rollout::compose
