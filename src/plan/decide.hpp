#pragma once

#include <rollout/plan/converge.hpp>

#include <map>
#include <string>
#include <vector>

namespace rollout::plan {

/// What becomes of one container that is there.
struct fate {
    enum class kind { keep, recreate, remove };

    const observed_container* container = nullptr;
    kind what = kind::keep;
    std::string why;
    /// Its own; of one that is made anew, or was left under a temporary name, the one it gets.
    std::string name;
};

/// What becomes of one service.
struct decision {
    /// Its references replaced by ids, as far as these are known now.
    compose::service service;
    std::vector<fate> fates;
    std::vector<int> missing;  ///< numbers of the containers to be made beside them
    /// Names of the containers that it refers to and whose ids are not known, by their services.
    std::map<std::string, std::string> unknown;
    bool left_alone = false;  ///< something of it diverged, and is not made anew

    [[nodiscard]] bool remakes() const;
    /// Of those that stay, and of those to be made, by number.
    [[nodiscard]] std::vector<std::string> names(const compose::project& p) const;
};

/// Of the containers of a project which stay, which are made anew, which go: pure arithmetic,
/// before anything is put in an order. Throws std::invalid_argument for a service that shares with
/// one that is not among `services` and has no container.
[[nodiscard]] std::map<std::string, decision> decide(const compose::project& p, const observed& o,
                                                     const converge_options& options);

}  // namespace rollout::plan
