#include "decide.hpp"
#include "diverged.hpp"
#include "resource_tasks.hpp"
#include "steps.hpp"

#include <rollout/plan/converge.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/platform.hpp>

#include <algorithm>
#include <utility>

namespace rollout::plan {

namespace {

task_list joined(task_list one, const task_list& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

class converger {
  public:
    converger(const compose::project& p, const observed& o, const converge_options& options)
        : project_(p), observed_(o), options_(options), decisions_(decide(p, o, options)) {}

    convergence run() {
        tasks_ = plan_resources(project_, observed_, options_, decisions_, made_);
        stop_dependents_of_what_is_remade();
        for (const auto& name : options_.services)
            service(name);
        for (const auto& name : options_.services)
            if (is_awaited(name)) wait_at_the_end(name);
        return std::move(made_);
    }

  private:
    struct place {
        task_list created;  ///< after which all its containers are there
        task_list started;  ///< after which all of them were started
        std::map<std::pair<wait_for, bool>, task_list> waits;
    };

    std::size_t add(operation op, const task_list& after) {
        return made_.what.add(std::move(op), after);
    }

    // --- services ----------------------------------------------------------------------------

    [[nodiscard]] const compose::dependency* dependency_on(const std::string& dependent,
                                                           const std::string& name) const {
        const auto& all = project_.services.at(dependent).depends_on;
        const auto found = all.find(name);
        return found == all.end() ? nullptr : &found->second;
    }

    /// `restart: true` of a dependency: its dependents are started again behind it.
    void stop_dependents_of_what_is_remade() {
        for (const auto& [name, made] : decisions_) {
            if (!made.remakes()) continue;
            for (const auto& [dependent, theirs] : decisions_) {
                const auto* edge = dependency_on(dependent, name);
                if (!edge || !edge->restart) continue;
                for (const auto& f : theirs.fates)
                    if (f.what == fate::kind::keep && f.container->running() &&
                        !stays_as_it_runs(options_, *f.container) &&
                        !tasks_.stopped.contains(f.container->id))
                        before_remake_[name].push_back(stop_for_a_while(*f.container));
            }
        }
    }

    std::size_t stop_for_a_while(const observed_container& c) {
        const auto done =
            add(stop_operation(project_, c.service, c.name, "what it depends on is made anew"),
                tasks_.first);
        tasks_.stopped[c.id].push_back(done);
        return done;
    }

    void service(const std::string& name) {
        const auto& made = decisions_.at(name);
        auto& here = places_[name];
        if (made.left_alone) made_.left_alone.push_back(name);
        task_list endings;
        for (const auto& f : made.fates)
            if (f.what == fate::kind::remove)
                endings.push_back(end_once(tasks_, made_.what, project_, f));
        here.created = endings;
        for (const auto& f : made.fates) {
            if (f.what == fate::kind::keep) keep(made, f, endings, here);
            if (f.what == fate::kind::recreate) remake(made, f, endings, here);
        }
        for (const int number : made.missing) {
            const auto container = container_name(project_, made.service, number);
            const auto there = create(made, number, {}, container, "not there yet", endings);
            here.created = joined(here.created, there);
            start(made, container, "", there, here);
        }
    }

    /// A crash between its making and the end of the one that it replaces leaves it a name that is
    /// not its own.
    void keep(const decision& d, const fate& f, const task_list& endings, place& here) {
        const auto& c = *f.container;
        task_list there;
        if (const auto again = tasks_.connected.find(c.id); again != tasks_.connected.end())
            there = again->second;
        if (!c.alive() && !options_.as_they_are.contains(c.id))
            there = joined(there, connect_to_the_rest(d, c));
        if (c.name != f.name && c.name.ends_with('_' + f.name)) {
            auto op = step(action::rename_container, c.service, c.name,
                           "it takes the place of the old one");
            op.new_name = f.name;
            there = {add(std::move(op), joined(endings, there))};
        }
        here.created = joined(here.created, there);
        const auto stopped = tasks_.stopped.find(c.id);
        const auto why_it_starts = "it is there, but " + c.state;
        if (stopped != tasks_.stopped.end())
            start(d, f.name, "it was stopped", joined(there, stopped->second), here);
        else if (options_.as_they_are.contains(c.id) && !c.running())
            add_start({start_operation(d.service, f.name, why_it_starts)}, d, there, here);
        else if (!c.running())
            start(d, f.name, why_it_starts, there, here);
    }

    void remake(const decision& d, const fate& f, const task_list& endings, place& here) {
        const auto& old = *f.container;
        container_origin origin;
        origin.replaces = d.service.container_name.empty()
                              ? d.service.name + '-' + std::to_string(old.number)
                              : d.service.container_name;
        if (options_.inherit_volumes) {
            origin.mounts = anonymous_mounts(d.service, old);
            origin.if_of_image = other_mounts(d.service, old);
        }
        const auto aside = old.id.substr(0, 12) + '_' + f.name;
        auto ready = create(d, old.number, origin, aside, f.why, endings);
        ready = joined(ready, before_remake_[d.service.name]);
        if (options_.start) ready = joined(ready, awaited(d.service));
        if (const auto stopped = tasks_.stopped.find(old.id); stopped != tasks_.stopped.end())
            ready = joined(ready, stopped->second);
        else if (old.alive())
            ready = {add(stop_operation(project_, old.service, old.name, f.why), ready)};
        auto gone = removal(old, f.why);
        gone.only_stopped = true;
        ready = {add(std::move(gone), ready)};
        auto rename =
            step(action::rename_container, old.service, aside, "it takes the place of the old one");
        rename.new_name = f.name;
        ready = {add(std::move(rename), ready)};
        here.created = joined(here.created, ready);
        start(d, f.name, "", ready, here);
    }

    /// The tasks after which it is there, with all its networks.
    task_list create(const decision& d, int number, container_origin origin,
                     const std::string& called, const std::string& cause,
                     const task_list& endings) {
        const auto& s = d.service;
        const auto reference = image_reference(project_, s);
        const auto image = observed_.images.find(reference);
        if (image != observed_.images.end()) origin.image_id = image->second;
        auto op = step(action::create_container, s.name, called, cause);
        if (origin.image_id.empty() || !origin.if_of_image.empty()) op.image = reference;
        op.platform = platform_parameter(platform_of(project_, s));
        op.number = number;
        op.references = d.unknown;
        op.origin = std::move(origin);
        if (op.references.empty())
            op.body = container_body(project_, s, endpoints::primary, number, op.origin);
        task_list there{add(std::move(op), joined(endings, needed(s)))};
        const auto networks = network_names(project_, s);
        for (std::size_t i = 1; i < networks.size(); ++i)
            there.push_back(add(connect(s, called, number, networks[i], ""), {there.front()}));
        return there;
    }

    [[nodiscard]] operation connect(const compose::service& s, const std::string& container,
                                    int number, const std::string& network,
                                    const std::string& cause) const {
        auto op = step(action::connect_network, s.name, container, cause,
                       connect_body(project_, s, network, number, container));
        op.network = network;
        return op;
    }

    /// What a run that was cut off left outside of some of its networks.
    task_list connect_to_the_rest(const decision& d, const observed_container& c) {
        task_list done;
        for (const auto& network : network_names(project_, d.service))
            if (!c.networks.contains(network))
                done.push_back(
                    add(connect(d.service, c.name, c.number, network, "it is outside of it"),
                        needed(d.service)));
        return done;
    }

    /// Networks, volumes, and containers that it refers to.
    [[nodiscard]] task_list needed(const compose::service& s) const {
        auto all = tasks_.first;
        for (const auto& [key, attachment] : s.networks)
            if (const auto made = tasks_.networks.find(key); made != tasks_.networks.end())
                all = joined(all, made->second);
        for (const auto& m : s.volumes)
            if (const auto made = tasks_.volumes.find(m.source); made != tasks_.volumes.end())
                all = joined(all, made->second);
        for (const auto& name : referenced_services(project_.services.at(s.name)))
            if (const auto other = places_.find(name); other != places_.end())
                all = joined(all, other->second.created);
        return all;
    }

    void start(const decision& d, const std::string& container, const std::string& cause,
               const task_list& there, place& here) {
        if (options_.start)
            add_start(starting(project_, d.service, container, cause), d, there, here);
    }

    void add_start(operations all, const decision& d, const task_list& there, place& here) {
        if (!options_.start) return;
        auto before = joined(there, awaited(d.service));
        for (auto& op : all)
            before = {add(std::move(op), before)};
        here.started = joined(here.started, before);
    }

    // --- waiting -----------------------------------------------------------------------------

    /// After which a container of this service may be started.
    task_list awaited(const compose::service& s) {
        task_list all;
        for (const auto& [name, edge] : s.depends_on) {
            const auto other = places_.find(name);
            if (other == places_.end() || replicas(project_.services.at(name)) == 0) continue;
            auto condition = condition_of(edge);
            if (!condition) {
                all = joined(all, other->second.started);
                continue;
            }
            // A color may do without a healthcheck.
            if (condition == wait_for::healthy && options_.spared.contains(name))
                condition = wait_for::serving;
            all = joined(all, waits(name, *condition, !edge.required, s.name));
        }
        return all;
    }

    [[nodiscard]] bool is_healthy_already(const fate& f) const {
        if (f.what != fate::kind::keep || tasks_.stopped.contains(f.container->id)) return false;
        const auto& c = *f.container;
        return c.running() && c.status.find("(healthy)") != std::string::npos;
    }

    const task_list& waits(const std::string& name, wait_for condition, bool optional,
                           const std::string& for_whom) {
        auto& here = places_.at(name);
        const auto key = std::pair(condition, optional);
        if (const auto made = here.waits.find(key); made != here.waits.end()) return made->second;
        auto& all = here.waits[key];
        const auto& d = decisions_.at(name);
        for (const auto& container : d.names(project_)) {
            const bool holds = std::any_of(d.fates.begin(), d.fates.end(), [&](const fate& f) {
                return f.name == container && is_healthy_already(f);
            });
            if (holds && condition != wait_for::completed) continue;
            auto op = step(action::wait_healthy, name, container,
                           for_whom.empty() ? "" : for_whom + " depends on it");
            op.condition = condition;
            op.optional = optional;
            all.push_back(add(std::move(op), here.started));
        }
        return all;
    }

    [[nodiscard]] bool is_awaited(const std::string& name) const {
        if (options_.wait == waiting::all) return true;
        return options_.wait == waiting::for_started && !places_.at(name).started.empty();
    }

    void wait_at_the_end(const std::string& name) {
        constexpr bool optional = false;
        const auto& here = places_.at(name);
        for (const auto done : {wait_for::healthy, wait_for::serving, wait_for::completed})
            if (here.waits.contains({done, optional})) return;
        waits(name, wait_for::settled, optional, "");
    }

    const compose::project& project_;
    const observed& observed_;
    const converge_options& options_;
    std::map<std::string, decision> decisions_;
    convergence made_;
    resource_tasks tasks_;
    std::map<std::string, place> places_;
    std::map<std::string, task_list> before_remake_;  ///< by service: its dependents' stops
};

}  // namespace

operations operations_of(const graph& g) {
    operations all;
    for (const auto& task : g.tasks)
        all.push_back(task.op);
    return all;
}

convergence converge(const compose::project& p, const observed& o,
                     const converge_options& options) {
    return converger(p, o, options).run();
}

}  // namespace rollout::plan
