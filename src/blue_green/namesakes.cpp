#include "namesakes.hpp"

#include <engine_api/client.hpp>
#include <rollout/plan/create_request.hpp>

#include <algorithm>
#include <set>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

std::string project_of(const std::map<std::string, std::string>& labels) {
    const auto found = labels.find(plan::project_label);
    return found == labels.end() ? std::string() : found->second;
}

std::set<std::string> names_looked_up(const settings& s) {
    std::set<std::string> names;
    for (const auto& u : s.upstreams())
        names.insert({u.blue, u.green});
    return names;
}

bool answers_to(const engine_api::container_details& c, const std::string& network,
                const std::string& name) {
    const auto found = c.aliases.find(network);
    if (found == c.aliases.end()) return false;
    const auto& aliases = found->second;
    return c.name == name || std::find(aliases.begin(), aliases.end(), name) != aliases.end();
}

}  // namespace

net::awaitable<std::vector<namesake>> find_namesakes(const context& ctx,
                                                     std::vector<std::string> networks) {
    std::vector<namesake> found;
    // In these the engine knows no names.
    std::erase_if(networks, [](const std::string& name) {
        return name == "bridge" || name == "host" || name == "none";
    });
    if (networks.empty()) co_return found;
    engine_api::list_containers_options options;
    for (const auto& network : networks)
        options.filter.add("network", network);
    auto containers = ctx.work.engine.containers();
    const auto rows = co_await containers.list(options);
    for (const auto& row : rows) {
        if (project_of(row.labels) == ctx.work.project.name) continue;
        const auto details = co_await containers.find(row.id);
        if (!details) continue;
        for (const auto& network : networks)
            for (const auto& name : names_looked_up(ctx.settings))
                if (answers_to(*details, network, name))
                    found.push_back({details->name, project_of(details->labels), name, network});
    }
    co_return found;
}

}  // namespace rollout::blue_green
