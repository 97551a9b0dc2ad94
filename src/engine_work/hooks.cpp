#include "hooks.hpp"

#include "line_splitter.hpp"

#include <engine_api/client.hpp>
#include <rollout/compose/text/shell_words.hpp>
#include <rollout/engine_work/diagnose.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;

constexpr auto hook_limit = 10min;
constexpr std::size_t shown_lines = 20;

struct hook_end {
    std::string problem;              ///< empty = it did what it had to
    std::vector<std::string> output;  ///< its last lines
};

engine_api::exec_options exec_of(const compose::hook& hook) {
    engine_api::exec_options options;
    if (hook.command) options.command = *hook.command;
    options.user = hook.user;
    options.working_dir = hook.working_dir;
    options.privileged = hook.privileged;
    for (const auto& [key, value] : hook.environment)
        options.environment.push_back(value ? key + '=' + *value : key);
    return options;
}

std::vector<std::string> last_lines(const std::string& text) {
    std::vector<std::string> all;
    line_splitter lines([&all](std::string line) { all.push_back(std::move(line)); });
    lines.add(text);
    lines.finish();
    if (all.size() > shown_lines) all.erase(all.begin(), all.end() - shown_lines);
    return all;
}

net::awaitable<hook_end> run_hook(const context& ctx, const std::string& container,
                                  const compose::hook& hook) {
    hook_end end;
    const auto options = exec_of(hook);
    const auto until = engine_api::deadline::after(hook_limit);
    try {
        const auto result = co_await ctx.engine.exec().run(container, options, until);
        end.output = last_lines(result.output);
        if (result.exit_code != 0) end.problem = "exit code " + std::to_string(result.exit_code);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        end.problem = until.passed() ? "it did not end within 10 minutes" : e.what();
    }
    co_return end;
}

std::string words_of(const compose::hook& hook) {
    return hook.command ? compose::quoted_words(*hook.command) : std::string();
}

}  // namespace

net::awaitable<void> run_post_start(const context& ctx, const std::string& container,
                                    const std::vector<compose::hook>& hooks) {
    for (const auto& hook : hooks) {
        ctx.reporter.report(hook_started{container, "post_start", words_of(hook)});
        const auto end = co_await run_hook(ctx, container, hook);
        if (end.problem.empty()) continue;
        auto details = end.output;
        // A container that has ended takes its hooks with it, and says why itself.
        const auto state = co_await diagnose(ctx.engine, container);
        details.insert(details.end(), state.begin(), state.end());
        throw failure(exit_code::failed,
                      "the post_start hook `" + words_of(hook) + "` of container " + container +
                          " failed: " + end.problem,
                      details);
    }
}

net::awaitable<void> run_pre_stop(const context& ctx, const plan::operation& op) {
    const auto& container = op.target.name;
    for (const auto& hook : op.hooks) {
        ctx.reporter.report(hook_started{container, "pre_stop", words_of(hook)});
        const auto end = co_await run_hook(ctx, container, hook);
        if (end.problem.empty()) continue;
        const auto last = end.output.empty() ? std::string() : ": " + end.output.back();
        ctx.reporter.report(hook_failed{container, "pre_stop", words_of(hook), end.problem + last});
    }
}

}  // namespace rollout::engine_work
