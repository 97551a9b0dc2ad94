#pragma once

#include <optional>
#include <string>

namespace rollout::compose {

/// The file of `seccomp=FILE` or `seccomp:FILE`; nullopt for any other security option, also for
/// one that has the profile itself.
[[nodiscard]] std::optional<std::string> seccomp_file(const std::string& option);

}  // namespace rollout::compose
