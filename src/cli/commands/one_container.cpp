#include <rollout/base/files.hpp>
#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/choose_container.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/commands/one_container.hpp>
#include <cli/frame.hpp>

#include <algorithm>
#include <utility>

namespace rollout::cli {

namespace net = boost::asio;

net::awaitable<meant_containers> find_meant(const frame& f, const any_project& found,
                                            const engine_work::context& work, std::string service) {
    plan::check_known(found.project, {service});
    meant_containers meant;
    meant.all = co_await engine_work::observe_containers(work.engine, found.project);
    meant.service = std::move(service);
    if (!found.colors) co_return meant;
    const auto& blue = found.colors->blue;
    if (std::find(blue.begin(), blue.end(), meant.service) == blue.end()) co_return meant;
    const blue_green::context ctx{work, *found.colors, f.out(), base::host_files()};
    const auto live = co_await blue_green::live_color(ctx, meant.all);
    meant.service = found.colors->meant_by(meant.service, live);
    co_return meant;
}

net::awaitable<plan::observed_container> find_running(const frame& f, const any_project& found,
                                                      const engine_work::context& work,
                                                      named_container wanted) {
    const auto meant = co_await find_meant(f, found, work, std::move(wanted.service));
    co_return engine_work::choose_running(meant.all, meant.service, wanted.index);
}

std::vector<std::string> with_our_values(const std::vector<std::string>& given,
                                         const compose::project& project) {
    std::vector<std::string> all;
    for (const auto& entry : given) {
        const auto ours = project.environment.find(entry);
        if (entry.find('=') != std::string::npos)
            all.push_back(entry);
        else if (ours != project.environment.end())
            all.push_back(entry + '=' + ours->second);
    }
    return all;
}

}  // namespace rollout::cli
