#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/graph.hpp>
#include <rollout/plan/observed.hpp>

#include <set>
#include <string>
#include <vector>

namespace rollout::plan {

struct transfer_options {
    transfer_options() = default;
    std::set<std::string> services;  ///< empty = those that are enabled
    bool with_dependencies = false;  ///< what they depend on, too
    bool ignore_buildable = false;   ///< pull: leave images alone that can be built
    /// Pull: `always` or `missing`, in place of the services' own `pull_policy`; empty = that.
    std::string policy;
};

/// A service whose image is left alone.
struct not_transferred {
    std::string service;
    std::string image;  ///< empty = it names none
    std::string why;
};

struct transfers {
    graph what;  ///< side by side, each image once
    std::vector<not_transferred> skipped;
};

/// Brings the images of services from their registries, as `docker compose pull` does: also those
/// that are here, unless a policy says otherwise. Throws std::invalid_argument for an unknown
/// service.
[[nodiscard]] transfers pull_images(const compose::project& p, const observed& o,
                                    const transfer_options& options);

/// Sends the images that are built from this file, under their names and their other tags, as
/// `docker compose push` does. Throws likewise.
[[nodiscard]] transfers push_images(const compose::project& p, const transfer_options& options);

}  // namespace rollout::plan
