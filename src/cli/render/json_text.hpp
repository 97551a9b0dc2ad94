#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace rollout::cli {

/// On one line. What is no UTF-8 becomes U+FFFD.
template <class Json>
[[nodiscard]] std::string json_text(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace rollout::cli
