#include "deploy_plan.hpp"

#include "pre_deploy.hpp"
#include "snippet.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <set>

namespace rollout::blue_green {

deploy_plan plan_deploy(const compose::project& p, const settings& s, const plan::observed& seen,
                        color from) {
    const auto to = other(from);
    const auto& idle = s.service(to);
    deploy_plan made;
    made.from = from;
    made.to = to;
    made.images = plan::image_operations(p, seen, {idle}, s.images);
    if (!s.pre_deploy.empty())
        made.pre_deploy = plan::one_off_operations(p, seen, pre_deploy_of(s, to));
    made.replacement = plan::replace_operations(p, seen, idle);
    made.snippet = snippet_text(s, to);
    return made;
}

plan::operations retirement(const compose::project& p, const settings& s, color c, retire how) {
    if (how == retire::keep) return {};
    const auto* cause = "it lost its traffic";
    const auto name = container_name(p, s, c);
    plan::operations ops{plan::stop_operation(p, s.service(c), name, cause)};
    if (how == retire::remove) {
        auto& removal = ops.emplace_back(plan::action::remove_container, name);
        removal.service = s.service(c);
        removal.cause = cause;
    }
    return ops;
}

plan::untouchable containers_of(const compose::project& p, const settings& s,
                                const plan::observed& seen, color c) {
    std::set<std::string> names = {container_name(p, s, c)};
    for (const auto& container : seen.containers)
        if (container.service == s.service(c)) names.insert({container.name, container.id});
    return plan::untouchable(std::move(names));
}

std::string container_name(const compose::project& p, const settings& s, color c) {
    return plan::container_name(p, p.services.at(s.service(c)));
}

}  // namespace rollout::blue_green
