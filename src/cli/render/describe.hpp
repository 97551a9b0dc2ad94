#pragma once

#include <rollout/blue_green/events.hpp>
#include <rollout/engine_work/events.hpp>

#include <string>

namespace rollout::cli {

/// An event in words: one line for a person.
struct description {
    enum class level {
        step,      ///< what happens now, or what was achieved
        detail,    ///< output of a build, log lines
        progress,  ///< how far something is, many times a second: for programs and live displays
        warning,   ///< worth a look, changes nothing
        error,     ///< why it did not work
    };
    level importance = level::step;
    std::string
        phase;  ///< `plan`, `build`, `health`, `cutover`, ..., or the container of a log line
    std::string text;  ///< without a newline; what others said in it may hold any bytes
};

[[nodiscard]] description describe(const engine_work::event& e);
[[nodiscard]] description describe(const blue_green::event& e);

}  // namespace rollout::cli
