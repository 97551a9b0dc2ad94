#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace support::engine {

// Keeps the order in which the engine writes its fields.
using json = nlohmann::ordered_json;

inline const json& member(const json& object, std::string_view key) {
    static const json absent;
    if (!object.is_object()) return absent;
    const auto found = object.find(std::string(key));
    return found == object.end() ? absent : *found;
}

inline std::string text_member(const json& object, std::string_view key,
                               std::string fallback = "") {
    const auto& value = member(object, key);
    return value.is_string() ? value.get<std::string>() : fallback;
}

inline bool flag_member(const json& object, std::string_view key) {
    const auto& value = member(object, key);
    return value.is_boolean() && value.get<bool>();
}

inline std::string encoded(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace support::engine
