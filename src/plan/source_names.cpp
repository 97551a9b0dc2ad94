#include "source_names.hpp"

#include <rollout/compose/text/ascii.hpp>

#include <sstream>

namespace rollout::plan {

std::string context_name(std::string_view name) {
    for (const std::string_view prefix : {"docker.io/", "library/"})
        if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    constexpr std::string_view latest = ":latest";
    if (name.ends_with(latest)) name.remove_suffix(latest.size());
    return compose::lower_case(name);
}

std::vector<std::string> names_of_sources(const dockerfile_instruction& one) {
    std::vector<std::string> names;
    for (const auto& flag : one.flags)
        if (flag.name == "from") names.push_back(flag.value);
    if (one.name != "FROM") return names;
    std::istringstream words(one.rest);
    std::string image;
    std::string as;
    std::string stage;
    words >> image >> as >> stage;
    names.push_back(image);
    if (!stage.empty()) names.push_back(stage);
    return names;
}

bool names_a_stage(const dockerfile_instruction& one) {
    return one.name == "FROM" && names_of_sources(one).size() > 1;
}

bool is_variable(std::string_view name) {
    return name.find('$') != std::string_view::npos;
}

bool names_a_repository(std::string_view context) {
    return context.find("://") != std::string_view::npos || context.starts_with("git@") ||
           context.starts_with("github.com/");
}

bool is_stage_name(std::string_view name) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
    constexpr std::string_view all = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    return !name.empty() && letters.find(name.front()) != std::string_view::npos &&
           name.find_first_not_of(all) == std::string_view::npos;
}

}  // namespace rollout::plan
