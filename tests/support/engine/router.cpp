#include <support/engine/router.hpp>

#include <utility>

namespace support::engine {

void router::add(std::string method, std::string pattern, endpoint answer) {
    const auto open = pattern.find('{');
    const auto shut = pattern.find('}');
    const bool variable = open != std::string::npos;
    routes_.push_back({std::move(method), pattern.substr(0, open),
                       variable ? pattern.substr(shut + 1) : "", variable, std::move(answer)});
}

std::optional<reply> router::answer(const request& asked) const {
    // The engine takes HEAD wherever it takes GET only for the endpoints that say so; they are
    // added twice.
    for (const auto& one : routes_) {
        if (one.method != asked.method) continue;
        if (!one.has_variable) {
            if (one.before == asked.path) return one.answer(asked, "");
            continue;
        }
        const auto fixed = one.before.size() + one.after.size();
        if (asked.path.size() <= fixed || !asked.path.starts_with(one.before) ||
            !asked.path.ends_with(one.after)) {
            continue;
        }
        return one.answer(asked, asked.path.substr(one.before.size(), asked.path.size() - fixed));
    }
    return std::nullopt;
}

}  // namespace support::engine
