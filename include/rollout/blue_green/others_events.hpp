#pragma once

#include <string>
#include <string_view>

namespace rollout::blue_green {

// Of services that belong to no color.

/// A service of no color runs with another configuration than the file's, and is left alone.
struct other_outdated {
    static constexpr std::string_view name = "other_outdated";
    std::string service;
    bool is_proxy = false;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("service", service);
        visit("is_proxy", is_proxy);
    }
};

/// The update of the services that were to follow the new version did not go well.
struct others_failed {
    static constexpr std::string_view name = "others_failed";
    std::string why;  ///< the run turns back; empty = they follow, only the old ones are left
    /// Why what was replaced is still there, or does not run again; empty = nothing of it is left.
    std::string left;
    std::string back;  ///< the containers that run again as they were
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("why", why);
        visit("left", left);
        visit("back", back);
    }
};

}  // namespace rollout::blue_green
