#pragma once

#include <rollout/base/files.hpp>
#include <rollout/blue_green/reporter.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/engine_work/context.hpp>

namespace rollout::blue_green {

/// What a verb of the blue/green family works with. All must outlive the command.
struct context {
    const engine_work::context& work;
    const blue_green::settings& settings;
    blue_green::reporter& reporter;
    base::files& files;  ///< where the snippet and the record are
};

}  // namespace rollout::blue_green
