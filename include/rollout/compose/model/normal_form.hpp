#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/compose/yaml/document_text.hpp>

namespace rollout::compose {

// The normal form of what was read, as docker compose prints it: keys in its order, nothing that
// says nothing.

node normal_form(const project& p, format style);
node normal_form(const service& s, format style);
node normal_form(const network& n, format style);
node normal_form(const volume& v, format style);

/// A tree with the keys of all its mappings in order, for a model that was not turned into a
/// project.
node sorted_form(node n, format style);

}  // namespace rollout::compose
