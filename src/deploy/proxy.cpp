#include "sleep.hpp"

#include <engine_api/client.hpp>
#include <rollout/compose/project.hpp>
#include <rollout/deploy/outcome.hpp>
#include <rollout/deploy/proxy.hpp>
#include <rollout/strategy/nginx_command.hpp>
#include <rollout/strategy/snippet.hpp>

#include <algorithm>
#include <sstream>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using clock_type = engine_api::deadline::clock;

constexpr auto exec_limit = 30s;
constexpr const char* ps_args = "-o pid,ppid,etimes,args";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace

proxy::proxy(engine_api::client& engine, std::string container, const compose::service& service,
             const strategy::settings& settings)
    : engine_(engine),
      container_(std::move(container)),
      snippet_path_(strategy::snippet_path_in_proxy(settings, service)),
      command_(strategy::nginx_command(service)) {}

net::awaitable<std::optional<proxy::seen_snippet>> proxy::read_snippet() {
    std::optional<seen_snippet> seen;
    try {
        auto file = co_await engine_.containers().read_file(container_, snippet_path_);
        seen.emplace();
        seen->text = std::move(file.content);
        seen->modified = file.modified;
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found) throw;
    }
    co_return seen;
}

net::awaitable<strategy::workers> proxy::workers() {
    const auto table = co_await engine_.containers().top(container_, ps_args);
    co_return strategy::parse_workers(table.titles, table.rows);
}

net::awaitable<std::string> proxy::run(const char* option, const char* argument) {
    engine_api::exec_options options;
    options.command = command_;
    options.command.emplace_back(option);
    if (argument) options.command.emplace_back(argument);
    const auto result =
        co_await engine_.exec().run(container_, options, engine_api::deadline::after(exec_limit));
    if (result.exit_code != 0)
        throw failure(exit_code::failed,
                      '`' + joined(options.command) + "` in the proxy ended with exit code " +
                          std::to_string(result.exit_code),
                      lines_of(result.output));
    co_return result.output;
}

net::awaitable<void> proxy::test(std::string snippet) {
    const auto loaded = co_await run("-T", nullptr);
    const bool whole = loaded.size() < engine_api::longest_exec_output;
    if (whole && loaded.find(snippet) == std::string::npos)
        throw failure(exit_code::failed,
                      "nginx does not load " + snippet_path_ +
                          ": no `include` of the proxy's configuration reads that file; add one, "
                          "or set `snippet` to the file that it reads");
}

net::awaitable<void> proxy::reload() {
    co_await run("-s", "reload");
}

net::awaitable<bool> proxy::has_moved(strategy::workers before, std::chrono::milliseconds limit) {
    const auto give_up = clock_type::now() + limit;
    auto pause = 2ms;
    for (;;) {
        const auto now = co_await workers();
        if (strategy::has_moved(before, now)) co_return true;
        if (clock_type::now() > give_up) co_return false;
        co_await sleep_for(pause);
        pause = std::min(pause * 2, 100ms);
    }
}

net::awaitable<bool> proxy::drained(std::set<int> old_generation, std::chrono::milliseconds limit) {
    const auto give_up = clock_type::now() + limit;
    auto pause = 10ms;
    for (;;) {
        const auto now = co_await workers();
        if (strategy::has_drained(old_generation, now)) co_return true;
        if (clock_type::now() > give_up) co_return false;
        co_await sleep_for(pause);
        pause = std::min(pause * 2, 250ms);
    }
}

}  // namespace rollout::deploy
