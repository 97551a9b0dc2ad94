#include <support/engine/fault_table.hpp>

#include <utility>

namespace support::engine {

void fault_table::add(std::string method, std::string pattern, fault what, occurrence when) {
    entries_.push_back({std::move(method), std::move(pattern), std::move(what), when});
}

void fault_table::clear() {
    entries_.clear();
}

std::optional<fault> fault_table::pick(const request& arrived) {
    std::optional<fault> picked;
    for (auto& one : entries_) {
        if (!request_matches(arrived, one.method, one.pattern)) continue;
        ++one.seen;
        const bool holds = one.seen >= one.when.first && one.seen <= one.when.last;
        if (holds && !picked) picked = one.what;
    }
    return picked;
}

bool request_matches(const request& one, std::string_view method, std::string_view pattern) {
    return (method == "*" || method == one.method) && path_matches(pattern, one.path);
}

}  // namespace support::engine
