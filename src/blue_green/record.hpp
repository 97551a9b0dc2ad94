#pragma once

#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/history.hpp>
#include <rollout/engine_work/journal.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::blue_green {

/// One nginx and the workers that its last reload, or its start, made: as long as these run, they
/// serve what they loaded then.
struct generation {
    std::string proxy;      ///< the container's id
    std::string started;    ///< when it last did, as the engine says it
    std::set<int> workers;  ///< pids, none of them shutting down; never empty

    friend bool operator==(const generation&, const generation&) = default;
};

/// What a project's engine keeps about its deploys (engine_work/journal.hpp): what was proved last,
/// and how it came to that.
struct live_record {
    color live = color::blue;
    /// The generation that is proved to serve `live`; absent = it was not known at the end.
    std::optional<generation> loaded;
    /// The addresses at which that generation may know containers, by the containers' ids.
    std::map<std::string, std::set<std::string>> addresses;
    /// Until then a reload that was asked for and not seen may still come, in seconds since 1970.
    std::int64_t doubt_until = 0;
    /// The containers, by their ids, of each color when users were last on it.
    std::map<color, std::set<std::string>> served;
    std::set<std::string> held;          ///< ids of the containers that wait for `promote`
    std::vector<history_entry> history;  ///< oldest first

    friend bool operator==(const live_record&, const live_record&) = default;
};

/// How many runs are remembered.
inline constexpr std::size_t longest_history = 20;

/// Appends, and forgets the oldest.
void remember(live_record& r, history_entry e);

/// JSON.
[[nodiscard]] std::string to_text(const live_record& r);

/// nullopt when there is no page, and as `parse_record`.
[[nodiscard]] std::optional<live_record> record_on(
    const std::optional<engine_work::journal_page>& page);

/// nullopt for a text that is no record of a kind that is known.
[[nodiscard]] std::optional<live_record> parse_record(std::string_view text);

}  // namespace rollout::blue_green
