#include "check_service.hpp"

#include <rollout/compose/text/near_miss.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/error.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::compose {

namespace {

constexpr const char* invalid = ": invalid compose project";

/// The words of docker compose behind the path of the key that they are about.
[[noreturn]] void fail(const service& s, const char* key, const position& where,
                       const std::string& message) {
    throw error(where, "services." + s.name + key + ": " + message);
}

template <class Map>
std::string suggestion(const Map& known, const std::string& name) {
    std::vector<std::string_view> names;
    for (const auto& [key, value] : known)
        names.push_back(key);
    const auto near = near_miss(name, names);
    return near.empty() ? "" : "; did you mean `" + std::string(near) + "`?";
}

template <class Map>
void require(const Map& known, const char* key, const char* kind, const std::string& name,
             const service& s, const position& where) {
    if (known.count(name) > 0) return;
    fail(s, key, where,
         "service \"" + s.name + "\" refers to undefined " + kind + ' ' + name + invalid +
             suggestion(known, name));
}

void check_build(const project& p, const service& s) {
    const auto& b = *s.build;
    const auto named = [&s] { return "service \"" + s.name + "\" declares "; };
    if (!b.dockerfile_inline.empty() && !b.dockerfile.empty()) {
        fail(s, ".build", b.where,
             named() + "mutualy exclusive dockerfile and dockerfile_inline" + invalid);
    }
    for (const auto& [key, context] : b.additional_contexts) {
        if (!starts_with(context, "service:")) continue;
        const auto target = context.substr(8);
        const auto found = p.services.find(target);
        const bool known = found != p.services.end();
        if (known && found->second.build) continue;
        fail(s, ".build", b.where,
             named() + (known ? "non-buildable" : "unknown") + " service \"" + target +
                 "\" as additional contexts " + key);
    }
    const bool fits =
        b.platforms.empty() || s.platform.empty() ||
        std::find(b.platforms.begin(), b.platforms.end(), s.platform) != b.platforms.end();
    if (!fits) {
        fail(s, ".build.platforms", b.where,
             "service.build.platforms MUST include service.platform \"" + s.platform + '"' +
                 invalid);
    }
}

void check_networks(const project& p, const service& s) {
    if (!s.network_mode.empty() && !s.networks.empty()) {
        fail(s, ".network_mode", s.where,
             "service " + s.name + " declares mutually exclusive `network_mode` and `networks`" +
                 invalid);
    }
    for (const auto& [name, attachment] : s.networks)
        require(p.networks, ".networks", "network", name, s, attachment.where);
}

void check_healthcheck(const service& s) {
    if (!s.healthcheck || s.healthcheck->test.empty()) return;
    const auto& kind = s.healthcheck->test.front();
    if (kind == "CMD" || kind == "CMD-SHELL" || kind == "NONE") return;
    fail(s, ".healthcheck.test", s.where,
         R"(healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE")");
}

void check_dependencies(const project& p, const service& s) {
    for (const auto& [name, how] : s.depends_on) {
        if (p.services.count(name) > 0) continue;
        if (p.disabled_services.count(name) > 0 && !how.required) continue;
        fail(s, ".depends_on", how.where,
             "service \"" + s.name + "\" depends on undefined service \"" + name + '"' + invalid +
                 suggestion(p.services, name));
    }
    if (!starts_with(s.network_mode, "service:")) return;
    const auto name = s.network_mode.substr(8);
    if (p.services.count(name) > 0) return;
    fail(s, ".network_mode", s.where,
         "service \"" + name + "\" not found for network_mode 'service:" + name + '\'');
}

void check_references(const project& p, const service& s) {
    for (const auto& mount : s.volumes) {
        if (mount.type == volume_mount::kind::volume && !mount.source.empty()) {
            require(p.volumes, ".volumes", "volume", mount.source, s, mount.where);
        }
    }
    for (const auto& secret : s.build ? s.build->secrets : std::vector<file_mount>())
        require(p.secrets, ".build.secrets", "build secret", secret.source, s, secret.where);
    for (const auto& config : s.configs)
        require(p.configs, ".configs", "config", config.source, s, config.where);
    for (const auto& [name, use] : s.models)
        require(p.models, ".models", "model", name, s, use.where);
    for (const auto& secret : s.secrets)
        require(p.secrets, ".secrets", "secret", secret.source, s, secret.where);
}

void check_scale(service& s) {
    const auto at = "services." + s.name;
    if (s.scale && s.deploy) {
        if (s.deploy->replicas && *s.scale != *s.deploy->replicas) {
            throw error(s.where, at +
                                     ": can't set distinct values on 'scale' and "
                                     "'deploy.replicas'" +
                                     invalid);
        }
        s.deploy->replicas = s.scale;
    }
    if (s.scale && *s.scale < 0) {
        throw error(s.where, at + ".scale: must be greater than or equal to 0");
    }
    if (s.deploy && s.deploy->replicas && *s.deploy->replicas < 0) {
        throw error(s.where, at + ".deploy.replicas: must be greater than or equal to 0");
    }
}

void check_limits(const service& s) {
    if (!s.deploy) return;
    const auto distinct = [&s](const char* key, const char* other) {
        throw error(s.where, "services." + s.name + ": can't set distinct values on '" + key +
                                 "' and 'deploy.resources." + other + '\'' + invalid);
    };
    const auto& limits = s.deploy->resources.limits;
    const auto& reserved = s.deploy->resources.reservations;
    if (s.cpus != 0 && limits && limits->cpus != s.cpus) distinct("cpus", "limits.cpus");
    if (s.mem_limit.bytes != 0 && limits && limits->memory != s.mem_limit) {
        distinct("mem_limit", "limits.memory");
    }
    if (s.mem_reservation.bytes != 0 && reserved && reserved->memory != s.mem_reservation) {
        distinct("mem_reservation", "reservations.memory");
    }
    if (s.pids_limit != 0 && limits && limits->pids != s.pids_limit) {
        distinct("pids_limit", "limits.pids");
    }
}

void check_container_name(const service& s) {
    auto scale = s.scale;
    if (!scale && s.deploy) scale = s.deploy->replicas;
    if (s.container_name.empty() || scale.value_or(1) <= 1) return;
    const std::string key = s.scale ? "scale" : "deploy.replicas";
    fail(s, ".container_name", s.where,
         "services." + key + ": can't set container_name and " + s.name +
             " as container name must be unique" + invalid);
}

void check_watches(const service& s) {
    if (!s.develop) return;
    for (const auto& w : s.develop->watch) {
        if (!w.target.empty() || w.action == "rebuild" || w.action == "restart") continue;
        throw error(s.where, "services." + s.name +
                                 ".develop.watch: target is required for non-rebuild actions" +
                                 invalid);
    }
}

void check_mount_targets(const service& s) {
    std::map<std::string, std::string> taken;
    const auto take = [&](const std::string& target, const std::string& by, const position& where) {
        const auto [it, is_new] = taken.try_emplace(target, by);
        if (is_new) return;
        throw error(where, by + ": target " + target + " already mounted as " + it->second);
    };
    const auto at = "services." + s.name;
    for (std::size_t i = 0; i < s.tmpfs.size(); ++i) {
        take(s.tmpfs[i].substr(0, s.tmpfs[i].find(':')), at + ".tmpfs[" + std::to_string(i) + ']',
             s.where);
    }
    for (std::size_t i = 0; i < s.volumes.size(); ++i) {
        take(s.volumes[i].target, at + ".volumes[" + std::to_string(i) + ']', s.volumes[i].where);
    }
}

}  // namespace

void check_service(const project& p, service& s) {
    if (!s.build && s.image.empty() && !s.provider) {
        fail(s, "", s.where,
             "service \"" + s.name + "\" has neither an image nor a build context specified" +
                 invalid);
    }
    if (s.build) check_build(p, s);
    check_networks(p, s);
    check_healthcheck(s);
    check_dependencies(p, s);
    check_references(p, s);
    check_scale(s);
    check_limits(s);
    check_container_name(s);
    check_watches(s);
    check_mount_targets(s);
}

}  // namespace rollout::compose
