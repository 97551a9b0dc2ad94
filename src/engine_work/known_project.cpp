#include <engine_api/client.hpp>
#include <rollout/engine_work/journal.hpp>
#include <rollout/engine_work/known_project.hpp>
#include <rollout/engine_work/list.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/create_request.hpp>

#include <sstream>
#include <utility>
#include <vector>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

engine_api::filters of_project(const std::string& name) {
    engine_api::filters filter;
    filter.add("label", std::string(plan::project_label) + '=' + name);
    return filter;
}

/// `db:service_healthy:false,cache:service_started:true`
void read_dependencies(const std::string& label, compose::service& into) {
    std::istringstream all(label);
    for (std::string one; std::getline(all, one, ',');) {
        std::istringstream parts(one);
        std::string name;
        std::string restart;
        compose::dependency edge;
        std::getline(parts, name, ':');
        std::getline(parts, edge.condition, ':');
        std::getline(parts, restart, ':');
        edge.restart = restart == "true";
        if (!name.empty()) into.depends_on[name] = std::move(edge);
    }
}

void add_mounts(const plan::observed_container& c, const std::map<std::string, std::string>& keys,
                compose::service& into) {
    for (const auto& m : c.mounts) {
        const auto key = keys.find(m.source);
        if (m.type != "volume" || key == keys.end()) continue;
        auto& mount = into.volumes.emplace_back();
        mount.source = key->second;
        mount.target = m.target;
    }
}

void drop_unknown_dependencies(compose::project& p) {
    for (auto& [name, service] : p.services)
        std::erase_if(service.depends_on,
                      [&p](const auto& edge) { return !p.services.contains(edge.first); });
}

net::awaitable<void> add_networks(engine_api::client& engine, compose::project& p) {
    const auto found = co_await engine.networks().list(of_project(p.name));
    for (const auto& n : found)
        if (const auto key = label_of(n.labels, plan::network_label); !key.empty())
            p.networks[key].name = n.name;
}

/// Returns their keys by their names.
net::awaitable<std::map<std::string, std::string>> add_volumes(engine_api::client& engine,
                                                               compose::project& p) {
    std::map<std::string, std::string> keys;
    const auto found = co_await engine.volumes().list(of_project(p.name));
    for (const auto& v : found) {
        const auto key = label_of(v.labels, plan::volume_label);
        if (key.empty()) continue;
        p.volumes[key].name = v.name;
        keys[v.name] = key;
    }
    co_return keys;
}

net::awaitable<void> refuse_colors(engine_api::client& engine, std::string name) {
    const auto record = co_await read_journal(engine, name);
    if (record)
        throw failure(exit_code::failed,
                      "the project '" + name +
                          "' has an app in two colors, and only its Compose file says which they "
                          "are: name it with -f");
}

}  // namespace

net::awaitable<compose::project> known_project(engine_api::client& engine, std::string name) {
    compose::project p;
    p.name = name;
    co_await refuse_colors(engine, name);
    co_await add_networks(engine, p);
    const auto keys = co_await add_volumes(engine, p);
    const auto containers = co_await list_containers(engine, name, true);
    for (const auto& c : containers) {
        const auto seen = observed_from(c);
        if (seen.service.empty()) continue;
        auto& service = p.services[seen.service];
        service.name = seen.service;
        service.image = seen.image;
        read_dependencies(label_of(c.labels, plan::depends_on_label), service);
        add_mounts(seen, keys, service);
    }
    drop_unknown_dependencies(p);
    if (p.services.empty() && p.networks.empty() && p.volumes.empty())
        throw failure(exit_code::failed,
                      "there is no Compose file here, and the engine has "
                      "nothing of a project '" +
                          name + "'; `rollout ls -a` lists what it has");
    co_return p;
}

}  // namespace rollout::engine_work
