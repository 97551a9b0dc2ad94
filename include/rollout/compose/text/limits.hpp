#pragma once

#include <cstddef>

// How much a project's files may come to, so that no file, however it is made, takes more than a
// few hundred MiB and a few seconds. docs/compose.md lists them.
namespace rollout::compose {

/// One file: a Compose file, an env file, `.env`.
inline constexpr std::size_t max_file_bytes = 32U << 20U;
/// One YAML text, and how deep it nests.
inline constexpr std::size_t max_yaml_bytes = 8U << 20U;
inline constexpr int max_yaml_depth = 400;
/// All files of a project in memory: what is read, repeated by aliases, extended and included. What
/// is made of it takes several times as much.
inline constexpr std::size_t max_project_bytes = 48U << 20U;
/// What is gone over for each document that is put over those before it, all passes together.
inline constexpr std::size_t max_passed_bytes = 512U << 20U;
/// What the variables of one reading expand to, and how deep operators nest in operands.
inline constexpr std::size_t max_interpolated_bytes = 32U << 20U;
inline constexpr int max_nested_operators = 100;
/// Services that extend one another in a row; files that include one another in a row.
inline constexpr std::size_t max_extends_chain = 1000;
inline constexpr int max_nested_includes = 100;
/// Ports of a project, ranges counted one by one.
inline constexpr std::size_t max_ports = 1U << 17U;
/// Address pools of a network that come from merging.
inline constexpr std::size_t max_merged_pools = 32;

}  // namespace rollout::compose
