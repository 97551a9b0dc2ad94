#include <rollout/blue_green/settings.hpp>
#include <rollout/plan/create_request.hpp>

#include <string_view>

namespace rollout::blue_green {

namespace {

using counterparts = std::map<std::string, std::string>;

/// Of `service:app`, and of `app:alias` or `app:ro`, the name.
void rename_in(std::string& text, std::string_view prefix, const counterparts& green) {
    if (!text.starts_with(prefix)) return;
    const auto end = std::min(text.find(':', prefix.size()), text.size());
    const auto found = green.find(text.substr(prefix.size(), end - prefix.size()));
    if (found != green.end()) text.replace(prefix.size(), found->first.size(), found->second);
}

void depend_on_green(compose::service& s, const counterparts& green) {
    for (const auto& [blue, name] : green)
        if (auto rule = s.depends_on.extract(blue)) {
            rule.key() = name;
            s.depends_on.insert(std::move(rule));
        }
}

compose::service made_green(const compose::service& blue, const std::string& name,
                            const counterparts& green) {
    auto s = blue;
    s.name = name;
    s.container_name.clear();
    s.profiles = {"green"};
    s.labels["rollout.color"] = to_string(color::green);
    s.labels[plan::derived_label] = "true";
    depend_on_green(s, green);
    for (auto* mode : {&s.network_mode, &s.ipc, &s.pid})
        rename_in(*mode, "service:", green);
    for (auto* names : {&s.volumes_from, &s.links})
        for (auto& one : *names)
            rename_in(one, "", green);
    return s;
}

}  // namespace

void derive_green(compose::project& project, const settings& s) {
    counterparts green;
    for (std::size_t i = 0; i < s.blue.size(); ++i)
        green[s.blue[i]] = s.green.at(i);
    for (const auto& [blue, name] : green) {
        const auto found = project.services.find(blue);
        if (found == project.services.end() || project.services.contains(name)) continue;
        auto made = made_green(found->second, name, green);
        project.services.emplace(name, std::move(made));
    }
}

}  // namespace rollout::blue_green
