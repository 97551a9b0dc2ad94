#include <engine_api/client.hpp>
#include <engine_api/image_reference.hpp>
#include <rollout/engine_work/list.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/platform.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string_view>

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

}  // namespace

std::string label_of(const std::map<std::string, std::string>& labels, const char* key) {
    const auto found = labels.find(key);
    return found == labels.end() ? std::string() : found->second;
}

bool is_one_off(const std::map<std::string, std::string>& labels) {
    return label_of(labels, plan::one_off_label) == "True" && !labels.contains(plan::derived_label);
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
    o.image_label = label_of(c.labels, plan::image_label);
    o.networks = c.network_ids;
    for (const auto& m : c.mounts)
        o.mounts.push_back(
            {m.type, m.type == "volume" ? m.name : m.source, m.destination, !m.read_write});
    o.state = c.state;
    o.status = c.status;
    o.addresses = c.addresses;
    return o;
}

net::awaitable<std::vector<engine_api::container_summary>> list_containers(
    engine_api::client& engine, std::string project, bool all) {
    engine_api::list_containers_options options;
    options.all = all;
    // Labels of an image pass to every container made from it, so the project's alone would also
    // find containers that are not ours; nobody puts a config hash on an image.
    options.filter.add("label", std::string(plan::project_label) + '=' + project)
        .add("label", plan::config_hash_label);
    auto rows = co_await engine.containers().list(options);
    std::sort(rows.begin(), rows.end(),
              [](const auto& a, const auto& b) { return name_of(a) < name_of(b); });
    co_return rows;
}

namespace {

/// What the services that run an image ask of it.
struct image_wishes {
    std::set<std::string> platforms;
    bool age = false;  ///< it may be too old
};

std::map<std::string, image_wishes> image_references(const compose::project& project) {
    std::map<std::string, image_wishes> references;
    for (const auto& [name, service] : project.services) {
        auto& wishes = references[plan::image_reference(project, service)];
        const auto platform = plan::image_platform(project, service);
        if (!platform.empty()) wishes.platforms.insert(platform);
        wishes.age = wishes.age || plan::refresh_period(service);
        for (const auto& mount : service.volumes)
            if (mount.type == compose::volume_mount::kind::image) references[mount.source];
    }
    return references;
}

void note_image(const std::string& reference, const image_wishes& wishes,
                const std::optional<engine_api::image_details>& image, plan::observed& into) {
    into.images.erase(reference);
    if (!image) return;
    const plan::platform told{image->os, image->arch, image->variant};
    for (const auto& wanted : wishes.platforms)
        if (!plan::is_for(plan::parse_platform(plan::to_string(told)),
                          plan::parse_platform(wanted)))
            return;
    into.images[reference] = image->id;
    if (!wishes.age || !image->last_tagged) return;
    const auto age = std::chrono::system_clock::now() - *image->last_tagged;
    into.image_ages[reference] = std::chrono::duration_cast<std::chrono::seconds>(age);
}

/// As the engine writes it, with its tag: without the registry that is assumed.
std::string familiar(const std::string& reference) {
    const auto parts = engine_api::parse_image_reference(reference);
    const bool docker_io = parts.domain == engine_api::default_registry_domain;
    auto name = docker_io ? parts.path : parts.domain + '/' + parts.path;
    constexpr std::string_view official = "library/";
    if (docker_io && name.starts_with(official)) name.erase(0, official.size());
    if (!parts.digest.empty()) return name + '@' + parts.digest;
    return name + ':' + (parts.tag.empty() ? "latest" : parts.tag);
}

plan::observed_network observed_from(const std::string& id, const std::string& name,
                                     const std::map<std::string, std::string>& labels) {
    return {id, name, label_of(labels, plan::project_label), label_of(labels, plan::network_label),
            label_of(labels, plan::config_hash_label)};
}

/// The filter takes parts of names; an external network may be given by its id.
net::awaitable<void> observe_networks(engine_api::client& engine, const compose::project& project,
                                      plan::observed& into) {
    if (project.networks.empty()) co_return;
    engine_api::filters filter;
    for (const auto& [key, network] : project.networks)
        filter.add("name", network.name);
    const auto found = co_await engine.networks().list(filter);
    for (const auto& [key, network] : project.networks)
        for (const auto& n : found)
            if (n.name == network.name)
                into.networks.push_back(observed_from(n.id, n.name, n.labels));
    for (const auto& [key, network] : project.networks) {
        if (!network.external || plan::find_network(into, network.name)) continue;
        const auto by_id = co_await engine.networks().find(network.name);
        if (by_id) into.networks.push_back(observed_from(by_id->id, by_id->name, by_id->labels));
    }
}

net::awaitable<void> observe_volumes(engine_api::client& engine, const compose::project& project,
                                     plan::observed& into) {
    if (project.volumes.empty()) co_return;
    engine_api::filters filter;
    for (const auto& [key, volume] : project.volumes)
        filter.add("name", volume.name);
    const auto found = co_await engine.volumes().list(filter);
    for (const auto& [key, volume] : project.volumes)
        for (const auto& v : found)
            if (v.name == volume.name)
                into.volumes.push_back({v.name, label_of(v.labels, plan::project_label),
                                        label_of(v.labels, plan::config_hash_label)});
}

}  // namespace

net::awaitable<plan::observed> observe_with_one_offs(engine_api::client& engine,
                                                     const compose::project& project) {
    constexpr bool all = true;
    plan::observed seen;
    for (const auto& row : co_await list_containers(engine, project.name, all))
        (is_one_off(row.labels) ? seen.one_offs : seen.containers).push_back(observed_from(row));
    co_return seen;
}

net::awaitable<std::vector<plan::observed_container>> observe_containers(
    engine_api::client& engine, const compose::project& project) {
    auto seen = co_await observe_with_one_offs(engine, project);
    co_return std::move(seen.containers);
}

net::awaitable<plan::observed> observe(engine_api::client& engine,
                                       const compose::project& project) {
    auto seen = co_await observe_made(engine, project);
    co_await observe_images(engine, project, seen);
    co_return seen;
}

net::awaitable<plan::observed> observe_made(engine_api::client& engine,
                                            const compose::project& project) {
    auto seen = co_await observe_with_one_offs(engine, project);
    co_await observe_networks(engine, project, seen);
    co_await observe_volumes(engine, project, seen);
    co_return seen;
}

/// One request for all; those that it does not find may be named by their ids.
net::awaitable<void> observe_images(engine_api::client& engine, const compose::project& project,
                                    plan::observed& into) {
    into.images.clear();
    into.image_ages.clear();
    const auto references = image_references(project);
    if (references.empty()) co_return;
    engine_api::list_images_options options;
    for (const auto& [reference, wishes] : references)
        options.filter.add("reference", familiar(reference));
    auto images = engine.images();
    const auto found = co_await images.list(options);
    for (const auto& [reference, wishes] : references) {
        const auto name = familiar(reference);
        const auto is_it = [&name](const std::string& one) { return one == name; };
        for (const auto& image : found)
            if (std::any_of(image.tags.begin(), image.tags.end(), is_it) ||
                std::any_of(image.digests.begin(), image.digests.end(), is_it))
                into.images[reference] = image.id;
        const bool listed = into.images.contains(reference);
        if (listed && wishes.platforms.empty() && !wishes.age) continue;
        const auto image = co_await images.find(listed ? into.images.at(reference) : reference);
        note_image(reference, wishes, image, into);
    }
}

}  // namespace rollout::engine_work
