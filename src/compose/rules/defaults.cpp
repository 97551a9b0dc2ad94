#include <rollout/compose/rules/defaults.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <string>

namespace rollout::compose {

namespace {

void add(node& map, const char* key, node value) {
    if (!map.find(key)) set_key(map.entries(), key, std::move(value));
}

template <class Visit>
void each_item(node* list, Visit visit) {
    if (!list || !list->is_sequence()) return;
    for (auto& item : list->items()) {
        if (item.is_mapping()) visit(item);
    }
}

void secret_target(node& secret) {
    const auto* source = secret.find("source");
    add(secret, "target",
        make_text("/run/secrets/" + (source ? go_text(*source) : ""), secret.where));
}

void port_parts(node& port) {
    add(port, "protocol", make_text("tcp", port.where));
    add(port, "mode", make_text("ingress", port.where));
}

void all_devices(node& request) {
    if (!request.find("device_ids")) add(request, "count", make_text("all", request.where));
}

node* find_path(node& from, std::initializer_list<const char*> keys) {
    auto* at = &from;
    for (const auto* key : keys) {
        at = at->find(key);
        if (!at) return nullptr;
    }
    return at;
}

}  // namespace

void set_defaults(node& root) {
    auto* services = root.find("services");
    if (!services || !services->is_mapping()) return;
    for (auto& [name, where, service] : services->entries()) {
        auto* build = service.find("build");
        if (build && build->is_mapping()) add(*build, "context", make_text(".", build->where));
        each_item(service.find("secrets"), secret_target);
        each_item(service.find("ports"), port_parts);
        each_item(service.find("gpus"), all_devices);
        each_item(find_path(service, {"deploy", "resources", "reservations", "devices"}),
                  all_devices);
    }
}

}  // namespace rollout::compose
