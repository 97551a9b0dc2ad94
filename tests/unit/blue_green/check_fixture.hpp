#pragma once

#include <rollout/blue_green/finding.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/project.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace check_tests {

using namespace rollout;
using blue_green::finding;
using level = blue_green::finding::level;

inline compose::volume_mount bind_mount(std::string source, std::string target,
                                        bool read_only = false) {
    compose::volume_mount m;
    m.type = compose::volume_mount::kind::bind;
    m.source = std::move(source);
    m.target = std::move(target);
    m.read_only = read_only;
    m.bind.emplace().create_host_path = true;
    return m;
}

inline compose::service colored(const std::string& name) {
    using namespace std::chrono_literals;
    compose::service s;
    s.name = name;
    s.networks["default"];
    s.stop_grace_period = 15s;
    auto& health = s.healthcheck.emplace();
    health.test = {"CMD", "/shop", "ready"};
    health.interval = 10s;
    return s;
}

/// A project and settings about which there is nothing to say.
struct good {
    good() {
        project.name = "shop";
        project.working_dir = "/srv/shop";
        project.config_files = {"/srv/shop/compose.yml"};
        project.services["app"] = colored("app");
        project.services["app_green"] = colored("app_green");
        green().profiles = {"green"};
        proxy().name = "proxy";
        proxy().networks["default"];
        proxy().restart = "unless-stopped";
        proxy().depends_on["app"];
        proxy().volumes = {bind_mount("/srv/shop/nginx", "/etc/nginx", true)};
        settings.snippet = "/srv/shop/nginx/conf.d/upstream.conf";
        settings.record = "/srv/shop/state/active-color";
        settings.smoke.url = "http://127.0.0.1/health";
        settings.smoke.target.path = "/health";
    }

    compose::service& blue() { return project.services["app"]; }
    compose::service& green() { return project.services["app_green"]; }
    compose::service& proxy() { return project.services["proxy"]; }
    std::vector<compose::service*> colors() { return {&blue(), &green()}; }

    compose::project project;
    blue_green::settings settings;
};

/// `error app, app_green: both colors publish ...`
inline std::vector<std::string> lines_of(const std::vector<finding>& found) {
    std::vector<std::string> lines;
    for (const auto& f : found)
        lines.push_back(std::string(to_string(f.importance)) + ' ' + f.subject + ": " + f.text);
    return lines;
}

}  // namespace check_tests
