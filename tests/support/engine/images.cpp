#include <support/engine/core.hpp>
#include <support/engine/text.hpp>

#include <algorithm>

namespace support::engine {
namespace {

using image_ptr = std::shared_ptr<image>;

void tell(core& engine, const image& about, std::string action, std::string name) {
    engine.events.publish(
        {"image", std::move(action), about.id, {{"name", std::move(name)}}, "", {}});
}

void give_tag(core& engine, const image_ptr& one, const std::string& tag) {
    for (const auto& other : engine.images)
        std::erase(other->tags, tag);
    one->tags.push_back(tag);
    tell(engine, *one, "tag", tag);
}

json view(const image& one) {
    const auto platform = text::split(one.platform, '/');
    return {{"Id", one.id},
            {"RepoTags", one.tags},
            {"RepoDigests", json::array()},
            {"Parent", ""},
            {"Comment", ""},
            {"Created", rfc3339(one.created)},
            {"DockerVersion", "20.10.24+dfsg1"},
            {"Author", ""},
            {"Config", one.config},
            {"Os", platform.at(0)},
            {"Architecture", platform.at(1)},
            {"Variant", platform.size() > 2 ? platform.at(2) : ""},
            {"Size", 1000000},
            {"VirtualSize", 1000000},
            {"GraphDriver", {{"Data", nullptr}, {"Name", "overlay2"}}},
            {"RootFS", {{"Type", "layers"}, {"Layers", {"sha256:" + text::digest(one.id)}}}},
            {"Metadata", {{"LastTagTime", rfc3339(one.tagged)}}}};
}

json list_entry(const image& one) {
    return {{"Containers", -1},     {"Created", seconds_of(one.created)},
            {"Id", one.id},         {"Labels", member(one.config, "Labels")},
            {"ParentId", ""},       {"RepoDigests", nullptr},
            {"RepoTags", one.tags}, {"SharedSize", -1},
            {"Size", 1000000},      {"VirtualSize", 1000000}};
}

std::map<std::string, std::string> labels_of(const image& one) {
    const auto& labels = member(one.config, "Labels");
    return labels.is_object() ? labels.get<std::map<std::string, std::string>>()
                              : std::map<std::string, std::string>{};
}

bool has_reference(const image& one, const std::string& wanted) {
    return std::any_of(one.tags.begin(), one.tags.end(), [&](const std::string& tag) {
        return tag == wanted || tag.substr(0, tag.rfind(':')) == wanted;
    });
}

bool passes(const image& one, const filters& wanted) {
    const bool untagged = one.tags.empty();
    return wanted.any("reference", [&](const auto& value) { return has_reference(one, value); }) &&
           wanted.all("label",
                      [&](const auto& value) { return label_matches(labels_of(one), value); }) &&
           wanted.any("dangling", [&](const auto& value) {
               return untagged == (value == "true" || value == "1");
           });
}

reply answer_list(const core& engine, const request& asked) {
    const auto wanted = filters::of(asked, {"before", "dangling", "label", "reference", "since"});
    json made = json::array();
    for (auto one = engine.images.rbegin(); one != engine.images.rend(); ++one) {
        if (passes(**one, wanted)) made.push_back(list_entry(**one));
    }
    return ok(made);
}

// As API 1.52 tells an image: without what the classic builder says of it, and without the parts
// of its Config that say nothing.
void leave_out_what_is_old(json& image) {
    for (const char* key : {"Parent", "Comment", "DockerVersion", "Author", "VirtualSize"})
        image.erase(key);
    const auto config = image["Config"];
    for (const auto& [key, value] : config.items())
        if (value.empty()) image["Config"].erase(key);
}

reply answer_inspect(const core& engine, const request& asked, const std::string& reference) {
    const auto found = engine.find_image(reference);
    if (!found) {
        throw refusal{404,
                      "no such image: " + reference + ": No such image: " + with_tag(reference)};
    }
    auto made = view(*found);
    if (speaks(engine, asked, "1.52")) leave_out_what_is_old(made);
    return ok(made);
}

image_ptr need_image(const core& engine, const std::string& reference) {
    auto found = engine.find_image(reference);
    if (!found) throw refusal{404, "No such image: " + with_tag(reference)};
    return found;
}

reply answer_tag(core& engine, const request& asked, const std::string& reference) {
    const auto found = need_image(engine, reference);
    const auto repository = asked.param("repo");
    if (repository.empty()) throw refusal{500, "repository name must have at least one component"};
    give_tag(engine, found, repository + ":" + asked.param("tag", "latest"));
    return reply::empty(201);
}

void check_unused(const core& engine, const image& one, const std::string& reference, bool force) {
    for (const auto& user : engine.containers) {
        if (user->image_id != one.id || (force && !user->up())) continue;
        throw refusal{409, "conflict: unable to remove repository reference \"" + reference +
                               "\" (must force) - container " + user->id.substr(0, 12) +
                               " is using its referenced image " + one.id.substr(7, 12)};
    }
}

reply answer_remove(core& engine, const request& asked, const std::string& reference) {
    const auto found = need_image(engine, reference);
    const auto tag = with_tag(reference);
    json done = json::array();
    const bool by_tag = std::find(found->tags.begin(), found->tags.end(), tag) != found->tags.end();
    const bool last = !by_tag || found->tags.size() == 1;
    if (last) check_unused(engine, *found, reference, asked.flag("force"));
    for (const auto& each : std::vector<std::string>(found->tags)) {
        if (by_tag && each != tag) continue;
        std::erase(found->tags, each);
        tell(engine, *found, "untag", found->id);
        done.push_back({{"Untagged", each}});
    }
    if (last) {
        std::erase(engine.images, found);
        tell(engine, *found, "delete", found->id);
        done.push_back({{"Deleted", found->id}});
    }
    return ok(done);
}

}  // namespace

json image_config(const std::vector<std::string>& env, const std::vector<std::string>& cmd,
                  const std::map<std::string, std::string>& labels,
                  const std::string& healthcheck) {
    json made{
        {"Env", json::array()}, {"Cmd", nullptr}, {"Entrypoint", nullptr}, {"Labels", nullptr}};
    made["Env"].push_back("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    for (const auto& entry : env)
        made["Env"].push_back(entry);
    if (!cmd.empty()) made["Cmd"] = json(cmd);
    if (!labels.empty()) made["Labels"] = json(labels);
    if (!healthcheck.empty()) made["Healthcheck"] = json::parse(healthcheck);
    return made;
}

std::string add_built_image(core& engine, const std::string& tag, const std::string& content,
                            const json& config) {
    const auto id = "sha256:" + text::digest(content + encoded(config));
    auto found = engine.find_image(id);
    if (!found) {
        found = std::make_shared<image>();
        found->id = id;
        found->config = config;
        found->platform = own_platform;
        found->created = now();
        engine.images.push_back(found);
    }
    found->tagged = now();
    if (!tag.empty()) give_tag(engine, found, with_tag(tag));
    return id;
}

std::string add_image(core& engine, const std::string& tag, const json& config,
                      const std::string& platform) {
    const bool usual = platform == own_platform;
    const auto id = add_built_image(engine, tag, usual ? tag : tag + platform, config);
    engine.find_image(id)->platform = platform;
    return id;
}

void add_image_endpoints(core& engine, router& routes) {
    routes.add("GET", "/images/json", [&engine](const request& asked, const std::string&) {
        return answer_list(engine, asked);
    });
    routes.add("GET", "/images/{name}/json",
               [&engine](const request& asked, const std::string& name) {
                   return answer_inspect(engine, asked, name);
               });
    routes.add("POST", "/images/{name}/tag",
               [&engine](const request& asked, const std::string& name) {
                   return answer_tag(engine, asked, name);
               });
    routes.add("DELETE", "/images/{name}",
               [&engine](const request& asked, const std::string& name) {
                   return answer_remove(engine, asked, name);
               });
}

}  // namespace support::engine
