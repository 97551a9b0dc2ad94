#include "push_image.hpp"

#include "logins.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <chrono>

namespace rollout::engine_work {

namespace net = boost::asio;

net::awaitable<void> push_image(const context& ctx, const plan::operation& op) {
    constexpr auto longest_silence = std::chrono::minutes(10);
    const auto& image = op.target.name;
    engine_api::push_options options;
    options.auth = co_await login_for(ctx, image, "push");
    std::string problem;
    try {
        auto stream = co_await ctx.engine.images().push(
            image, options, engine_api::deadline::after(longest_silence));
        while (const auto progress =
                   co_await stream.next(engine_api::deadline::after(longest_silence))) {
            if (progress->id.empty() && !progress->status.empty())
                ctx.reporter.report(push_output{image, progress->status});
        }
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        problem = e.engine_message().empty() ? e.what() : e.engine_message();
    }
    if (!problem.empty())
        throw failure(exit_code::failed, "the image " + image + " of service '" + op.service +
                                             "' cannot be pushed: " + problem);
}

}  // namespace rollout::engine_work
