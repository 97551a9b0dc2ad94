#pragma once

#include <rollout/compose/tree/node.hpp>

#include <cstddef>
#include <string>

namespace rollout::compose {

/// docker compose writes its model a little differently in each of its two formats.
enum class format {
    json,  ///< without `x-*` below the top level; an absent command is null
    yaml,
};

/// Indented text with a final newline for YAML and none for JSON, as docker compose prints it.
std::string text_of(const node& n, format style, std::size_t indent = 2);

/// JSON on one line.
std::string compact_json(const node& n);

}  // namespace rollout::compose
