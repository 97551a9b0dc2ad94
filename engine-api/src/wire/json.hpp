#pragma once

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Reading the engine's JSON: what is absent or null is the default, what has another type than
/// the API says is an error (nlohmann::json::exception).
namespace engine_api::wire {

using nlohmann::json;

/// The member `key`; null when absent.
[[nodiscard]] inline const json& member(const json& object, std::string_view key) {
    static const json null;
    if (!object.is_object()) return null;
    const auto found = object.find(key);
    return found == object.end() ? null : *found;
}

template <typename T>
[[nodiscard]] T value(const json& object, std::string_view key, T absent = {}) {
    const auto& found = member(object, key);
    return found.is_null() ? absent : found.get<T>();
}

/// As it goes over the wire; bytes that are no UTF-8 are replaced rather than refused.
[[nodiscard]] inline std::string to_text(const json& document) {
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

using string_map = std::map<std::string, std::string>;
using string_list = std::vector<std::string>;

/// The `Id` of an answer that tells what was created.
[[nodiscard]] inline std::string decode_id(const json& j) {
    return value<std::string>(j, "Id");
}

/// The engine's own words in an error answer: `message` of a JSON body, else the text itself.
[[nodiscard]] inline std::string error_message(const std::string& body) {
    const auto document = json::parse(body, nullptr, false);
    const auto& message = member(document, "message");
    if (message.is_string()) return message.get<std::string>();
    auto text = body.substr(0, 1024);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text;
}

}  // namespace engine_api::wire
