#include "proxy_files.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <utility>

namespace rollout::blue_green {

namespace net = boost::asio;

net::awaitable<file_place> find_place(const context& ctx, proxy& nginx, std::string file) {
    const auto& id = nginx.container().id;
    const auto seen = co_await nginx.read(file);
    const auto details = co_await ctx.work.engine.containers().inspect(id);
    co_return place_of(file, nginx.path_of(file), seen, details.mounts, ctx.files);
}

net::awaitable<void> proxy_files::write(std::string file, std::string text) {
    if (!places_.contains(file)) {
        auto found = co_await find_place(ctx_, nginx_, file);
        places_.emplace(file, std::move(found));
    }
    const auto& place = places_.at(file);
    if (place.writable) {
        ctx_.files.replace(*place.here, text);
        co_return;
    }
    if (!place.there)
        throw engine_work::failure(engine_work::exit_code::failed,
                                   "no folder and no volume brings " + nginx_.path_of(file) +
                                       " into the proxy that runs: recreate it from this file");
    const auto& container = nginx_.container();
    co_await engine_work::write_through_engine(ctx_.work.engine, ctx_.work.project.name,
                                               container.image_id, *place.there, std::move(text));
}

}  // namespace rollout::blue_green
