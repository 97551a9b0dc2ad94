#include "build_request.hpp"

#include <rollout/plan/create_request.hpp>

namespace rollout::engine_work {

engine_api::build_options build_request(const compose::project& p, const std::string& service,
                                        const std::string& image) {
    const auto& section = *p.services.at(service).build;
    engine_api::build_options options;
    options.tags = {image};
    options.tags.insert(options.tags.end(), section.tags.begin(), section.tags.end());
    options.dockerfile = section.dockerfile;
    options.target = section.target;
    options.args.insert(section.args.begin(), section.args.end());
    options.no_cache = section.no_cache;
    options.pull = section.pull;
    options.cache_from = section.cache_from;
    options.labels.insert(section.labels.begin(), section.labels.end());
    options.labels[plan::project_label] = p.name;
    options.labels[plan::service_label] = service;
    return options;
}

}  // namespace rollout::engine_work
