#include "device.hpp"

#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/tree.hpp>

namespace rollout::compose {

node parse_device(const std::string& text, const position& where, bool lenient) {
    auto parts = split(text, ':');
    if (parts.size() > 3) {
        if (!lenient) {
            throw invalid_value("confusing device mapping, please use long syntax: " + text);
        }
        parts = {""};
    }
    const bool has_target = parts.size() > 1 && !parts[1].empty();
    auto map = make_mapping(where);
    set_key(map.entries(), "source", make_text(parts[0], where));
    set_key(map.entries(), "target", make_text(parts[has_target ? 1 : 0], where));
    set_key(map.entries(), "permissions", make_text(parts.size() == 3 ? parts[2] : "rwm", where));
    return map;
}

}  // namespace rollout::compose
