#pragma once

#include <rollout/engine_work/lock.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>

namespace rollout::engine_work {

using lock_labels = std::map<std::string, std::string>;

/// What a lock lives on after it was taken or renewed.
inline constexpr std::int64_t lease_seconds = 45;
/// How late a reader judges that a lock has expired; its clock may be ahead of the owner's.
inline constexpr std::int64_t clock_tolerance_seconds = 15;

[[nodiscard]] std::int64_t unix_now();

/// Of a lock of `project`. `options.labels` cannot change what the lock itself says.
[[nodiscard]] lock_labels labels_of_lock(const std::string& project, const lock_options& options,
                                         const std::set<std::string>& unfinished,
                                         const lock_owner& owner, std::int64_t now);

/// All but the container's name and id, as the labels alone tell it. Not dead because of its age.
[[nodiscard]] lock_view view_of_labels(const lock_labels& labels);

[[nodiscard]] bool has_expired(std::int64_t expires, std::int64_t now);

}  // namespace rollout::engine_work
