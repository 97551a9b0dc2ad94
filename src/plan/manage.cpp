#include "steps.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/manage.hpp>
#include <rollout/plan/plan.hpp>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace rollout::plan {

namespace {

class manager {
  public:
    manager(const compose::project& p, const observed& o, const manage_options& options)
        : project_(p), observed_(o), options_(options) {}

    managed run() {
        check_known(project_, options_.services);
        switch (options_.what) {
            case verb::start:
            case verb::restart: in_start_order(); break;
            case verb::stop:
            case verb::remove: dependents_first(); break;
            case verb::kill: kill_all(); break;
            case verb::pause:
            case verb::unpause:
                for (const auto& c : observed_.containers)
                    if (is_meant(c.service)) add_if_due(c, {});
                break;
        }
        return std::move(made_);
    }

  private:
    using task_map = std::map<std::string, task_list>;

    [[nodiscard]] bool is_meant(const std::string& service) const {
        if (!project_.services.contains(service) || options_.left_alone.contains(service))
            return false;
        return options_.services.empty() || options_.services.contains(service);
    }

    [[nodiscard]] std::vector<const observed_container*> containers_of(
        const std::string& service) const {
        std::vector<const observed_container*> mine;
        for (const auto& c : observed_.containers)
            if (c.service == service) mine.push_back(&c);
        return mine;
    }

    [[nodiscard]] std::vector<std::string> all_in_start_order() const {
        std::set<std::string> all;
        for (const auto& [name, service] : project_.services)
            all.insert(name);
        return start_order(project_, all);
    }

    [[nodiscard]] bool is_due(const observed_container& c) const {
        switch (options_.what) {
            case verb::start: return !c.running() && c.state != "restarting";
            case verb::stop:
            case verb::kill: return c.alive();
            case verb::restart: return true;
            case verb::pause: return c.running();
            case verb::unpause: return c.state == "paused";
            case verb::remove: return options_.stop_first || !c.alive();
        }
        return false;
    }

    /// One behind the other.
    [[nodiscard]] operations operations_for(const observed_container& c) const {
        switch (options_.what) {
            case verb::start:
                return starting(project_, project_.services.at(c.service), c.name, "");
            case verb::stop: return {stop_operation(project_, c.service, c.name, "")};
            case verb::restart: return {restart_operation(project_.services.at(c.service), c)};
            case verb::kill: return {kill_operation(c)};
            case verb::pause: return {step(action::pause_container, c.service, c.name, "")};
            case verb::unpause: return {step(action::unpause_container, c.service, c.name, "")};
            case verb::remove: return removal_operations(c);
        }
        return {};
    }

    [[nodiscard]] operation kill_operation(const observed_container& c) const {
        auto op = step(action::kill_container, c.service, c.name, "");
        op.signal = options_.signal;
        return op;
    }

    /// Without force: what was started meanwhile stays.
    [[nodiscard]] operations removal_operations(const observed_container& c) const {
        operations ops;
        if (c.alive()) ops.push_back(stop_operation(project_, c.service, c.name, ""));
        auto& last = ops.emplace_back(removal(c, ""));
        last.volumes = options_.volumes;
        last.only_stopped = true;
        return ops;
    }

    static operation restart_operation(const compose::service& s, const observed_container& c) {
        auto op = step(action::restart_container, c.service, c.name, "");
        if (c.running()) op.hooks = s.pre_stop;
        op.hooks_after_restart = s.post_start;
        return op;
    }

    /// The tasks after which it is done.
    task_list add_if_due(const observed_container& c, task_list after) {
        if (!is_due(c)) return after;
        for (auto& op : operations_for(c))
            after = {made_.what.add(std::move(op), std::move(after))};
        return after;
    }

    // --- start and restart -------------------------------------------------------------------

    /// In start order.
    [[nodiscard]] std::vector<std::string> started_services() const {
        const bool restarts = options_.what == verb::restart;
        if (!restarts) return up_order(project_, options_.services);
        auto order = all_in_start_order();
        const auto wanted = restarted_services();
        std::erase_if(order, [&](const std::string& name) { return !wanted.contains(name); });
        return order;
    }

    [[nodiscard]] std::set<std::string> restarted_services() const {
        if (options_.services.empty()) {
            auto all = default_services(project_);
            for (const auto& c : observed_.containers)
                if (c.alive()) all.insert(c.service);
            return all;
        }
        auto wanted = options_.services;
        if (!options_.with_dependents) return wanted;
        for (const auto& name : all_in_start_order())
            for (const auto& [dependency, edge] : project_.services.at(name).depends_on)
                if (edge.restart && wanted.contains(dependency)) wanted.insert(name);
        return wanted;
    }

    void in_start_order() {
        const auto order = started_services();
        for (const auto& name : order) {
            if (options_.left_alone.contains(name)) continue;
            const auto& s = project_.services.at(name);
            const auto mine = containers_of(name);
            if (mine.empty() && replicas(s) > 0 && options_.what == verb::start)
                made_.missing.push_back(name);
            const auto after = awaited(s);
            auto& done = done_[name];
            for (const auto* c : mine) {
                const auto started = add_if_due(*c, after);
                done.insert(done.end(), started.begin(), started.end());
            }
        }
    }

    /// After which a container of this service may be started. A restart only heeds those edges
    /// along which it goes.
    task_list awaited(const compose::service& s) {
        task_list all;
        for (const auto& [name, edge] : s.depends_on) {
            const auto before = done_.find(name);
            const bool heeded = options_.what == verb::start || edge.restart;
            if (before == done_.end() || !heeded) continue;
            const auto condition = condition_of(edge);
            const auto theirs =
                condition ? waits(s.name, name, *condition, edge.required) : before->second;
            all.insert(all.end(), theirs.begin(), theirs.end());
        }
        return all;
    }

    task_list waits(const std::string& dependent, const std::string& name, wait_for condition,
                    bool required) {
        task_list all;
        for (const auto* c : containers_of(name))
            all.push_back(made_.what.add(
                dependency_wait(dependent, name, c->name, condition, required), done_.at(name)));
        return all;
    }

    // --- stop and remove ---------------------------------------------------------------------

    void dependents_first() {
        auto order = all_in_start_order();
        std::reverse(order.begin(), order.end());
        for (const auto& name : order) {
            const auto after = done_[name];
            auto done = after;
            if (is_meant(name))
                for (const auto* c : containers_of(name)) {
                    const auto ended = add_if_due(*c, after);
                    done.insert(done.end(), ended.begin(), ended.end());
                }
            for (const auto& [dependency, edge] : project_.services.at(name).depends_on) {
                auto& theirs = done_[dependency];
                theirs.insert(theirs.end(), done.begin(), done.end());
            }
        }
    }

    // --- kill --------------------------------------------------------------------------------

    void kill_all() {
        for (const auto* all : {&observed_.containers, &observed_.one_offs})
            for (const auto& c : *all)
                if (is_meant(c.service) || is_orphan(c.service)) add_if_due(c, {});
    }

    [[nodiscard]] bool is_orphan(const std::string& service) const {
        return options_.orphans && options_.services.empty() &&
               !project_.services.contains(service);
    }

    const compose::project& project_;
    const observed& observed_;
    const manage_options& options_;
    managed made_;
    task_map done_;  ///< by service: what must be done before those behind it
};

}  // namespace

managed manage(const compose::project& p, const observed& o, const manage_options& options) {
    return manager(p, o, options).run();
}

}  // namespace rollout::plan
