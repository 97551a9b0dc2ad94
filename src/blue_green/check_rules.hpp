#pragma once

#include <rollout/blue_green/finding.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <array>
#include <span>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// What the rules look at: one service of each color, and what both are part of.
struct checked {
    const compose::project& project;
    const blue_green::settings& settings;
    const compose::service& blue;
    const compose::service& green;
    const compose::service& proxy;

    [[nodiscard]] std::array<const compose::service*, 2> colors() const { return {&blue, &green}; }
    [[nodiscard]] std::array<const compose::service*, 3> roles() const {
        return {&blue, &green, &proxy};
    }
    [[nodiscard]] std::string both() const { return blue.name + ", " + green.name; }
};

/// Adds what it finds; one function a rule.
using check_rule = void (*)(const checked& c, std::vector<finding>& found);

[[nodiscard]] std::span<const check_rule> collision_rules();  ///< what two colors cannot share
[[nodiscard]] std::span<const check_rule> wiring_rules();  ///< what a deploy writes, sends and asks
[[nodiscard]] std::span<const check_rule> habit_rules();   ///< what works and may hurt

}  // namespace rollout::blue_green
