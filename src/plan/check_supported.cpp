#include "check_build.hpp"
#include "seccomp.hpp"

#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/plan/check_supported.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/platform.hpp>

#include <algorithm>
#include <stdexcept>

namespace rollout::plan {

namespace {

const std::string not_supported = "is not supported: ";
const std::string impossible = "cannot be carried out: ";

class finder {
  public:
    finder(const compose::project& p, const compose::service& s)
        : project_(p), service_(s), at_("services." + s.name + '.') {}

    std::vector<unsupported_key> run() {
        plain_keys();
        shared_namespaces();
        files("secrets", service_.secrets, project_.secrets);
        files("configs", service_.configs, project_.configs);
        security();
        if (service_.build) build(*service_.build);
        return std::move(found_);
    }

  private:
    void build(const compose::build& b) {
        for (const auto& [key, why] : keys_no_build_carries_out(b))
            add(true, "build." + key, why);
    }

    void add(bool there, const std::string& key, const std::string& why) {
        if (there) found_.push_back({at_ + key, not_supported + why, service_.where});
    }

    /// That no tool could carry out.
    void add_wrong(bool there, const std::string& key, const std::string& why) {
        if (there) found_.push_back({at_ + key, impossible + why, service_.where});
    }

    void plain_keys() {
        const auto& s = service_;
        add(s.provider.has_value(), "provider", "provider plugins are not run");
        add(!s.models.empty(), "models", "models are not run");
        add(s.credential_spec.has_value(), "credential_spec", "it is for Windows");
        add_wrong(s.use_api_socket && s.read_only, "use_api_socket",
                  "nothing can be written into the container, which is `read_only`");
        add_wrong(
            std::any_of(s.ports.begin(), s.ports.end(),
                        [](const compose::port& p) { return p.target < 1 || p.target > 65535; }),
            "ports", "a container port is between 1 and 65535");
        add_wrong_if_it_throws("platform", [this] {
            static_cast<void>(platform_parameter(platform_of(project_, service_)));
        });
        add_wrong_if_it_throws("pull_policy",
                               [this] { static_cast<void>(refresh_period(service_)); });
    }

    template <class Try>
    void add_wrong_if_it_throws(const char* key, Try attempt) {
        try {
            attempt();
        } catch (const std::invalid_argument& e) {
            add_wrong(true, key, e.what());
        } catch (const compose::invalid_value& e) {
            add_wrong(true, key, e.what());
        }
    }

    void shared_namespaces() {
        const auto& s = service_;
        const auto shared = [](const std::string& mode) { return mode.rfind("service:", 0) == 0; };
        const auto* none = "no engine shares it with another container";
        add_wrong(shared(s.uts), "uts", none);
        add_wrong(shared(s.cgroup), "cgroup", none);
    }

    void files(const std::string& kind, const std::vector<compose::file_mount>& uses,
               const std::map<std::string, compose::file_object>& known) {
        for (const auto& use : uses) {
            const auto it = known.find(use.source);
            if (it == known.end()) continue;
            const auto& file = it->second;
            const auto refuse = [&](bool there, const char* key, const char* why) {
                const auto path = kind + '.' + use.source + '.' + key;
                if (there) found_.push_back({path, not_supported + why, file.where});
            };
            refuse(file.external, "external", "there is no store of them without Swarm");
            refuse(!file.driver.empty(), "driver", "there are no drivers without Swarm");
            refuse(!file.template_driver.empty(), "template_driver",
                   "there are no drivers without Swarm");
            const bool written = file.content && !file.content->empty();
            if (service_.read_only && written)
                found_.push_back({kind + '.' + use.source +
                                      (file.environment.empty() ? ".content" : ".environment"),
                                  impossible + "nothing can be written into the container of " +
                                      service_.name + ", which is `read_only`; use `file`",
                                  file.where});
        }
    }

    void security() {
        for (const auto& option : service_.security_opt)
            add_wrong_if_it_throws("security_opt", [this, &option] {
                static_cast<void>(security_option(project_, option));
            });
    }

    const compose::project& project_;
    const compose::service& service_;
    std::string at_;
    std::vector<unsupported_key> found_;
};

/// A file of the host is mounted as it is.
bool has_owner_without_effect(const std::vector<compose::file_mount>& uses,
                              const std::map<std::string, compose::file_object>& known) {
    return std::any_of(uses.begin(), uses.end(), [&known](const compose::file_mount& m) {
        const auto object = known.find(m.source);
        return object != known.end() && !object->second.file.empty() &&
               (!m.uid.empty() || !m.gid.empty() || m.mode.has_value());
    });
}

}  // namespace

std::vector<unsupported_key> unsupported_keys(const compose::project& p,
                                              const compose::service& s) {
    return finder(p, s).run();
}

void check_supported(const compose::project& p, const compose::service& s) {
    const auto keys = unsupported_keys(p, s);
    if (keys.empty()) return;
    const auto& first = keys.front();
    throw compose::error(first.where, first.path + ' ' + first.what);
}

std::vector<std::string> ignored_keys(const compose::project& p, const compose::service& s) {
    std::vector<std::string> keys;
    const auto add = [&](bool there, const char* key) {
        if (there) keys.push_back("services." + s.name + '.' + key);
    };
    if (const auto& d = s.deploy) {
        add(!d->mode.empty() && d->mode != "replicated", "deploy.mode");
        add(!d->labels.empty(), "deploy.labels");
        add(!d->endpoint_mode.empty(), "deploy.endpoint_mode");
        add(d->update_config.has_value(), "deploy.update_config");
        add(d->rollback_config.has_value(), "deploy.rollback_config");
        const auto& placement = d->placement;
        add(!placement.constraints.empty() || !placement.preferences.empty() ||
                placement.max_replicas_per_node != 0,
            "deploy.placement");
        add(d->restart_policy && d->restart_policy->delay, "deploy.restart_policy.delay");
        add(d->restart_policy && d->restart_policy->window, "deploy.restart_policy.window");
        const auto& reserved = d->resources.reservations;
        add(reserved && reserved->cpus != 0, "deploy.resources.reservations.cpus");
        add(reserved && !reserved->generic_resources.empty(),
            "deploy.resources.reservations.generic_resources");
    }
    add(has_owner_without_effect(s.secrets, p.secrets), "secrets (uid, gid, mode)");
    add(has_owner_without_effect(s.configs, p.configs), "configs (uid, gid, mode)");
    return keys;
}

}  // namespace rollout::plan
