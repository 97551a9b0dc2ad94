#include "steps.hpp"

#include <rollout/plan/plan.hpp>
#include <rollout/plan/transfer.hpp>

#include <set>
#include <utility>

namespace rollout::plan {

namespace {

std::string why_not_pulled(const compose::service& s, const observed& o,
                           const transfer_options& options) {
    if (s.image.empty()) return "it names no image";
    if (s.build && options.ignore_buildable) return "it can be built";
    const auto& policy = options.policy.empty() ? s.pull_policy : options.policy;
    if (policy == "never" || policy == "build") return "its pull policy is " + policy;
    const bool only_missing = policy == "missing" || policy == "if_not_present";
    if (only_missing && o.images.contains(s.image)) return "it is here already";
    return {};
}

std::string why_not_pushed(const compose::service& s) {
    if (!s.build) return "it is not built from this file";
    return s.image.empty() ? "it names no image" : "";
}

/// Adds a task unless there is one for that image.
class collector {
  public:
    void skip(const compose::service& s, std::string why) {
        made_.skipped.push_back({s.name, s.image, std::move(why)});
    }
    void add(operation op) {
        if (seen_.insert(op.target.name).second) made_.what.add(std::move(op));
    }
    [[nodiscard]] transfers take() { return std::move(made_); }

  private:
    transfers made_;
    std::set<std::string> seen_;
};

}  // namespace

transfers pull_images(const compose::project& p, const observed& o,
                      const transfer_options& options) {
    collector all;
    for (const auto& name : up_order(p, options.services, options.with_dependencies)) {
        const auto& s = p.services.at(name);
        if (auto why = why_not_pulled(s, o, options); !why.empty()) {
            all.skip(s, std::move(why));
            continue;
        }
        all.add(pull_operation(p, s, "asked for"));
    }
    return all.take();
}

transfers push_images(const compose::project& p, const transfer_options& options) {
    collector all;
    for (const auto& name : up_order(p, options.services, options.with_dependencies)) {
        const auto& s = p.services.at(name);
        if (auto why = why_not_pushed(s); !why.empty()) {
            all.skip(s, std::move(why));
            continue;
        }
        all.add(step(action::push_image, name, s.image, ""));
        for (const auto& tag : s.build->tags)
            all.add(step(action::push_image, name, tag, ""));
    }
    return all.take();
}

}  // namespace rollout::plan
