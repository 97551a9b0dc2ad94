#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

/// What libFuzzer calls with each input.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace rollout::compose::fuzz {

inline std::string text_of_input(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

}  // namespace rollout::compose::fuzz
