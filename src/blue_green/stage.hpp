#pragma once

#include "find_proxy.hpp"
#include "proxy.hpp"

#include <rollout/blue_green/context.hpp>
#include <rollout/compose/model/project.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace rollout::blue_green {

/// What a run of a project works on: its proxy, and the project as the engine's host has it, which
/// may not be the host that this runs on.
class stage {
  public:
    /// `folder` is the project's on the engine's host; empty = nothing tells.
    stage(const blue_green::context& ctx, found_proxy found, blue_green::proxy nginx,
          bool has_snippet_here, const std::string& folder);
    stage(const stage&) = delete;
    stage& operator=(const stage&) = delete;

    [[nodiscard]] const blue_green::context& context() const { return ctx_; }
    [[nodiscard]] blue_green::proxy& proxy() { return nginx_; }
    [[nodiscard]] const found_proxy& found() const { return found_; }
    /// The first upstream's; otherwise it can be had through the engine alone.
    [[nodiscard]] bool has_snippet_here() const { return has_snippet_here_; }
    /// Otherwise the project is as it is read here.
    [[nodiscard]] bool knows_folder() const { return knows_folder_; }

  private:
    found_proxy found_;
    blue_green::proxy nginx_;
    bool has_snippet_here_;
    bool knows_folder_;
    compose::project project_;
    engine_work::context work_;
    blue_green::context ctx_;
};

/// Finds the proxy, which must run, and where the project's folder is on the engine's host. Reports
/// when that is not where it is here. Only GET requests. Throws as `find_proxy` and `proxy_in`.
boost::asio::awaitable<std::unique_ptr<stage>> find_stage(const context& ctx);

/// The project's folder on the engine's host for a stack of which `own` are the containers and that
/// is to be brought up there: as
/// `engine_folder` says; else, when the proxy that runs reads files that this host has not, where
/// its containers say it is, unless that folder is here too; else it is here. Only GET and HEAD
/// requests. Throws engine_api::error.
boost::asio::awaitable<std::string> folder_for_up(const context& ctx,
                                                  std::vector<plan::observed_container> own);

/// Throws `failure` (failed) when one of `services` has relative paths and nothing tells where they
/// start.
void refuse_lost_paths(const stage& on, const std::vector<std::string>& services);

}  // namespace rollout::blue_green
