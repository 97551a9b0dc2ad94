#include "image_work.hpp"

#include "build_contexts.hpp"
#include "build_request.hpp"
#include "build_source.hpp"
#include "image_progress.hpp"
#include "line_splitter.hpp"
#include "logins.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/plan/check_dockerfile.hpp>

#include <chrono>
#include <string>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using plan::operation;

// Between two words of the engine, however long the whole takes.
constexpr auto silence_of_pull = 10min;
constexpr auto silence_of_build = 30min;

/// Those that BuildKit would set by itself, where the Dockerfile wants them.
net::awaitable<void> add_automatic_args(const context& ctx, const std::string& dockerfile,
                                        engine_api::build_options& options) {
    const auto wanted = plan::automatic_args(dockerfile);
    if (wanted.empty()) co_return;
    const auto engine = co_await ctx.engine.system().version();
    const auto values = plan::platform_args(engine.os + '/' + engine.arch, options.platform);
    for (const auto& name : wanted)
        options.args.try_emplace(name, values.at(name));
}

void report_line(const context& ctx, const std::string& service, builder_lines& lines,
                 const std::string& line) {
    if (auto begun = lines.step_in(line))
        ctx.reporter.report(
            build_step{service, begun->step, begun->steps, std::move(begun->instruction)});
    else if (!line.empty() && !builder_lines::is_about_layers(line))
        ctx.reporter.report(build_output{service, line});
}

void report_pull(const context& ctx, const std::string& image, layer_progress& told,
                 const engine_api::progress& p) {
    const bool names_the_tag = p.status.starts_with("Pulling from ");
    if (p.status.empty() || names_the_tag) return;
    if (p.id.empty())
        ctx.reporter.report(pull_output{image, p.status});
    else if (told.is_news(p.id, p.status, p.current, p.total))
        ctx.reporter.report(pull_progress{image, p.id, p.status, p.current, p.total});
}

}  // namespace

net::awaitable<void> build_image(const context& ctx, const operation& op, build_extras extras) {
    const auto& service = ctx.project.services.at(op.service);
    auto source = read_build_source(service);
    auto options = build_request(ctx.project, op.service, op.target.name);
    options.memory = extras.memory;
    co_await add_automatic_args(ctx, source.text, options);
    const auto contexts = co_await images_of_contexts(ctx, service, source.text, options.platform);
    use_contexts(source, contexts);
    options.auths = co_await logins_for_build(ctx);
    auto body = body_of_build(service, source);
    options.dockerfile = body.dockerfile;
    auto stream = co_await ctx.engine.images().build(options, std::move(body.context),
                                                     engine_api::deadline::after(silence_of_build));
    builder_lines seen;
    line_splitter lines([&](const std::string& line) {
        if (!extras.quiet) report_line(ctx, op.service, seen, line);
    });
    while (const auto progress =
               co_await stream.next(engine_api::deadline::after(silence_of_build)))
        lines.add(progress->text);
    lines.finish();
}

net::awaitable<void> pull_image(const context& ctx, const operation& op) {
    const auto& image = op.target.name;
    engine_api::pull_options options;
    options.auth = co_await login_for(ctx, image);
    options.platform = op.platform;
    std::string problem;
    layer_progress told;
    try {
        auto stream = co_await ctx.engine.images().pull(
            image, options, engine_api::deadline::after(silence_of_pull));
        while (const auto progress =
                   co_await stream.next(engine_api::deadline::after(silence_of_pull)))
            report_pull(ctx, image, told, *progress);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        problem = e.engine_message().empty() ? e.what() : e.engine_message();
    }
    if (problem.empty()) co_return;
    if (op.optional)
        ctx.reporter.report(pull_output{image, "it cannot be pulled: " + problem});
    else
        throw failure(exit_code::failed, "the image " + image + " of service '" + op.service +
                                             "' (" + op.cause + ") cannot be pulled: " + problem);
}

}  // namespace rollout::engine_work
