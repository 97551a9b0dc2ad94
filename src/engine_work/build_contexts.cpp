#include "build_contexts.hpp"

#include <engine_api/build_context.hpp>
#include <engine_api/client.hpp>
#include <rollout/base/files.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/named_contexts.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;

constexpr auto folder_limit = std::chrono::minutes(10);

net::awaitable<std::string> image_of_folder(const context& ctx, std::string folder,
                                            std::string platform) {
    engine_api::added_dockerfile dockerfile;
    dockerfile.text = plan::folder_dockerfile;
    engine_api::build_options options;
    options.dockerfile = dockerfile.name();
    options.platform = std::move(platform);
    options.labels[plan::project_label] = ctx.project.name;
    const auto until = engine_api::deadline::after(folder_limit);
    auto body = engine_api::build_context(folder, dockerfile);
    auto stream = co_await ctx.engine.images().build(options, std::move(body), until);
    std::string id;
    while (const auto progress = co_await stream.next(until))
        if (!progress->image_id.empty()) id = progress->image_id;
    if (id.empty())
        throw failure(exit_code::failed, "the engine made no image of the context " + folder);
    co_return id;
}

}  // namespace

net::awaitable<compose::text_map> images_of_contexts(const context& ctx, const compose::service& s,
                                                     std::string dockerfile, std::string platform) {
    compose::text_map images;
    using kind = plan::named_context::kind;
    for (const auto& name : plan::used_contexts(dockerfile, *s.build)) {
        auto one = plan::parse_named_context(s.build->additional_contexts.at(name));
        if (one.what == kind::service)
            one.from = plan::image_reference(ctx.project, ctx.project.services.at(one.from));
        if (one.what == kind::folder && !base::host_files().is_folder(one.from))
            throw compose::error(s.build->where, "services." + s.name +
                                                     ".build.additional_contexts." + name + ": " +
                                                     one.from + " is not a folder");
        if (one.what == kind::folder) {
            auto id = co_await image_of_folder(ctx, one.from, platform);
            one.from = std::move(id);
        }
        images[name] = std::move(one.from);
    }
    co_return images;
}

}  // namespace rollout::engine_work
