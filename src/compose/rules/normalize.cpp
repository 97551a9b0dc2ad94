#include <rollout/compose/rules/normalize.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <optional>
#include <utility>

namespace rollout::compose {

namespace {

template <class Visit>
void each_entry(node& root, const char* key, Visit visit) {
    auto* map = root.find(key);
    if (!map || !map->is_mapping()) return;
    for (auto& e : map->entries())
        visit(e);
}

std::optional<std::string> look_up(const variables& environment, const std::string& name) {
    const auto it = environment.find(name);
    return it == environment.end() ? std::nullopt : std::optional(it->second);
}

/// The environment's values for names that stand alone. Those without one go, unless `keep`.
void resolve_list(node& list, const variables& environment, bool keep) {
    node::sequence resolved;
    for (auto& item : list.items()) {
        const bool bare = item.is_string() && item.string().find('=') == std::string::npos;
        const auto value = bare ? look_up(environment, item.string()) : std::nullopt;
        if (value) item.value = item.string() + '=' + *value;
        if (!bare || value || keep) resolved.push_back(std::move(item));
    }
    list.items() = std::move(resolved);
}

void resolve_map(node& map, const variables& environment, bool keep) {
    for (auto& e : map.entries()) {
        if (!e.value.is_null()) continue;
        if (auto value = look_up(environment, e.key)) e.value.value = *std::move(value);
    }
    if (keep) return;
    std::erase_if(map.entries(), [](const node::entry& e) { return e.value.is_null(); });
}

void resolve(node* n, const variables& environment, bool keep) {
    if (n && n->is_sequence()) resolve_list(*n, environment, keep);
    if (n && n->is_mapping()) resolve_map(*n, environment, keep);
}

/// A service's dependencies, with those that other keys imply.
class dependency_list {
  public:
    explicit dependency_list(node& service)
        : service_(service), where_(service.where), known_(service.find("depends_on")) {}

    void add(const std::string& name, bool restart) {
        if (!known_) known_ = &set_key(service_.entries(), "depends_on", make_mapping(where_));
        if (!index_) index_.emplace(known_->entries());
        if (index_->find(name) != key_index::npos) return;
        index_->add(name, known_->entries().size());
        auto implied = make_mapping(where_);
        set_key(implied.entries(), "condition", make_text("service_started", where_));
        set_key(implied.entries(), "restart", make_flag(restart, where_));
        set_key(implied.entries(), "required", make_flag(true, where_));
        known_->entries().push_back({name, where_, std::move(implied)});
    }

    void add_links() {
        for (const auto& link : texts("links")) {
            const auto parts = split(link, ':');
            add(parts.size() == 2 ? parts[0] : link, true);
        }
    }

    void add_shared_namespaces() {
        for (const auto* key : {"network_mode", "ipc", "pid", "uts", "cgroup"}) {
            const auto* value = std::as_const(service_).find(key);
            if (!value || !value->is_string()) continue;
            const auto text = value->string();
            if (starts_with(text, "service:")) add(text.substr(8), true);
        }
    }

    void add_volumes_from() {
        for (const auto& source : texts("volumes_from")) {
            if (!starts_with(source, "container:")) add(split(source, ':')[0], false);
        }
    }

  private:
    std::vector<std::string> texts(const char* key) const {
        std::vector<std::string> all;
        const auto* list = std::as_const(service_).find(key);
        if (list && list->is_sequence()) {
            for (const auto& item : list->items())
                all.push_back(go_text(item));
        }
        return all;
    }

    node& service_;
    position where_;
    node* known_;
    std::optional<key_index> index_;
};

void normalize_build(node& build, const variables& environment) {
    auto& map = build.entries();
    const auto missing = [&build](const char* key) {
        const auto* found = build.find(key);
        return !found || found->is_null();
    };
    if (missing("context")) set_key(map, "context", make_text(".", build.where));
    if (missing("dockerfile") && missing("dockerfile_inline")) {
        set_key(map, "dockerfile", make_text("Dockerfile", build.where));
    }
    resolve(build.find("args"), environment, false);
}

void normalize_service(node& service, const variables& environment) {
    if (!service.is_mapping()) return;
    if (auto* policy = service.find("pull_policy")) {
        if (go_text(*policy) == "if_not_present") policy->value = std::string("missing");
    }
    auto* build = service.find("build");
    if (build && build->is_mapping()) normalize_build(*build, environment);
    resolve(service.find("environment"), environment, true);
    auto* volumes = service.find("volumes");
    if (volumes && volumes->is_sequence()) {
        for (auto& item : volumes->items()) {
            auto* target = item.find("target");
            if (target && target->is_string()) target->value = clean_path(target->string());
        }
    }
    dependency_list dependencies(service);
    dependencies.add_links();
    dependencies.add_shared_namespaces();
    dependencies.add_volumes_from();
}

/// A service is on the default network unless it says otherwise. True when this one uses it.
bool uses_default_network(node& service) {
    if (!service.is_mapping() || service.find("provider") || service.find("network_mode")) {
        return false;
    }
    auto* networks = service.find("networks");
    if (networks && networks->is_mapping() && !networks->entries().empty()) {
        return networks->find("default") != nullptr;
    }
    auto only = make_mapping(service.where);
    set_key(only.entries(), "default", node(node::null(), service.where));
    set_key(service.entries(), "networks", std::move(only));
    return true;
}

void normalize_networks(node& root) {
    bool wanted = false;
    each_entry(root, "services",
               [&wanted](node::entry& e) { wanted = uses_default_network(e.value) || wanted; });
    if (!wanted) return;
    auto& networks = get_or_add(root.entries(), "networks", {});
    if (!networks.is_mapping()) networks = make_mapping({});
    if (!networks.find("default")) set_key(networks.entries(), "default", node());
}

void name_resources(node& root, const char* kind, const std::string& project_name) {
    each_entry(root, kind, [&](node::entry& e) {
        if (!e.value.is_mapping()) e.value = make_mapping(e.value.where);
        const auto* name = std::as_const(e.value).find("name");
        if (name && !name->is_null()) return;
        const bool theirs = is_true(e.value.find("external"));
        set_key(e.value.entries(), "name",
                make_text(theirs ? e.key : project_name + '_' + e.key, e.value.where));
    });
}

}  // namespace

void resolve_variables(node& root, const variables& environment) {
    each_entry(root, "services", [&environment](node::entry& e) {
        auto* list = e.value.find("environment");
        if (list && list->is_sequence()) resolve_list(*list, environment, true);
    });
    const auto give_value = [&environment](const char* key) {
        return [&environment, key](node::entry& e) {
            const auto* name = std::as_const(e.value).find("environment");
            if (!name || !name->is_string()) return;
            if (auto value = look_up(environment, name->string())) {
                const auto where = name->where;
                set_key(e.value.entries(), key, make_text(*std::move(value), where));
            }
        };
    };
    each_entry(root, "secrets", give_value(secret_value_key));
    each_entry(root, "configs", give_value("content"));
}

void normalize(node& root, const std::string& project_name, const variables& environment) {
    set_key(root.entries(), "name", make_text(project_name, {}));
    normalize_networks(root);
    each_entry(root, "services",
               [&environment](node::entry& e) { normalize_service(e.value, environment); });
    for (const auto* kind : {"networks", "volumes", "configs", "secrets"})
        name_resources(root, kind, project_name);
}

}  // namespace rollout::compose
