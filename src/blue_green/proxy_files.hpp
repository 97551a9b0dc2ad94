#pragma once

#include "file_place.hpp"

#include <engine_api/fwd.hpp>
#include <rollout/base/files.hpp>
#include <rollout/compose/model/service.hpp>
#include <rollout/plan/observed.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <optional>
#include <string>

namespace rollout::blue_green {

/// The files that nginx reads, each named by its path on this host, if it is here at all. They are
/// read and written here where this host has the very files, and through the engine where it has
/// not. Which it is, is found out the first time that a file is asked for, and holds for as long as
/// this lives.
class proxy_files {
  public:
    /// `here` are the files of this host; `engine` and `here` must outlive it. `service` is that of
    /// `container`, of the project that the files are written for.
    proxy_files(engine_api::client& engine, std::string project, base::files& here,
                plan::observed_container container, compose::service service);

    /// Where the proxy sees a file. Throws as `path_in_proxy`.
    [[nodiscard]] std::string path_of(const std::string& file) const;
    /// Whether it sees that file at all.
    [[nodiscard]] bool sees(const std::string& file) const;

    /// As nginx would read it now; nullopt when it is not there. Throws as `path_of`, and
    /// engine_api::error.
    boost::asio::awaitable<std::optional<seen_file>> read(std::string file);

    /// The same as the engine tells it, wherever it can be had besides: that is proof.
    boost::asio::awaitable<std::optional<seen_file>> read_there(std::string file);

    /// Only GET requests. Throws as `read`.
    boost::asio::awaitable<file_place> place_of(std::string file);

    /// At one stroke where this host has it. Throws as `place_of`, `base::files::replace` and
    /// `engine_work::write_through_engine`, and `failure` (failed) for a file that is in the
    /// proxy's container alone.
    boost::asio::awaitable<void> write(std::string file, std::string text);

  private:
    [[nodiscard]] std::optional<file_place> known_place(const std::string& file) const;
    [[nodiscard]] std::optional<seen_file> read_here(const file_place& place) const;
    boost::asio::awaitable<std::optional<file_stamp>> stamp_of(std::string in_proxy);

    engine_api::client& engine_;
    std::string project_;
    base::files& here_;
    plan::observed_container container_;
    compose::service service_;
    std::map<std::string, file_place> places_;  ///< by the path in the proxy
};

}  // namespace rollout::blue_green
