#include <rollout/plan/create_request.hpp>

#include <functional>
#include <string_view>

namespace rollout::plan {

namespace {

constexpr std::string_view by_service = "service:";
constexpr std::string_view by_container = "container:";

using visit_name = std::function<void(std::string& text, const std::string& service)>;

/// Calls `visit` with each text that names a service, and that service.
void each_reference(compose::service& s, const visit_name& of_namespace,
                    const visit_name& of_volumes) {
    for (auto* mode : {&s.network_mode, &s.ipc, &s.pid})
        if (mode->starts_with(by_service)) of_namespace(*mode, mode->substr(by_service.size()));
    for (auto& source : s.volumes_from)
        if (!source.starts_with(by_container))
            of_volumes(source, source.substr(0, source.find(':')));
}

}  // namespace

std::set<std::string> referenced_services(const compose::service& s) {
    std::set<std::string> names;
    auto copy = s;
    const auto note = [&names](std::string&, const std::string& service) { names.insert(service); };
    each_reference(copy, note, note);
    return names;
}

compose::service with_references(compose::service s,
                                 const std::map<std::string, std::string>& ids) {
    const auto replace = [&ids](std::string& text, const std::string& service) {
        const auto id = ids.find(service);
        if (id != ids.end()) text = std::string(by_container) + id->second;
    };
    const auto replace_source = [&ids](std::string& text, const std::string& service) {
        const auto id = ids.find(service);
        if (id != ids.end()) text = id->second;  // docker compose drops the mode behind it, too
    };
    each_reference(s, replace, replace_source);
    return s;
}

compose::service with_references(compose::service s, const observed& o) {
    std::map<std::string, std::string> ids;
    for (const auto& name : referenced_services(s))
        if (const auto* first = o.first_by_name(name)) ids[name] = first->id;
    return with_references(std::move(s), ids);
}

}  // namespace rollout::plan
