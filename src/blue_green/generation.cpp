#include "generation.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rollout::blue_green {

namespace {

constexpr std::string_view master_title = "nginx: master process";
constexpr std::string_view worker_title = "nginx: worker process";
constexpr std::string_view ending_title = "nginx: worker process is shutting down";

int number(const std::string& text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

}  // namespace

workers parse_workers(const std::vector<std::string>& titles,
                      const std::vector<std::vector<std::string>>& rows) {
    if (titles.size() != 3)
        throw std::runtime_error("the engine lists processes in another form than asked for");
    workers found;
    std::set<int> masters;
    std::map<int, int> parents;  // of those that look like a master
    for (const auto& row : rows) {
        if (row.size() != titles.size()) continue;
        const int pid = number(row[0]);
        if (row[2].starts_with(master_title)) {
            masters.insert(pid);
            parents[pid] = number(row[1]);
        } else if (row[2].starts_with(ending_title)) {
            found.shutting_down.insert(pid);
        } else if (row[2].starts_with(worker_title)) {
            found.active.insert(pid);
        }
    }
    for (const auto& [pid, parent] : parents)
        if (masters.contains(parent)) found.starting.insert(pid);
    return found;
}

bool has_moved(const workers& before, const workers& now) {
    const auto is_old = [&before](int pid) { return before.active.contains(pid); };
    if (now.active.empty() || !now.starting.empty()) return false;
    return std::none_of(now.active.begin(), now.active.end(), is_old);
}

bool has_drained(const std::set<int>& old_generation, const workers& now) {
    const auto is_left = [&now](int pid) {
        return now.active.contains(pid) || now.shutting_down.contains(pid);
    };
    return std::none_of(old_generation.begin(), old_generation.end(), is_left);
}

}  // namespace rollout::blue_green
