#pragma once

#include <engine_api/images.hpp>
#include <rollout/compose/model/project.hpp>

#include <string>

namespace rollout::engine_work {

/// What `POST /build` is asked for a service that has a build section, but for the Dockerfile's
/// name and the logins: every key of the section that `plan::unsupported_keys` does not name.
/// `image` is the name it gets.
[[nodiscard]] engine_api::build_options build_request(const compose::project& p,
                                                      const std::string& service,
                                                      const std::string& image);

}  // namespace rollout::engine_work
