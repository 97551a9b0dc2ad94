#pragma once

#include "file_place.hpp"
#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>

#include <boost/asio/awaitable.hpp>

#include <map>
#include <string>

namespace rollout::blue_green {

/// Only GET requests. Throws as `proxy::read`.
boost::asio::awaitable<file_place> find_place(const context& ctx, proxy& nginx, std::string file);

/// Writes the files that nginx reads: at one stroke where this host has them, through the engine
/// where it has not. Which it is, is found out before the first time that a file is written.
class proxy_files {
  public:
    /// Both must outlive it.
    proxy_files(const context& ctx, proxy& nginx) : ctx_(ctx), nginx_(nginx) {}

    /// `file` is its path on this host, if it is here at all. Throws as `find_place`,
    /// `base::files::replace` and `engine_work::write_through_engine`, and `failure` (failed) for a
    /// file that is in the proxy's container alone.
    boost::asio::awaitable<void> write(std::string file, std::string text);

  private:
    const context& ctx_;
    proxy& nginx_;
    std::map<std::string, file_place> places_;
};

}  // namespace rollout::blue_green
