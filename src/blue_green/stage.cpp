#include "stage.hpp"

#include "engine_folder.hpp"
#include "snippet.hpp"

#include <engine_api/client.hpp>
#include <engine_api/error.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;

/// The project's folder on the engine's host; empty = nothing tells.
net::awaitable<std::string> folder_there(const context& ctx, const file_place& snippet,
                                         std::string proxy_id) {
    const auto& here = ctx.work.project.working_dir;
    if (!ctx.settings.engine_folder.empty()) co_return ctx.settings.engine_folder;
    if (snippet.same_paths) co_return here;
    const auto containers =
        co_await engine_work::observe_containers(ctx.work.engine, ctx.work.project);
    co_return folder_told_by(containers, proxy_id);
}

/// One that does not run and that the engine cannot look into is taken for this host's.
net::awaitable<bool> reads_snippet_here(const context& ctx, const found_proxy& found) {
    auto files = files_of(ctx, found);
    const auto snippet = first_snippet(ctx.settings);
    if (!files.sees(snippet)) co_return true;
    try {
        const auto place = co_await files.place_of(snippet);
        co_return place.here.has_value();
    } catch (const engine_api::error&) {
        if (found.container.running()) throw;
    }
    co_return true;
}

}  // namespace

stage::stage(const blue_green::context& ctx, found_proxy found, blue_green::proxy nginx,
             bool has_snippet_here, const std::string& folder)
    : found_(std::move(found)),
      nginx_(std::move(nginx)),
      has_snippet_here_(has_snippet_here),
      knows_folder_(!folder.empty()),
      project_(knows_folder_ ? project_at(ctx.work.project, folder) : ctx.work.project),
      work_(ctx.work.about(project_)),
      ctx_{work_, ctx.settings, ctx.reporter, ctx.files} {}

net::awaitable<std::unique_ptr<stage>> find_stage(const context& ctx) {
    const auto found = co_await find_proxy(ctx);
    auto nginx = proxy_in(ctx, found);
    const auto place = co_await nginx.files().place_of(first_snippet(ctx.settings));
    const auto folder = co_await folder_there(ctx, place, found.container.id);
    auto made =
        std::make_unique<stage>(ctx, found, std::move(nginx), place.here.has_value(), folder);
    const auto& here = ctx.work.project.working_dir;
    const auto& there = made->context().work.project.working_dir;
    if (here != there) ctx.reporter.report(folder_elsewhere{here, there});
    co_return made;
}

net::awaitable<std::string> folder_for_up(const context& ctx,
                                          std::vector<plan::observed_container> own) {
    const auto& here = ctx.work.project.working_dir;
    if (!ctx.settings.engine_folder.empty()) co_return ctx.settings.engine_folder;
    const auto found = co_await look_for_proxy_that_may_be_down(ctx, own);
    if (!found) co_return here;
    const auto told = folder_told_by(own, found->container.id);
    if (told.empty() || ctx.files.is_folder(told)) co_return here;
    const bool reads_here = co_await reads_snippet_here(ctx, *found);
    co_return reads_here ? here : told;
}

void refuse_lost_paths(const stage& on, const std::vector<std::string>& services) {
    const auto& ctx = on.context();
    if (on.knows_folder()) return;
    const auto paths = relative_paths_of(ctx.work.project, services);
    if (paths.empty()) return;
    throw failure(exit_code::failed,
                  "a container would mount " + *paths.begin() +
                      ", and nothing tells where that is on the engine's host: this host has not "
                      "its files, and no container of project '" +
                      ctx.work.project.name +
                      "' says where it was made; say where the project's folder is there "
                      "(x-rollout.engine_folder or ROLLOUT_ENGINE_FOLDER)");
}

}  // namespace rollout::blue_green
