#pragma once

#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>
#include <rollout/plan/operation.hpp>
#include <rollout/plan/untouchable.hpp>

#include <string>
#include <vector>

namespace rollout::blue_green {

/// A deploy as it is printed and as it is carried out: made once, from what was seen.
struct deploy_plan {
    color from = color::blue;
    color to = color::green;
    plan::operations images;        ///< builds or pulls
    plan::operations pre_deploy;    ///< `run_pre_deploy` carries them out; empty = no such command
    plan::operations replacement;   ///< makes the idle color anew and starts it
    plan::operations health;        ///< waits for its health
    plan::operations others;        ///< updates what `settings::with` names
    plan::operations surplus;       ///< what there is of those beyond what the project wants
    bool keeps_containers = false;  ///< the idle color is started as it is
};

[[nodiscard]] deploy_plan plan_deploy(const compose::project& p, const settings& s,
                                      const plan::observed& seen, color from);

/// Starts the containers of the idle color as they are.
[[nodiscard]] deploy_plan plan_return(const compose::project& p, const settings& s,
                                      const plan::observed& seen, color from);

/// What retiring a color that has lost its traffic takes; nothing when it is kept.
[[nodiscard]] plan::operations retirement(const compose::project& p, const settings& s,
                                          const plan::observed& seen, color c, retire how);

/// The containers of a color, those that were seen and the one that a deploy makes: what no
/// operation may change while that color serves.
[[nodiscard]] plan::untouchable containers_of(const compose::project& p, const settings& s,
                                              const plan::observed& seen, color c);

/// Of these services, in the same way.
[[nodiscard]] plan::untouchable containers_of(const compose::project& p, const plan::observed& seen,
                                              const std::vector<std::string>& services);

/// The names of the containers that run a color, with commas between them.
[[nodiscard]] std::string container_names(const compose::project& p, const settings& s, color c);

}  // namespace rollout::blue_green
