#include "port.hpp"

#include <rollout/compose/rules/check_tree.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>

namespace rollout::compose {

namespace {

template <class Visit>
void each_entry(const node* map, Visit visit) {
    if (!map || !map->is_mapping()) return;
    for (const auto& e : map->entries())
        visit(e);
}

template <class Visit>
void each_item(const node* list, Visit visit) {
    if (!list || !list->is_sequence()) return;
    for (const auto& item : list->items()) {
        if (item.is_mapping()) visit(item);
    }
}

void check_volume(const node::entry& e) {
    if (!is_true(e.value.find("external"))) return;
    for (const auto& [key, where, value] : e.value.entries()) {
        if (key == "name" || key == "external" || key.rfind("x-", 0) == 0) continue;
        throw error(where, "volumes." + e.key + R"(: conflicting parameters "external" and ")" +
                               key + "\" specified");
    }
}

void check_origin(const std::string& kind, const node::entry& e,
                  std::initializer_list<const char*> keys) {
    const auto count = std::count_if(keys.begin(), keys.end(),
                                     [&e](const char* key) { return e.value.find(key); });
    std::string names;
    for (const auto* key : keys)
        names += (names.empty() ? "" : "|") + std::string(key);
    if (count > 1) {
        throw error(e.key_where,
                    kind + '.' + e.key + ": " + names + " attributes are mutually exclusive");
    }
    if (count == 0 && !e.value.find("driver") && !e.value.find("external")) {
        throw error(e.key_where, kind + '.' + e.key + ": one of " + names + " must be set");
    }
}

void check_request(const node& request, const std::string& path) {
    if (!request.find("count") || !request.find("device_ids")) return;
    throw error(request.where, path + R"(.[]: "count" and "device_ids" attributes are exclusive)");
}

void check_service(const std::string& path, const node& service) {
    each_item(service.find("ports"), [&path](const node& port) {
        const auto* ip = port.find("host_ip");
        if (ip && !is_ip_address(go_text(*ip))) {
            throw error(ip->where, path + ".ports.[]: invalid ip address: " + go_text(*ip));
        }
    });
    each_item(service.find("gpus"),
              [&path](const node& request) { check_request(request, path + ".gpus"); });
    if (const auto* develop = service.find("develop")) {
        each_item(develop->find("watch"), [&path](const node& watch) {
            const auto* at = watch.find("path");
            if (at && at->is_string() && at->string().empty()) {
                throw error(at->where, path + ".develop.watch.[].path: value can't be blank");
            }
        });
    }
    const auto* at = service.find("deploy");
    for (const auto* key : {"resources", "reservations", "devices"})
        at = at ? at->find(key) : nullptr;
    each_item(at, [&path](const node& request) {
        check_request(request, path + ".deploy.resources.reservations.devices");
    });
}

}  // namespace

void check_tree(const node& root) {
    each_entry(root.find("services"),
               [](const node::entry& e) { check_service("services." + e.key, e.value); });
    each_entry(root.find("volumes"), [](const node::entry& e) {
        if (e.value.is_mapping()) check_volume(e);
    });
    each_entry(root.find("secrets"), [](const node::entry& e) {
        check_origin("secrets", e, {"file", "environment"});
    });
    each_entry(root.find("configs"), [](const node::entry& e) {
        check_origin("configs", e, {"file", "environment", "content"});
    });
}

}  // namespace rollout::compose
