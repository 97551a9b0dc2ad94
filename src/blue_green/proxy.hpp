#pragma once

#include "generation.hpp"
#include "proxy_files.hpp"

#include <engine_api/fwd.hpp>
#include <rollout/blue_green/color.hpp>
#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/model/service.hpp>
#include <rollout/engine_work/interruption.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rollout::blue_green {

/// Whether `configuration`, what `nginx -T` prints, has a file with that text in it. A
/// configuration that was cut off because of its size counts as having it.
[[nodiscard]] bool has_loaded(std::string_view configuration, std::string_view text);

/// Whether it has the file of that path (in the container) with just that text: then nginx sees it
/// so, and includes it. False is no proof of the contrary: nginx may spell the path otherwise.
[[nodiscard]] bool shows_file(std::string_view configuration, const std::string& path,
                              std::string_view text);

/// The workers in that container. Throws engine_api::error.
boost::asio::awaitable<workers> workers_in(engine_api::client& engine, std::string container);

/// The nginx in the proxy container, spoken to through the engine only.
class proxy {
  public:
    /// `service` is that of `container`.
    proxy(engine_api::client& engine, plan::observed_container container,
          const compose::service& service, proxy_files files);

    [[nodiscard]] const plan::observed_container& container() const { return container_; }

    /// Those that it reads.
    [[nodiscard]] proxy_files& files() { return files_; }

    /// What the engine says of its container.
    boost::asio::awaitable<engine_api::container_details> inspect();

    boost::asio::awaitable<blue_green::workers> workers();

    /// `nginx -T`: tests the configuration and returns all of it. Throws `failure` (failed) with
    /// nginx's words when it refuses it.
    boost::asio::awaitable<std::string> test();

    /// `nginx -s reload`. Returning proves only that the signal was sent. Throws as `test`.
    boost::asio::awaitable<void> reload();

    /// Waits until workers that followed on `before` accept and those of `before` do not any more,
    /// and returns what there is then; nullopt when `limit` passed first.
    boost::asio::awaitable<std::optional<blue_green::workers>> has_moved(
        blue_green::workers before, std::chrono::milliseconds limit);

    /// Waits until none of `old_generation` is left; false when `limit` passed first. A signal ends
    /// the wait too where `ended_by` is given: throws `failure` (failed).
    boost::asio::awaitable<bool> drained(std::set<int> old_generation,
                                         std::chrono::milliseconds limit,
                                         const engine_work::interruption* ended_by = nullptr);

  private:
    boost::asio::awaitable<std::string> run(const char* option, const char* argument);

    struct pauses {
        std::chrono::milliseconds first;     ///< after the first look
        std::chrono::milliseconds second;    ///< after the second
        std::chrono::milliseconds shortest;  ///< after each that follows; it grows with the wait
    };

    /// Looks at the workers until `wanted` says so; nullopt = not within `limit`.
    template <class Wanted>
    boost::asio::awaitable<std::optional<blue_green::workers>> workers_become(
        const Wanted& wanted, pauses between_looks, std::chrono::milliseconds limit);

    engine_api::client& engine_;
    plan::observed_container container_;
    proxy_files files_;
    std::vector<std::string> command_;  // `nginx` with the options of the running one
};

}  // namespace rollout::blue_green
