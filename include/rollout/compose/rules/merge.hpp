#pragma once

#include <rollout/compose/tree/node.hpp>

namespace rollout::compose {

/// Puts a file's tree over the model of the files before it. Mappings merge key by key, lists are
/// appended, scalars replace, null keeps what was there; some keys have rules of their own. Throws
/// `error` when the kinds do not fit.
node merge_trees(node below, node above);

/// The same for a service that extends another.
node merge_services(node base, node extending);

}  // namespace rollout::compose
