#pragma once

#include <support/engine/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace support::engine {

struct instruction {
    std::string name;  // in capitals
    std::string value;
    std::string line;  // as it was written
};

// A refusal in the engine's words for an unknown instruction or a file without any.
std::vector<instruction> parse_dockerfile(std::string_view text);
// The config of an image after this instruction.
void amend(const instruction& one, json& config);

}  // namespace support::engine
