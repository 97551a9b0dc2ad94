#include "resource_tasks.hpp"
#include "steps.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/take_down.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace rollout::plan {

namespace {

class taker {
  public:
    taker(const compose::project& p, const observed& o, const take_down_options& options)
        : project_(p), observed_(o), options_(options), going_(options.services) {
        if (!going_.empty()) return;
        going_ = default_services(p);
        going_.insert(options.enabled.begin(), options.enabled.end());
    }

    taken_down run() {
        for (const auto& c : observed_.one_offs)
            end_or_leave(c, options_.remove_orphans || !c.alive());
        for (const auto& c : observed_.containers)
            if (!project_.services.contains(c.service)) end_or_leave(c, options_.remove_orphans);
        for (const auto& name : dependents_first())
            service(name);
        if (options_.services.empty()) networks();
        if (options_.volumes) volumes();
        if (!options_.images.empty()) images();
        return std::move(made_);
    }

  private:
    [[nodiscard]] std::vector<std::string> dependents_first() const {
        std::set<std::string> all;
        for (const auto& [name, service] : project_.services)
            all.insert(name);
        auto order = start_order(project_, all);
        std::reverse(order.begin(), order.end());
        return order;
    }

    void end_or_leave(const observed_container& c, bool ends) {
        if (!options_.services.empty()) return;
        if (!ends) {
            made_.left.push_back(c.name);
            return;
        }
        const bool one_off = project_.services.contains(c.service);
        end(c, one_off ? "it runs a command once" : "its service is not in the file any more", {},
            !one_off);
    }

    std::size_t end(const observed_container& c, const std::string& cause, task_list after,
                    bool with_hooks = true) {
        const auto done = add_end(made_.what, project_, c, cause, std::move(after), with_hooks);
        all_.push_back(done);
        return done;
    }

    std::size_t end_of_service(const observed_container& c, const task_list& after) {
        const auto done = end(c, "", after);
        made_.what.tasks[done].op.volumes = options_.volumes;
        return done;
    }

    void service(const std::string& name) {
        auto before = before_[name];
        auto done = before;
        for (const auto& c : observed_.containers) {
            if (c.service != name) continue;
            if (going_.contains(name))
                done.push_back(end_of_service(c, before));
            else if (options_.services.empty())
                made_.disabled.push_back(c.name);
        }
        for (const auto& [dependency, rule] : project_.services.at(name).depends_on) {
            auto& theirs = before_[dependency];
            theirs.insert(theirs.end(), done.begin(), done.end());
        }
    }

    void networks() {
        for (const auto& [key, network] : project_.networks) {
            const auto* there = find_network(observed_, network.name);
            const bool ours = there && there->project == project_.name && there->key == key;
            if (ours && !network.external)
                made_.what.add(step(action::remove_network, "", network.name, ""), all_);
        }
    }

    /// One that nobody labelled is the project's own by its name, as docker compose sees it.
    [[nodiscard]] bool is_ours(const compose::volume& volume) const {
        const auto there =
            std::find_if(observed_.volumes.begin(), observed_.volumes.end(),
                         [&](const observed_volume& v) { return v.name == volume.name; });
        return there != observed_.volumes.end() && !volume.external &&
               (there->project.empty() || there->project == project_.name);
    }

    void volumes() {
        std::set<std::string> keys;
        for (const auto& name : going_)
            for (const auto& mount : project_.services.at(name).volumes)
                if (mount.type == compose::volume_mount::kind::volume) keys.insert(mount.source);
        for (const auto& [key, volume] : project_.volumes)
            if (keys.contains(key) && is_ours(volume))
                made_.what.add(step(action::remove_volume, "", volume.name, "asked for"), all_);
    }

    void images() {
        std::set<std::string> references;
        for (const auto& name : going_) {
            const auto& s = project_.services.at(name);
            if (options_.images == "all" || s.image.empty())
                references.insert(image_reference(project_, s));
        }
        for (const auto& reference : references)
            if (observed_.images.contains(reference))
                made_.what.add(step(action::remove_image, "", reference, "asked for"), all_);
    }

    const compose::project& project_;
    const observed& observed_;
    const take_down_options& options_;
    std::set<std::string> going_;  ///< services
    taken_down made_;
    task_list all_;                            ///< after which no container is left
    std::map<std::string, task_list> before_;  ///< by service: its dependents' ends
};

}  // namespace

taken_down take_down(const compose::project& p, const observed& o,
                     const take_down_options& options) {
    return taker(p, o, options).run();
}

}  // namespace rollout::plan
