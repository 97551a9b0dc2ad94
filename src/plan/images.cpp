#include "steps.hpp"

#include <rollout/compose/text/duration.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/named_contexts.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/platform.hpp>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

namespace rollout::plan {

namespace {

/// What the service's own `pull_policy` makes of a policy that nobody chose.
pull_policy policy_of(const compose::service& s, const image_options& options) {
    if (options.pull) return *options.pull;
    if (s.pull_policy == "always") return pull_policy::always;
    return s.pull_policy == "never" || s.pull_policy == "build" ? pull_policy::never
                                                                : pull_policy::missing;
}

bool is_too_old(const compose::service& s, const observed& o) {
    const auto most = refresh_period(s);
    const auto age = o.image_ages.find(s.image);
    return most && (age == o.image_ages.end() || age->second > *most);
}

/// Empty = it is not to be pulled.
std::string why_pulled(const compose::project& p, const compose::service& s, const observed& o,
                       const image_options& options) {
    const auto policy = policy_of(s, options);
    if (s.image.empty() || policy == pull_policy::never) return {};
    if (!o.images.contains(s.image)) {
        const auto platform = platform_of(p, s);
        return platform.empty() ? "not on this engine" : "not on this engine for " + platform;
    }
    if (policy == pull_policy::always) return "asked for";
    return is_too_old(s, o) ? "older than pull_policy: " + s.pull_policy : "";
}

/// By any service.
bool can_be_built(const compose::project& p, const std::string& reference) {
    return std::any_of(p.services.begin(), p.services.end(), [&](const auto& entry) {
        return entry.second.build && image_reference(p, entry.second) == reference;
    });
}

class image_planner {
  public:
    image_planner(const compose::project& p, const observed& o, const image_options& given)
        : project_(p), observed_(o), given_(given) {}

    operations run(const std::vector<std::string>& services) {
        for (const auto& name : services)
            if (is_built_anew(name)) build(name, "built from its context");
        for (const auto& name : services) {
            pull_image(name);
            pull_volumes(name);
        }
        return given_.build ? build_missing(services) : std::exchange(ops_, {});
    }

    operations build_missing(const std::vector<std::string>& services) {
        for (const auto& name : services)
            if (service(name).build && !observed_.images.contains(reference_of(name)))
                build(name, "not on this engine");
        return std::exchange(ops_, {});
    }

  private:
    [[nodiscard]] const compose::service& service(const std::string& name) const {
        return project_.services.at(name);
    }
    [[nodiscard]] std::string reference_of(const std::string& name) const {
        return image_reference(project_, service(name));
    }
    [[nodiscard]] bool is_built_anew(const std::string& name) const {
        const auto& s = service(name);
        return s.build && given_.build && (given_.build_anew || s.pull_policy == "build");
    }

    /// At most one operation an image.
    void add(operation op) {
        if (done_.insert(op.target.name).second) ops_.push_back(std::move(op));
    }

    /// Behind what it begins from.
    void build(const std::string& name, const char* cause) {
        if (!begun_.insert(name).second) return;
        for (const auto& other : services_in_contexts(*service(name).build)) {
            if (!service(other).build) continue;
            if (is_built_anew(other) || !observed_.images.contains(reference_of(other)))
                build(other, "a context of another build");
        }
        add(step(action::build_image, name, reference_of(name), cause));
    }

    void pull_image(const std::string& name) {
        const auto& s = service(name);
        auto why = why_pulled(project_, s, observed_, given_);
        if (why.empty()) return;
        auto pull = pull_operation(project_, s, std::move(why));
        pull.optional = can_be_built(project_, s.image);
        add(std::move(pull));
    }

    /// Images that are mounted.
    void pull_volumes(const std::string& name) {
        if (given_.pull == pull_policy::never) return;
        for (const auto& mount : service(name).volumes)
            if (mount.type == compose::volume_mount::kind::image &&
                !observed_.images.contains(mount.source))
                add(step(action::pull_image, name, mount.source, "not on this engine"));
    }

    const compose::project& project_;
    const observed& observed_;
    const image_options& given_;
    operations ops_;
    std::set<std::string> begun_;  ///< services
    std::set<std::string> done_;   ///< references
};

}  // namespace

std::optional<std::chrono::seconds> refresh_period(const compose::service& s) {
    using namespace std::chrono;
    constexpr std::string_view every = "every_";
    if (s.pull_policy == "daily") return hours(24);
    if (s.pull_policy == "weekly") return hours(24 * 7);
    if (!s.pull_policy.starts_with(every)) return std::nullopt;
    return duration_cast<seconds>(compose::parse_duration(s.pull_policy.substr(every.size())));
}

operations image_operations(const compose::project& p, const observed& o,
                            const std::vector<std::string>& services, const image_options& given) {
    return image_planner(p, o, given).run(services);
}

graph side_by_side(operations images) {
    graph all;
    task_list last_build;
    for (auto& op : images) {
        const bool builds = op.what == action::build_image;
        const auto place = all.add(std::move(op), builds ? last_build : task_list());
        if (builds) last_build = {place};
    }
    return all;
}

operations missing_builds(const compose::project& p, const observed& o,
                          const std::vector<std::string>& services) {
    image_options only_builds;
    only_builds.build_anew = false;
    only_builds.pull = pull_policy::never;
    return image_planner(p, o, only_builds).build_missing(services);
}

}  // namespace rollout::plan
