#pragma once

#include <rollout/compose/project.hpp>

#include <cstddef>
#include <string>

namespace rollout::compose {

/// docker compose writes its model a little differently in each of its two formats.
enum class format {
    json,  ///< without `x-*` below the top level; an absent command is null
    yaml,
};

// The normal form of what was read, as docker compose prints it: keys in its order, nothing that
// says nothing.

node normal_form(const project& p, format style);
node normal_form(const service& s, format style);
node normal_form(const network& n, format style);
node normal_form(const volume& v, format style);

/// A tree with the keys of all its mappings in order, for a model that was not turned into a
/// project.
node sorted_form(node n, format style);

/// Indented text with a final newline for YAML and none for JSON, as docker compose prints it.
std::string text_of(const node& n, format style, std::size_t indent = 2);

/// A text in which interpolation gives back what it was: each `$` is doubled.
std::string escape_dollars(const std::string& text);

/// JSON on one line.
std::string compact_json(const node& n);

}  // namespace rollout::compose
