#pragma once

#include <rollout/engine_work/manage.hpp>

#include <cli/option.hpp>

#include <optional>

namespace rollout::cli {

class frame;

/// What `start`, `stop`, `restart`, `kill`, `pause`, `unpause` and `rm` have in common: does it to
/// the services that the user named, or all. `with_live` as in `blue_green::manage`. Throws as
/// that.
engine_work::exit_code manage(frame& f, engine_work::manage_options options,
                              bool with_live = false);

/// `--live`
[[nodiscard]] option live_option(bool* to);
/// `-t,--timeout`
[[nodiscard]] option timeout_option(std::optional<int>* to);

}  // namespace rollout::cli
