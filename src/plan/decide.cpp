#include "decide.hpp"

#include "diverged.hpp"
#include "resource_tasks.hpp"

#include <rollout/plan/create_request.hpp>

#include <algorithm>
#include <stdexcept>

namespace rollout::plan {

namespace {

using fates = std::vector<fate>;

/// By an update that is not settled (update.hpp).
bool is_kept_aside(const observed_container& c) {
    return c.name.starts_with(c.id.substr(0, 12) + '_');
}

class decider {
  public:
    decider(const compose::project& p, const observed& o, const converge_options& options,
            const std::map<std::string, decision>& before, const compose::service& s)
        : project_(p), observed_(o), options_(options), before_(before), service_(s) {}

    decision run() {
        resolve_references();
        for (const auto& c : observed_.containers)
            if (c.service == service_.name && !is_kept_aside(c)) made_.fates.push_back(fate_of(c));
        if (options_.make) end_what_has_a_successor();
        put_in_order();
        if (options_.make) {
            end_surplus();
            add_missing();
        }
        for (auto& f : made_.fates)
            if (f.what == fate::kind::keep && !f.container->name.ends_with('_' + f.name))
                f.name = f.container->name;  // whatever somebody calls it by now
        return std::move(made_);
    }

  private:
    [[nodiscard]] bool named(const std::set<std::string>& names) const {
        return names.contains(service_.name);
    }

    [[nodiscard]] recreate policy() const {
        return named(options_.dependencies) ? options_.others : options_.named;
    }

    void resolve_references() {
        std::map<std::string, std::string> ids;
        for (const auto& name : referenced_services(service_)) {
            const auto other = before_.find(name);
            if (other == before_.end()) {
                ids[name] = there(name).id;
                continue;
            }
            const auto names = other->second.names(project_);
            if (names.empty()) continue;
            const auto first = *std::min_element(names.begin(), names.end());
            const auto* kept = kept_as(other->second, first);
            if (kept)
                ids[name] = kept->id;
            else
                made_.unknown[name] = first;
        }
        made_.service = with_references(service_, ids);
    }

    /// Of a service that this run leaves alone.
    [[nodiscard]] const observed_container& there(const std::string& name) const {
        const auto* first = observed_.first_by_name(name);
        if (!first)
            throw std::invalid_argument("service '" + service_.name + "' shares with '" + name +
                                        "', which has no container; bring that up, too");
        return *first;
    }

    static const observed_container* kept_as(const decision& d, const std::string& name) {
        for (const auto& f : d.fates)
            if (f.what == fate::kind::keep && f.name == name) return f.container;
        return nullptr;
    }

    fate fate_of(const observed_container& c) {
        fate f;
        f.container = &c;
        f.name = container_name(project_, service_, c.number);
        if (!c.running() && options_.as_they_are.contains(c.id)) return f;
        f.why = why_diverged(project_, observed_, made_.service, c);
        if (f.why.empty() && !made_.unknown.empty()) f.why = "what it refers to is made anew";
        const bool wanted = policy() == recreate::always || !f.why.empty();
        if (!wanted || policy() == recreate::never) return f;
        const bool spared = c.running() && (named(options_.spared) || named(options_.left_running));
        if (spared) {
            made_.left_alone = made_.left_alone || c.config_hash != config_hash(project_, service_);
            return f;
        }
        f.what = fate::kind::recreate;
        if (f.why.empty()) f.why = "asked for";
        return f;
    }

    /// A run that was cut off left both. They count as one, and the new one has the volumes.
    void end_what_has_a_successor() {
        for (auto& f : made_.fates) {
            const auto name = f.container->id.substr(0, 12) + '_' + f.name;
            const bool succeeded =
                std::any_of(made_.fates.begin(), made_.fates.end(),
                            [&](const fate& other) { return other.container->name == name; });
            if (!succeeded || stays_as_it_runs(options_, *f.container)) continue;
            f.what = fate::kind::remove;
            f.why = "another takes its place";
        }
    }

    /// What is as it should be first, by number: what is behind the wanted number goes.
    void put_in_order() {
        std::stable_sort(made_.fates.begin(), made_.fates.end(), [](const fate& a, const fate& b) {
            if (a.what != b.what) return a.what < b.what;
            return a.container->number < b.container->number;
        });
    }

    void end_surplus() {
        const auto wanted = static_cast<std::size_t>(replicas(service_));
        if (made_.fates.size() <= wanted) return;
        if (named(options_.spared)) return;
        for (auto i = wanted; i < made_.fates.size(); ++i) {
            if (made_.fates[i].what == fate::kind::remove) continue;
            made_.fates[i].what = fate::kind::remove;
            made_.fates[i].why = "there are enough";
        }
    }

    /// Gaps between the numbers are not filled.
    void add_missing() {
        int highest = 0;
        int stay = 0;
        for (const auto& f : made_.fates) {
            highest = std::max(highest, f.container->number);
            if (f.what != fate::kind::remove) ++stay;
        }
        for (; stay < replicas(service_); ++stay)
            made_.missing.push_back(++highest);
    }

    const compose::project& project_;
    const observed& observed_;
    const converge_options& options_;
    const std::map<std::string, decision>& before_;
    const compose::service& service_;
    decision made_;
};

}  // namespace

bool decision::remakes() const {
    return std::any_of(fates.begin(), fates.end(),
                       [](const fate& f) { return f.what == fate::kind::recreate; });
}

std::vector<std::string> decision::names(const compose::project& p) const {
    std::vector<std::string> all;
    for (const auto& f : fates)
        if (f.what != fate::kind::remove) all.push_back(f.name);
    for (const int number : missing)
        all.push_back(container_name(p, service, number));
    return all;
}

std::map<std::string, decision> decide(const compose::project& p, const observed& o,
                                       const converge_options& options) {
    std::map<std::string, decision> all;
    for (const auto& name : options.services)
        all[name] = decider(p, o, options, all, p.services.at(name)).run();
    return all;
}

}  // namespace rollout::plan
