#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/compose/text/warnings.hpp>
#include <rollout/compose/tree/node.hpp>

namespace rollout::compose {

/// Puts the `x-*` keys of every place that may have them aside, under one key `#extensions`.
void separate_extensions(node& root);

/// Turns a canonical tree, with its extensions put aside, into a project's services and resources.
/// Throws `error` for a text that is no number, duration, size, ... where one is wanted.
void decode_project(const node& root, project& into, warnings& notes);

inline constexpr const char* extensions_key = "#extensions";

}  // namespace rollout::compose
