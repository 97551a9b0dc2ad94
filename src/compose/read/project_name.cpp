#include "project_name.hpp"

#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/tree/error.hpp>

#include <algorithm>

namespace rollout::compose {

std::string normal_project_name(std::string_view text) {
    auto name = lower_case(text);
    const auto forbidden = [](char c) {
        return !is_letter(c) && !is_digit(c) && c != '_' && c != '-';
    };
    name.erase(std::remove_if(name.begin(), name.end(), forbidden), name.end());
    return name.erase(0, std::min(name.find_first_not_of("_-"), name.size()));
}

void require_normal_project_name(const std::string& name) {
    if (!name.empty() && normal_project_name(name) == name) return;
    throw error({}, "invalid project name \"" + name +
                        "\": must consist only of lowercase alphanumeric characters, hyphens, and "
                        "underscores as well as start with a letter or number");
}

}  // namespace rollout::compose
