#include "build_source.hpp"
#include "image_work.hpp"
#include "told_operation.hpp"

#include <rollout/engine_work/build.hpp>
#include <rollout/plan/plan.hpp>

#include <vector>

namespace rollout::engine_work {

namespace net = boost::asio;

namespace {

std::vector<std::string> chosen_builds(const compose::project& project,
                                       const build_choice& choice) {
    plan::check_known(project, choice.services);
    std::set<std::string> wanted = choice.services;
    if (wanted.empty())
        for (const auto& [name, service] : project.services)
            wanted.insert(name);
    auto names = plan::start_order(project, wanted);
    std::erase_if(names, [&](const std::string& name) {
        return !project.services.at(name).build ||
               (!choice.with_dependencies && !wanted.contains(name));
    });
    return names;
}

/// The project with what the user says above the file.
compose::project with_choice(compose::project project, const build_choice& choice) {
    for (auto& [name, service] : project.services) {
        if (!service.build) continue;
        for (const auto& [key, value] : choice.args)
            service.build->args[key] = value;
        service.build->no_cache |= choice.no_cache;
        service.build->pull |= choice.pull;
    }
    return project;
}

}  // namespace

net::awaitable<void> build(const context& ctx, build_choice choice) {
    const auto project = with_choice(ctx.project, choice);
    const auto within = ctx.about(project);
    plan::image_options options;
    options.pull = plan::pull_policy::never;
    const plan::observed nothing;
    const auto operations =
        plan::image_operations(project, nothing, chosen_builds(project, choice), options);
    if (operations.empty()) ctx.reporter.report(nothing_to_build{});
    refuse_unbuildable(project, operations);
    build_extras extras;
    extras.memory = choice.memory;
    extras.quiet = choice.quiet;
    for (const auto& op : operations) {
        told_operation told(ctx.reporter, op);
        co_await build_image(within, op, extras);
        told.done();
    }
}

}  // namespace rollout::engine_work
