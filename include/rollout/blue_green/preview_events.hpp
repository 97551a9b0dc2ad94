#pragma once

#include <rollout/blue_green/color.hpp>

#include <string>
#include <string_view>

/// What is learned of a version while no user depends on the answer; see events.hpp.
namespace rollout::blue_green {

/// The new version will be asked before users are moved.
struct preview_planned {
    static constexpr std::string_view name = "preview_planned";
    bool through_proxy = false;  ///< on the proxy's preview route; else at the new one's address
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("through_proxy", through_proxy);
    }
};

/// The smoke test's question, asked before anything was changed, is not answered as expected.
struct old_version_unwell {
    static constexpr std::string_view name = "old_version_unwell";
    std::string url;
    std::string saw;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("url", url);
        visit("saw", saw);
    }
};

/// The new version answers as expected, and no user was moved yet.
struct preview_passed {
    static constexpr std::string_view name = "preview_passed";
    bool through_proxy = false;
    std::string saw;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("through_proxy", through_proxy);
        visit("saw", saw);
    }
};

/// The new version passed its preview and waits for `promote`; no user is on it.
struct held {
    static constexpr std::string_view name = "held";
    color waiting = color::green;
    std::string secret;  ///< of the header that leads to it; empty = there is no such route
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("waiting", to_string(waiting));
        visit("secret", secret);
    }
};

/// The new version could not be asked before users are moved.
struct preview_impossible {
    static constexpr std::string_view name = "preview_impossible";
    std::string why;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("why", why);
    }
};

/// What nginx serves is proved, and the record says so.
struct recovered {
    static constexpr std::string_view name = "recovered";
    color live = color::blue;
    template <class Visit>
    void fields(Visit&& visit) const {
        visit("live", to_string(live));
    }
};

}  // namespace rollout::blue_green
