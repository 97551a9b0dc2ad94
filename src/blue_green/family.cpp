#include "snippet.hpp"

#include <rollout/blue_green/family.hpp>

#include <algorithm>
#include <stdexcept>

namespace rollout::blue_green {

namespace {

bool names_a_service(const setting_values& values) {
    constexpr const char* roles[] = {"blue",          "green",         "proxy",
                                     "proxy.project", "proxy.service", "proxy.container"};
    return std::any_of(std::begin(roles), std::end(roles),
                       [&](const char* role) { return values.contains(role); });
}

bool mounts_snippets(const settings& s, const compose::service& proxy) {
    try {
        check_sees_snippets(s, proxy);
        return true;
    } catch (const std::invalid_argument&) {
        return false;
    }
}

bool follows_convention(const compose::project& project, const settings& s) {
    if (s.has_foreign_proxy()) return false;
    const auto proxy = project.services.find(s.proxy);
    const bool has_blue = std::all_of(s.blue.begin(), s.blue.end(), [&](const std::string& name) {
        return project.services.contains(name);
    });
    return has_blue && proxy != project.services.end() && mounts_snippets(s, proxy->second);
}

}  // namespace

std::optional<settings> find_settings(const compose::project& project,
                                      const setting_values& environment,
                                      const setting_values& flags) {
    auto s = resolve_settings(project, environment, flags);
    if (follows_convention(project, s)) return s;
    const bool says_so = project.extensions.contains("x-rollout") || names_a_service(environment) ||
                         names_a_service(flags);
    if (!says_so) return std::nullopt;
    auto with_green = project;
    derive_green(with_green, s);
    check_services(with_green, s);
    return s;
}

}  // namespace rollout::blue_green
