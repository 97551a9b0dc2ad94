#pragma once

#include <rollout/compose/rules/directives.hpp>
#include <rollout/compose/tree/node.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <functional>
#include <string>

namespace rollout::compose {

/// The services of another file, canonical, with paths that start at the extending file's folder.
struct base_file {
    node services;    ///< a mapping
    key_index index;  ///< of it
    directives marks;
};

struct extends_context {
    std::string file;  ///< the extending file, for messages
    /// Reads the file at `path`, as written at `where`. `service` is the one that extends. What
    /// comes back may be changed: services in it become whole.
    std::function<base_file&(const std::string& path, const std::string& service,
                             const position& where)>
        read;
    /// Called with each base before it is copied; may throw.
    std::function<void(const node& base, const position& where)> spend;
};

/// Merges each service of a document over the one that it extends. What `marks` name does not come
/// from there. Throws `error` for a service that is not there and for one that extends itself.
void apply_extends(node& document, const directives& marks, const extends_context& context);

}  // namespace rollout::compose
