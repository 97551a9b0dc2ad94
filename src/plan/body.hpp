#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/plan/observed.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace rollout::plan {

// The parts of `POST /containers/create`. What a service does not say is left out: to the engine
// that means the same as zero.

/// The document of a request. What is no UTF-8 becomes U+FFFD.
inline std::string text_of(const nlohmann::json& document) {
    return document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Sets a field unless its value says nothing.
template <class T>
void put(nlohmann::json& to, const char* key, const T& value) {
    nlohmann::json j = value;
    const bool nothing = j.is_null() || j == nlohmann::json("") || j == nlohmann::json(0) ||
                         j == nlohmann::json(false) ||
                         ((j.is_array() || j.is_object()) && j.empty());
    if (!nothing) to[key] = std::move(j);
}

/// What runs in the container: command, environment, user, health, ports.
[[nodiscard]] nlohmann::json container_config(const compose::project& p, const compose::service& s);

/// What the host gives it, but for mounts and networks.
[[nodiscard]] nlohmann::json host_config(const compose::project& p, const compose::service& s);

/// CPU, memory, devices and other limits of `HostConfig`.
void add_resources(nlohmann::json& host, const compose::service& s);

/// `Binds`, `Mounts` and `Tmpfs` of `HostConfig`.
/// `inherited` take the place of the service's own volumes without a source.
void add_mounts(nlohmann::json& host, const compose::project& p, const compose::service& s,
                const std::vector<observed_mount>& inherited);

/// Where a container has a secret or a config.
[[nodiscard]] std::string target_of_secret(const compose::file_mount& use);
[[nodiscard]] std::string target_of_config(const compose::file_mount& use);

/// A mount of another container, for `HostConfig.Mounts`.
[[nodiscard]] nlohmann::json handed_on(const observed_mount& m);

/// The service's networks by key: the one with the highest priority first.
[[nodiscard]] std::vector<std::string> networks_by_priority(const compose::service& s);

/// How the service is attached to one of its networks.
[[nodiscard]] nlohmann::json endpoint(const compose::project& p, const compose::service& s,
                                      const std::string& key, int number);

/// `container:alias` for everything that `links` and `external_links` name, in the container with
/// that number: docker compose numbers the further names of others by it.
[[nodiscard]] std::vector<std::string> links(const compose::project& p, const compose::service& s,
                                             int number);

}  // namespace rollout::plan
