#include <rollout/plan/engine_values.hpp>

namespace rollout::plan {

std::vector<std::string> host_lines(const compose::host_list& hosts) {
    std::vector<std::string> lines;
    for (const auto& [host, addresses] : hosts) {
        for (const auto& address : addresses)
            lines.push_back(host + ':' + address);
    }
    return lines;
}

std::int64_t soft_limit(const compose::ulimit& u) {
    return u.soft != 0 ? u.soft : u.single;
}

std::int64_t hard_limit(const compose::ulimit& u) {
    return u.hard != 0 ? u.hard : u.single;
}

}  // namespace rollout::plan
