#include "resource_tasks.hpp"

#include "diverged.hpp"
#include "steps.hpp"

#include <rollout/compose/model/hash.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <algorithm>
#include <set>
#include <utility>

namespace rollout::plan {

namespace {

class resource_planner {
  public:
    resource_planner(const compose::project& p, const observed& o, const converge_options& options,
                     const std::map<std::string, decision>& decisions, convergence& made)
        : project_(p), observed_(o), options_(options), decisions_(decisions), made_(made) {}

    resource_tasks run() {
        if (!options_.make) return {};
        end_orphans();
        for (const auto& key : keys_of_networks())
            network(key);
        for (const auto& key : keys_of_volumes())
            volume(key);
        return std::move(tasks_);
    }

  private:
    std::size_t add(operation op, const task_list& after) {
        return made_.what.add(std::move(op), after);
    }

    void end_orphans() {
        auto going = observed_.containers;
        std::erase_if(going,
                      [this](const auto& c) { return project_.services.contains(c.service); });
        for (const auto& c : observed_.one_offs)
            if (c.state == "exited" || c.state == "dead") going.push_back(c);
        for (const auto& c : going) {
            if (!options_.remove_orphans) {
                made_.orphans.push_back(c.name);
                continue;
            }
            tasks_.first.push_back(
                add_end(made_.what, project_, c, "its service is not in the file", {}));
        }
    }

    [[nodiscard]] std::set<std::string> keys_of_networks() const {
        std::set<std::string> keys;
        for (const auto& name : options_.services)
            for (const auto& [key, attachment] : project_.services.at(name).networks)
                keys.insert(key);
        return keys;
    }

    [[nodiscard]] std::set<std::string> keys_of_volumes() const {
        std::set<std::string> keys;
        for (const auto& name : options_.services)
            for (const auto& m : project_.services.at(name).volumes)
                if (m.type == compose::volume_mount::kind::volume &&
                    project_.volumes.contains(m.source))
                    keys.insert(m.source);
        return keys;
    }

    void network(const std::string& key) {
        const auto& network = project_.networks.at(key);
        if (network.external) return;
        const auto* there = find_network(observed_, network.name);
        if (!there) {
            tasks_.networks[key] = {add(step(action::create_network, "", network.name,
                                             "not there yet", network_body(project_, key)),
                                        tasks_.first)};
        } else if (is_diverged(project_, key, *there)) {
            make_network_anew(key, *there);
        }
    }

    void volume(const std::string& key) {
        const auto& volume = project_.volumes.at(key);
        if (volume.external) return;
        const auto there = std::find_if(observed_.volumes.begin(), observed_.volumes.end(),
                                        [&](const auto& v) { return v.name == volume.name; });
        if (there == observed_.volumes.end()) {
            tasks_.volumes[key] = {add(step(action::create_volume, "", volume.name, "not there yet",
                                            volume_body(project_, key)),
                                       tasks_.first)};
            return;
        }
        const bool differs = there->project == project_.name && !there->config_hash.empty() &&
                             there->config_hash != compose::volume_hash(volume);
        if (differs)
            made_.notes.push_back("the volume " + volume.name +
                                  " is there with another definition than the file's and is left "
                                  "alone: making it anew would lose its data");
    }

    // --- a network with another definition ---------------------------------------------------

    /// But for orphans that are ended before.
    [[nodiscard]] std::vector<const observed_container*> on(const observed_network& n) const {
        std::vector<const observed_container*> found;
        for (const auto& c : observed_.containers)
            for (const auto& [name, id] : c.networks)
                if (!is_ended_before(c) && (id == n.id || name == n.name)) found.push_back(&c);
        return found;
    }

    [[nodiscard]] bool is_ended_before(const observed_container& c) const {
        return options_.remove_orphans && !project_.services.contains(c.service);
    }

    /// Nobody would start it again.
    [[nodiscard]] bool is_none_of_ours(const observed_container& c) const {
        return c.alive() && !decisions_.contains(c.service);
    }

    /// Whether the network is left as it is, and that is said.
    bool is_kept_by(const std::vector<const observed_container*>& users, const std::string& name) {
        for (const auto* c : users) {
            const bool serves = stays_as_it_runs(options_, *c);
            if (!serves && !is_none_of_ours(*c)) continue;
            made_.notes.push_back("the definition of the network " + name +
                                  " changed, and it is left as it is: " + c->name +
                                  (serves ? ", which serves, is on it"
                                          : ", which this run does not bring up, runs on it"));
            return true;
        }
        return false;
    }

    /// Of the services in start order, the last first; then those of none.
    [[nodiscard]] std::vector<const observed_container*> dependents_first(
        std::vector<const observed_container*> all) const {
        const auto rank = [this](const observed_container* c) {
            const auto& order = options_.services;
            return order.end() - std::find(order.begin(), order.end(), c->service);
        };
        std::stable_sort(all.begin(), all.end(),
                         [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
        return all;
    }

    void make_network_anew(const std::string& key, const observed_network& there) {
        const auto& name = project_.networks.at(key).name;
        const auto users = dependents_first(on(there));
        if (is_kept_by(users, name)) return;
        const auto* cause = "the definition of its network changed";
        task_list off;
        for (const auto* c : users)
            if (goes(*c)) off.push_back(end_once(tasks_, made_.what, project_, *fate_of(*c)));
        task_list stops = tasks_.first;
        for (const auto* c : users)
            if (c->alive() && !goes(*c)) stops = {stop_for_a_while(*c, cause, stops)};
        for (const auto* c : users) {
            if (goes(*c)) continue;
            auto op = step(action::disconnect_network, c->service, c->name, cause);
            op.network = name;
            off.push_back(add(std::move(op), stops));
        }
        const auto gone = add(step(action::remove_network, "", name, "its definition changed"),
                              off.empty() ? stops : off);
        const auto made = add(step(action::create_network, "", name, "its definition changed",
                                   network_body(project_, key)),
                              {gone});
        tasks_.networks[key] = {made};
        for (const auto* c : users)
            if (stays(*c)) connect_again(key, *c, made);
    }

    /// nullptr when nothing is decided about it.
    [[nodiscard]] const fate* fate_of(const observed_container& c) const {
        const auto service = decisions_.find(c.service);
        if (service == decisions_.end()) return nullptr;
        for (const auto& f : service->second.fates)
            if (f.container == &c) return &f;
        return nullptr;
    }

    [[nodiscard]] bool goes(const observed_container& c) const {
        const auto* f = fate_of(c);
        return f && f->what == fate::kind::remove;
    }

    std::size_t stop_for_a_while(const observed_container& c, const char* cause,
                                 const task_list& after) {
        const auto done = add(stop_operation(project_, c.service, c.name, cause), after);
        tasks_.stopped[c.id].push_back(done);
        return done;
    }

    [[nodiscard]] bool stays(const observed_container& c) const {
        if (!decisions_.contains(c.service)) return true;
        const auto* f = fate_of(c);
        return f && f->what == fate::kind::keep;
    }

    void connect_again(const std::string& key, const observed_container& c, std::size_t made) {
        const auto service = project_.services.find(c.service);
        if (service == project_.services.end() || !service->second.networks.contains(key)) return;
        const auto& name = project_.networks.at(key).name;
        auto op = step(action::connect_network, c.service, c.name, "",
                       connect_body(project_, service->second, name, c.number, c.name));
        op.network = name;
        tasks_.connected[c.id].push_back(add(std::move(op), {made}));
    }

    const compose::project& project_;
    const observed& observed_;
    const converge_options& options_;
    const std::map<std::string, decision>& decisions_;
    convergence& made_;
    resource_tasks tasks_;
};

}  // namespace

resource_tasks plan_resources(const compose::project& p, const observed& o,
                              const converge_options& options,
                              const std::map<std::string, decision>& decisions, convergence& made) {
    return resource_planner(p, o, options, decisions, made).run();
}

std::size_t add_end(graph& g, const compose::project& p, const observed_container& c,
                    const std::string& cause, task_list after, bool with_hooks) {
    if (c.alive()) {
        auto stop = stop_operation(p, c.service, c.name, cause);
        if (!with_hooks) stop.hooks.clear();
        after = {g.add(std::move(stop), std::move(after))};
    }
    return g.add(removal(c, cause), std::move(after));
}

std::size_t end_once(resource_tasks& tasks, graph& g, const compose::project& p, const fate& f) {
    const auto& c = *f.container;
    const auto known = tasks.ended.find(c.id);
    if (known != tasks.ended.end()) return known->second;
    return tasks.ended[c.id] = add_end(g, p, c, f.why, tasks.first);
}

bool stays_as_it_runs(const converge_options& options, const observed_container& c) {
    return c.running() &&
           (options.spared.contains(c.service) || options.left_running.contains(c.service));
}

}  // namespace rollout::plan
