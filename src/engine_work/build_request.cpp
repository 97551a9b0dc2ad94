#include "build_request.hpp"

#include <rollout/plan/create_request.hpp>
#include <rollout/plan/engine_values.hpp>
#include <rollout/plan/platform.hpp>

namespace rollout::engine_work {

engine_api::build_options build_request(const compose::project& p, const std::string& service,
                                        const std::string& image) {
    const auto& s = p.services.at(service);
    const auto& section = *s.build;
    engine_api::build_options options;
    options.tags = {image};
    options.tags.insert(options.tags.end(), section.tags.begin(), section.tags.end());
    options.target = section.target;
    options.platform = plan::image_platform(p, s);
    // Of several the engine takes its own, as `docker compose up` lets the builder decide.
    if (options.platform.empty() && section.platforms.size() == 1)
        options.platform = section.platforms.front();
    options.args.insert(section.args.begin(), section.args.end());
    options.no_cache = section.no_cache;
    options.pull = section.pull;
    options.cache_from = section.cache_from;
    options.network_mode = section.network;
    options.extra_hosts = plan::host_lines(section.extra_hosts);
    options.isolation = section.isolation;
    options.shm_size = section.shm_size.bytes;
    for (const auto& [name, limit] : section.ulimits)
        options.ulimits.push_back({name, plan::soft_limit(limit), plan::hard_limit(limit)});
    options.labels.insert(section.labels.begin(), section.labels.end());
    options.labels[plan::project_label] = p.name;
    options.labels[plan::service_label] = service;
    return options;
}

}  // namespace rollout::engine_work
