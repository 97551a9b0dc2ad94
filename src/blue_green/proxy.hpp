#pragma once

#include "generation.hpp"

#include <engine_api/fwd.hpp>
#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/settings.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollout::compose {
struct service;
}

namespace rollout::blue_green {

/// The nginx in the proxy container, spoken to through the engine only.
class proxy {
  public:
    /// `container` is its id. Throws std::invalid_argument when the service does not mount the
    /// snippet's directory.
    proxy(engine_api::client& engine, std::string container, const compose::service& service,
          const blue_green::settings& settings);

    /// The snippet as nginx would read it now; nullopt when it is not there.
    struct seen_snippet {
        std::string text;
        std::chrono::system_clock::time_point modified;
    };
    boost::asio::awaitable<std::optional<seen_snippet>> read_snippet();

    boost::asio::awaitable<blue_green::workers> workers();

    /// `nginx -T`: tests the configuration and sees that `snippet` is part of it. Throws `failure`
    /// (failed), with nginx's words when it refuses the configuration.
    boost::asio::awaitable<void> test(std::string snippet);

    /// `nginx -s reload`. Returning proves only that the signal was sent. Throws as `test`.
    boost::asio::awaitable<void> reload();

    /// Waits until the workers that followed on `before` accept and those of `before` do not any
    /// more; false when `limit` passed first.
    boost::asio::awaitable<bool> has_moved(blue_green::workers before,
                                           std::chrono::milliseconds limit);

    /// Waits until none of `old_generation` is left; false when `limit` passed first.
    boost::asio::awaitable<bool> drained(std::set<int> old_generation,
                                         std::chrono::milliseconds limit);

  private:
    boost::asio::awaitable<std::string> run(const char* option, const char* argument);

    /// Looks at the workers, with growing pauses, until `wanted` says so; false = not within
    /// `limit`.
    template <class Wanted>
    boost::asio::awaitable<bool> workers_become(const Wanted& wanted,
                                                std::chrono::milliseconds first_pause,
                                                std::chrono::milliseconds limit);

    engine_api::client& engine_;
    std::string container_;
    std::string snippet_path_;
    std::vector<std::string> command_;  // `nginx` with the options of the running one
};

}  // namespace rollout::blue_green
