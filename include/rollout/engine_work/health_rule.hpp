#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace rollout::engine_work {

/// The healthcheck in force; zero means the engine's default (interval 30 s, timeout 30 s,
/// retries 3, start period 0).
struct health_rule {
    std::vector<std::string> test;
    std::chrono::nanoseconds interval{0};
    std::chrono::nanoseconds timeout{0};
    std::chrono::nanoseconds start_period{0};
    int retries = 0;
};

/// By when the engine must have made up its mind: `start_period` plus `retries` rounds of waiting
/// `interval` and probing for `timeout`, one more round for the first probe, and 5 s on top.
[[nodiscard]] std::chrono::milliseconds health_limit(const health_rule& rule);

/// How long one probe may take.
[[nodiscard]] std::chrono::milliseconds probe_limit(const health_rule& rule);

/// The command by which the healthcheck can be run at once (`CMD` as it is, `CMD-SHELL` through
/// `/bin/sh -c`); nullopt for `NONE` and for no healthcheck.
[[nodiscard]] std::optional<std::vector<std::string>> probe_command(const health_rule& rule);

}  // namespace rollout::engine_work
