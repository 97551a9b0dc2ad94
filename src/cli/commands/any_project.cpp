#include <rollout/blue_green/family.hpp>

#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

any_project load_any_project(const frame& f) {
    any_project found;
    found.project = f.load_project();
    found.colors =
        blue_green::find_settings(found.project, f.environment_settings(), f.invocation().settings);
    if (found.colors) blue_green::derive_green(found.project, *found.colors);
    return found;
}

}  // namespace rollout::cli
