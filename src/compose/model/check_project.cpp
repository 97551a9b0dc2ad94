#include "check_service.hpp"

#include <rollout/compose/model/check_project.hpp>
#include <rollout/compose/tree/error.hpp>

#include <string>
#include <unordered_set>
#include <vector>

namespace rollout::compose {

namespace {

/// Follows the dependencies of services in the order of their names and finds the first way that
/// leads back to itself.
class cycle_finder {
  public:
    explicit cycle_finder(const project& p) : project_(p) {}

    void run() {
        for (const auto& [name, s] : project_.services) {
            enter(s);
            while (!way_.empty())
                step();
        }
    }

  private:
    struct visit {
        const service* at;
        std::map<std::string, dependency>::const_iterator next;
    };

    void enter(const service& s) {
        if (!seen_.insert(s.name).second) return;
        way_.push_back({&s, s.depends_on.begin()});
        on_way_.insert(s.name);
    }

    void step() {
        auto& last = way_.back();
        if (last.next == last.at->depends_on.end()) {
            on_way_.erase(last.at->name);
            way_.pop_back();
            return;
        }
        const auto& [name, how] = *last.next++;
        if (on_way_.count(name) > 0) fail(name, how.where);
        const auto found = project_.services.find(name);
        if (found != project_.services.end()) enter(found->second);
    }

    [[noreturn]] void fail(const std::string& name, const position& where) const {
        std::string text;
        for (const auto& v : way_) {
            if (!text.empty() || v.at->name == name) text += v.at->name + " -> ";
        }
        throw error(where, "services." + way_.back().at->name +
                               ".depends_on: dependency cycle detected: " + text + name);
    }

    const project& project_;
    std::vector<visit> way_;
    std::unordered_set<std::string> on_way_;  ///< the names in it
    std::unordered_set<std::string> seen_;
};

}  // namespace

void check_project(project& p) {
    for (auto& [name, s] : p.services)
        check_service(p, s);
    for (const auto& [name, secret] : p.secrets) {
        if (secret.external || !secret.file.empty() || !secret.environment.empty()) continue;
        throw error(secret.where, "secrets." + name + ": secret \"" + name +
                                      "\" must declare either `file` or `environment`: invalid "
                                      "compose project");
    }
    cycle_finder(p).run();
}

void check_container_names(const project& p) {
    std::map<std::string, std::string> owners;
    for (const auto& [name, s] : p.services) {
        if (s.container_name.empty() || owners.try_emplace(s.container_name, name).second) continue;
        throw error(s.where, "services." + name + ": container name \"" + s.container_name +
                                 "\" is already in use by service " + owners[s.container_name]);
    }
}

}  // namespace rollout::compose
