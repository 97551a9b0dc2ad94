#include "never_started.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/plan/create_request.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

std::string name_of(const engine_api::container_summary& c) {
    return c.names.empty() ? c.id.substr(0, 12) : c.names.front();
}

/// One without the label is the only one of its service.
int number_of(const std::string& label) {
    int number = 1;
    std::from_chars(label.data(), label.data() + label.size(), number);
    return number;
}

plan::observed_container observed_from(const engine_api::container_summary& c) {
    plan::observed_container o;
    o.id = c.id;
    o.name = name_of(c);
    o.service = label_of(c.labels, plan::service_label);
    o.number = number_of(label_of(c.labels, plan::container_number_label));
    o.config_hash = label_of(c.labels, plan::config_hash_label);
    o.folder = label_of(c.labels, plan::folder_label);
    o.image = c.image;
    o.image_id = c.image_id;
    o.state = c.state;
    o.status = c.status;
    o.addresses = c.addresses;
    return o;
}

net::awaitable<void> list_containers(engine_api::client& engine, const compose::project& project,
                                     plan::observed& into) {
    engine_api::list_containers_options options;
    options.all = true;
    // Labels of an image pass to every container made from it, so the project's alone would also
    // find containers that are not ours; nobody puts a config hash on an image.
    options.filter.add("label", std::string(plan::project_label) + '=' + project.name)
        .add("label", plan::config_hash_label);
    auto rows = co_await engine.containers().list(options);
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return name_of(a) < name_of(b); });
    for (const auto& row : rows) {
        const bool one_off = label_of(row.labels, plan::one_off_label) == "True";
        (one_off ? into.one_offs : into.containers).push_back(observed_from(row));
    }
}

std::set<std::string> image_references(const compose::project& project) {
    std::set<std::string> references;
    for (const auto& [name, service] : project.services)
        references.insert(plan::image_reference(project, service));
    return references;
}

net::awaitable<void> observe_images(engine_api::client& engine, const compose::project& project,
                                    plan::observed& into) {
    auto images = engine.images();
    for (const auto& reference : image_references(project)) {
        const auto image = co_await images.find(reference);
        if (image) into.images[reference] = image->id;
    }
}

net::awaitable<void> observe_networks(engine_api::client& engine, const compose::project& project,
                                      plan::observed& into) {
    std::set<std::string> names;
    for (const auto& [key, network] : project.networks)
        names.insert(network.name);
    const auto all = co_await engine.networks().list();
    for (const auto& network : all)
        if (names.contains(network.name) || names.contains(network.id))
            into.networks.push_back({network.id, network.name,
                                     label_of(network.labels, plan::project_label),
                                     label_of(network.labels, plan::network_label)});
}

}  // namespace

net::awaitable<std::vector<plan::observed_container>> observe_containers(
    engine_api::client& engine, const compose::project& project) {
    plan::observed seen;
    co_await list_containers(engine, project, seen);
    co_return seen.containers;
}

net::awaitable<plan::observed> observe(engine_api::client& engine,
                                       const compose::project& project) {
    auto seen = co_await observe_made(engine, project);
    co_await observe_images(engine, project, seen);
    co_return seen;
}

net::awaitable<plan::observed> observe_made(engine_api::client& engine,
                                            const compose::project& project) {
    plan::observed seen;
    co_await list_containers(engine, project, seen);
    co_await observe_networks(engine, project, seen);
    if (!project.volumes.empty()) {
        const auto volumes = co_await engine.volumes().list();
        for (const auto& volume : volumes)
            seen.volumes.push_back({volume.name, label_of(volume.labels, plan::project_label)});
    }
    co_return seen;
}

}  // namespace rollout::engine_work
