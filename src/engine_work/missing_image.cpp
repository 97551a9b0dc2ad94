#include "missing_image.hpp"

#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/platform.hpp>

namespace rollout::engine_work {

void refuse_missing_image(const compose::project& p, const plan::observed& seen,
                          const std::string& service) {
    const auto& s = p.services.at(service);
    const auto image = plan::image_reference(p, s);
    const auto platform = plan::image_platform(p, s);
    if (!seen.images.contains(image))
        throw failure(exit_code::failed, "no such image" +
                                             (platform.empty() ? "" : " for " + platform) + ": " +
                                             image + " of service '" + service +
                                             "', which is neither to be pulled nor built");
}

}  // namespace rollout::engine_work
