#include "source_names.hpp"

#include <rollout/plan/named_contexts.hpp>

#include <algorithm>
#include <set>

namespace rollout::plan {

namespace {

constexpr std::string_view of_image = "docker-image://";
constexpr std::string_view of_service = "service:";

}  // namespace

named_context parse_named_context(std::string_view text) {
    using kind = named_context::kind;
    if (text.starts_with(of_image)) return {kind::image, std::string(text.substr(of_image.size()))};
    if (text.starts_with(of_service))
        return {kind::service, std::string(text.substr(of_service.size()))};
    return {names_a_repository(text) ? kind::elsewhere : kind::folder, std::string(text)};
}

std::vector<std::string> services_in_contexts(const compose::build& section) {
    std::vector<std::string> names;
    for (const auto& [name, text] : section.additional_contexts) {
        auto context = parse_named_context(text);
        if (context.what == named_context::kind::service) names.push_back(std::move(context.from));
    }
    return names;
}

std::vector<std::string> used_contexts(const std::string& dockerfile,
                                       const compose::build& section) {
    std::set<std::string> names;
    bool any = false;
    if (section.additional_contexts.empty()) return {};
    for (const auto& one : parse_dockerfile(dockerfile))
        for (const auto& name : names_of_sources(one)) {
            any |= is_variable(name);
            names.insert(context_name(name));
        }
    std::vector<std::string> used;
    for (const auto& [name, text] : section.additional_contexts)
        if (any || names.contains(context_name(name))) used.push_back(name);
    return used;
}

std::string with_context_stages(const std::string& dockerfile, const compose::text_map& images) {
    const auto instructions = parse_dockerfile(dockerfile);
    const auto first = std::find_if(instructions.begin(), instructions.end(),
                                    [](const auto& one) { return one.name == "FROM"; });
    if (first == instructions.end()) return dockerfile;
    std::string stages;
    for (const auto& [name, image] : images)
        stages += "FROM " + image + " AS " + name + '\n';
    std::size_t at = 0;
    for (int line = 1; line < first->line; ++line)
        at = dockerfile.find('\n', at) + 1;
    return dockerfile.substr(0, at) + stages + dockerfile.substr(at);
}

}  // namespace rollout::plan
