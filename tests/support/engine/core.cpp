#include <support/engine/core.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <cstdlib>

namespace support::engine {
namespace {

std::shared_ptr<network> predefined(const std::string& name, const std::string& driver,
                                    int subnet) {
    auto made = std::make_shared<network>();
    made->id = text::fresh_id();
    made->name = name;
    made->driver = driver;
    made->created = now();
    made->subnet = subnet;
    return made;
}

bool has_alias(const container& one, const std::string& network_id, std::string_view host) {
    return std::any_of(one.endpoints.begin(), one.endpoints.end(), [&](const auto& entry) {
        const auto& aliases = entry.second.aliases;
        return entry.second.network_id == network_id && !entry.second.id.empty() &&
               (one.name == host ||
                std::find(aliases.begin(), aliases.end(), host) != aliases.end());
    });
}

milliseconds from_seconds(const std::string& text) {
    return milliseconds(static_cast<long>(std::atof(text.c_str()) * 1000));
}

bool is_on(const std::string& value) {
    return value == "1" || value == "true";
}

// The switches of the sample app (app/README.md), which mean nothing to any other.
behaviour sample_app_behaviour(const container& one) {
    behaviour how;
    const auto warm_up = from_seconds(one.environment("APP_READY_AFTER_SECONDS"));
    if (warm_up.count() > 0) {
        how.ready_after = warm_up;
        how.healthy_after = warm_up + *how.healthy_after;
    }
    if (is_on(one.environment("APP_NEVER_READY"))) how.healthy_after.reset();
    if (is_on(one.environment("APP_FAIL_ROOT"))) how.http_status = 500;
    how.http_fails_every = std::strtoul(one.environment("APP_FAIL_EVERY").c_str(), nullptr, 10);
    const auto good_for = from_seconds(one.environment("APP_FAIL_AFTER_SECONDS"));
    if (good_for.count() > 0) how.http_fails_after = good_for;
    if (const auto body = one.environment("APP_BODY"); !body.empty()) how.http_body = body;
    how.http_takes = milliseconds(std::atol(one.environment("APP_RESPONSE_DELAY_MS").c_str()));
    const auto life = from_seconds(one.environment("APP_EXIT_AFTER_SECONDS"));
    if (life.count() > 0) how.exits_after = life;
    how.exit_code = 3;
    return how;
}

bool holds_entry(const std::string& present, const std::string& wanted) {
    return wanted.find('=') == std::string::npos ? present.starts_with(wanted + "=")
                                                 : present == wanted;
}

}  // namespace

bool container::has_healthcheck() const {
    const auto& test = member(member(config, "Healthcheck"), "Test");
    return test.is_array() && !test.empty() && test[0] != "NONE";
}

std::map<std::string, std::string> container::labels() const {
    const auto& given = member(config, "Labels");
    if (!given.is_object()) return {};
    std::map<std::string, std::string> made;
    for (const auto& [key, value] : given.items())
        made[key] = value.get<std::string>();
    return made;
}

std::string container::service() const {
    const auto all = labels();
    const auto found = all.find("com.docker.compose.service");
    return found == all.end() ? "" : found->second;
}

std::string container::environment(const std::string& key) const {
    for (const auto& entry : member(config, "Env")) {
        const auto text = entry.get<std::string>();
        if (text.starts_with(key + "=")) return text.substr(key.size() + 1);
    }
    return "";
}

std::vector<std::string> container::command_line() const {
    std::vector<std::string> words;
    for (const char* key : {"Entrypoint", "Cmd"}) {
        for (const auto& word : member(config, key))
            words.push_back(word);
    }
    return words;
}

core::core(loop& where, std::filesystem::path folder) : where_(where), folder_(std::move(folder)) {
    networks = {predefined("bridge", "bridge", 17), predefined("host", "host", 0),
                predefined("none", "null", 0)};
}

container_ptr core::container_by_id(std::string_view id) const {
    const auto found = std::find_if(containers.begin(), containers.end(),
                                    [&](const auto& one) { return one->id == id; });
    return found == containers.end() ? nullptr : *found;
}

container_ptr core::find_container(std::string_view reference) const {
    if (reference.starts_with('/')) reference.remove_prefix(1);
    if (reference.empty()) return nullptr;
    container_ptr found;
    bool ambiguous = false;
    for (const auto& one : containers) {
        if (one->name == reference || one->id == reference) return one;
        if (!one->id.starts_with(reference)) continue;
        ambiguous = found != nullptr;
        found = one;
    }
    return ambiguous ? nullptr : found;
}

container_ptr core::need_container(std::string_view reference) const {
    auto found = find_container(reference);
    if (!found) throw refusal{404, "No such container: " + std::string(reference)};
    return found;
}

std::shared_ptr<image> core::find_image(std::string_view reference) const {
    const auto tag = with_tag(reference);
    for (const auto& one : images) {
        const auto& tags = one->tags;
        if (one->id == reference || std::find(tags.begin(), tags.end(), tag) != tags.end()) {
            return one;
        }
    }
    // A bare id or a prefix of one, long enough to be no accident.
    for (const auto& one : images) {
        if (reference.size() >= 4 && one->id.substr(7).starts_with(reference)) return one;
    }
    return nullptr;
}

std::shared_ptr<network> core::find_network(std::string_view reference) const {
    std::shared_ptr<network> found;
    for (const auto& one : networks) {
        if (one->id == reference) return one;
        if (one->name != reference) continue;
        if (found) {
            throw refusal{400, "2 matches found based on name: network " + std::string(reference) +
                                   " is ambiguous"};
        }
        found = one;
    }
    if (found) return found;
    for (const auto& one : networks) {
        if (!reference.empty() && one->id.starts_with(reference)) return one;
    }
    return nullptr;
}

std::shared_ptr<network> core::need_network(std::string_view reference) const {
    auto found = find_network(reference);
    if (!found) throw refusal{404, "network " + std::string(reference) + " not found"};
    return found;
}

std::shared_ptr<volume> core::find_volume(std::string_view name) const {
    const auto found = std::find_if(volumes.begin(), volumes.end(),
                                    [&](const auto& one) { return one->name == name; });
    return found == volumes.end() ? nullptr : *found;
}

std::shared_ptr<volume> core::make_volume(const std::string& name, const json& labels,
                                          const json& options) {
    if (auto present = find_volume(name)) return present;
    auto made = std::make_shared<volume>();
    made->name = name;
    made->labels = labels;
    made->options = options;
    made->folder = folder_ / "volumes" / name / "_data";
    made->created = now();
    std::filesystem::create_directories(made->folder);
    volumes.push_back(made);
    events.publish({"volume", "create", name, {{"driver", "local"}}, "", {}});
    return made;
}

std::vector<container_ptr> core::connected_to(const network& which) const {
    std::vector<container_ptr> found;
    for (const auto& one : containers) {
        for (const auto& [name, at] : one->endpoints) {
            if (at.network_id == which.id && !at.id.empty()) found.push_back(one);
        }
    }
    return found;
}

container_ptr core::resolve(const container& from, std::string_view host) const {
    for (const auto& [name, at] : from.endpoints) {
        for (const auto& one : containers) {
            if (one->status == "running" && has_alias(*one, at.network_id, host)) return one;
        }
    }
    return nullptr;
}

void core::tell(const container& about, std::string action,
                std::map<std::string, std::string> extra) {
    auto attributes = about.labels();
    attributes["image"] = about.image;
    attributes["name"] = about.name;
    attributes.merge(extra);
    events.publish(
        {"container", std::move(action), about.id, std::move(attributes), about.image, {}});
}

void core::tell(const network& about, std::string action, const container* who) {
    std::map<std::string, std::string> attributes{{"name", about.name}, {"type", about.driver}};
    if (who != nullptr) attributes["container"] = who->id;
    events.publish({"network", std::move(action), about.id, std::move(attributes), "", {}});
}

std::string core::on_disk(const std::string& host_path) const {
    for (const auto& [folder, kept] : host_folders)
        if (host_path == folder || host_path.starts_with(folder + "/"))
            return kept + host_path.substr(folder.size());
    return host_path;
}

behaviour core::behaviour_for(const container& one) const {
    for (auto entry = behaviours.rbegin(); entry != behaviours.rend(); ++entry) {
        if (selects(entry->first, one)) return entry->second;
    }
    return sample_app_behaviour(one);
}

bool core::plays_nginx(const container& one) const {
    const auto repository = one.image.substr(0, one.image.find(':'));
    return repository == "nginx" ||
           std::any_of(nginx_players.begin(), nginx_players.end(),
                       [&](const selector& who) { return selects(who, one); });
}

bool selects(const selector& who, const container& one) {
    const auto& env = member(one.config, "Env");
    return (who.image.empty() || with_tag(who.image) == with_tag(one.image)) &&
           (who.name.empty() || who.name == one.name) &&
           (who.label.empty() || label_matches(one.labels(), who.label)) &&
           (who.environment.empty() || std::any_of(env.begin(), env.end(), [&](const json& entry) {
                return holds_entry(entry.get<std::string>(), who.environment);
            }));
}

std::string with_tag(std::string_view reference) {
    for (const std::string_view hub : {"docker.io/library/", "docker.io/"}) {
        if (reference.starts_with(hub)) reference.remove_prefix(hub.size());
    }
    const bool complete =
        reference.find('@') != std::string_view::npos || reference.starts_with("sha256:") ||
        reference.substr(reference.rfind('/') + 1).find(':') != std::string_view::npos;
    return std::string(reference) + (complete ? "" : ":latest");
}

reply ok(const json& value) {
    return reply::json(200, encoded(value) + "\n");
}

json body_of(const request& asked) {
    if (asked.body.empty()) return json::object();
    auto given = json::parse(asked.body, nullptr, false);
    if (given.is_discarded()) throw refusal{500, "invalid character in JSON: " + asked.body};
    if (!given.is_object()) throw refusal{500, "json: cannot unmarshal into Go value"};
    return given;
}

}  // namespace support::engine
