#include <rollout/compose/model/security_opt.hpp>

namespace rollout::compose {

std::optional<std::string> seccomp_file(const std::string& option) {
    auto mark = option.find('=');
    if (mark == std::string::npos) mark = option.find(':');
    if (mark == std::string::npos || option.substr(0, mark) != "seccomp") return std::nullopt;
    auto value = option.substr(mark + 1);
    const bool is_itself = value.empty() || value.front() == '{';
    if (is_itself || value == "unconfined" || value == "builtin") return std::nullopt;
    return value;
}

}  // namespace rollout::compose
