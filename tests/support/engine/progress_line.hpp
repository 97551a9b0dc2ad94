// One line of what /build and /images/create answer, as the engine ends it.
#pragma once

#include <support/engine/json.hpp>

#include <string>

namespace support::engine {

inline std::string progress_line(const json& value) {
    return encoded(value) + "\r\n";
}

inline std::string error_line(const std::string& message) {
    return progress_line({{"errorDetail", {{"message", message}}}, {"error", message}});
}

}  // namespace support::engine
