#pragma once

#include <rollout/compose/model/project.hpp>
#include <rollout/engine_work/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace rollout::engine_work {

/// The images, context name -> reference or id, that stand for those `additional_contexts` of a
/// service's build which its Dockerfile uses. Of a folder the engine makes one, without a name; its
/// cache has the next one at once. Throws compose::error when there is no such folder.
boost::asio::awaitable<compose::text_map> images_of_contexts(const context& ctx,
                                                             const compose::service& s,
                                                             std::string dockerfile,
                                                             std::string platform);

}  // namespace rollout::engine_work
