#include "proxy.hpp"

#include "nginx_command.hpp"

#include <engine_api/client.hpp>
#include <rollout/base/joined.hpp>
#include <rollout/compose/model/project.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/sleep.hpp>

#include <algorithm>
#include <sstream>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;
using namespace std::chrono_literals;
using clock_type = engine_api::deadline::clock;

constexpr auto exec_limit = 30s;
constexpr std::chrono::milliseconds longest_pause = 200ms;
// nginx gives its new workers 100 ms before it tells the old ones to end (ngx_reconfigure); whoever
// asks again before that only takes the processor from it.
constexpr std::chrono::milliseconds before_old_workers_are_told = 75ms;
constexpr const char* ps_args = "-o pid,ppid,args";

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

}  // namespace

bool has_loaded(std::string_view configuration, std::string_view text) {
    const bool cut_off = configuration.size() >= engine_api::longest_exec_output;
    return cut_off || configuration.find(text) != std::string_view::npos;
}

bool shows_file(std::string_view configuration, const std::string& path, std::string_view text) {
    const auto mark = "# configuration file " + path + ":\n";
    const auto at = configuration.find(mark);
    if (at == std::string_view::npos) return false;
    const auto rest = configuration.substr(at + mark.size());
    const bool whole = rest.size() == text.size() || rest.substr(text.size()).starts_with("\n");
    return rest.starts_with(text) && whole;
}

proxy::proxy(engine_api::client& engine, plan::observed_container container,
             const compose::service& service, proxy_files files)
    : engine_(engine),
      container_(std::move(container)),
      files_(std::move(files)),
      command_(nginx_command(service)) {}

net::awaitable<engine_api::container_details> proxy::inspect() {
    return engine_.containers().inspect(container_.id);
}

net::awaitable<workers> workers_in(engine_api::client& engine, std::string container) {
    const auto table = co_await engine.containers().top(container, ps_args);
    co_return parse_workers(table.titles, table.rows);
}

net::awaitable<blue_green::workers> proxy::workers() {
    return workers_in(engine_, container_.id);
}

net::awaitable<std::string> proxy::run(const char* option, const char* argument) {
    engine_api::exec_options options;
    options.command = command_;
    options.command.emplace_back(option);
    if (argument) options.command.emplace_back(argument);
    const auto result = co_await engine_.exec().run(container_.id, options,
                                                    engine_api::deadline::after(exec_limit));
    if (result.exit_code != 0)
        throw failure(exit_code::failed,
                      '`' + base::joined(options.command, " ") +
                          "` in the proxy ended with exit code " + std::to_string(result.exit_code),
                      lines_of(result.output));
    co_return result.output;
}

net::awaitable<std::string> proxy::test() {
    co_return co_await run("-T", nullptr);
}

net::awaitable<void> proxy::reload() {
    co_await run("-s", "reload");
}

net::awaitable<std::optional<blue_green::workers>> proxy::has_moved(
    blue_green::workers before, std::chrono::milliseconds limit) {
    const auto moved = [&](const blue_green::workers& now) {
        return blue_green::has_moved(before, now);
    };
    co_return co_await workers_become(moved, {10ms, before_old_workers_are_told, 2ms}, limit);
}

net::awaitable<bool> proxy::drained(std::set<int> old_generation, std::chrono::milliseconds limit,
                                    const engine_work::interruption* ended_by) {
    const auto interrupted = [&] { return ended_by && ended_by->asked(); };
    const auto gone = [&](const blue_green::workers& now) {
        return has_drained(old_generation, now) || interrupted();
    };
    const auto now = co_await workers_become(gone, {10ms, 10ms, 10ms}, limit);
    if (now && !has_drained(old_generation, *now))
        throw failure(exit_code::failed, "interrupted while old workers end");
    co_return now.has_value();
}

template <class Wanted>
net::awaitable<std::optional<blue_green::workers>> proxy::workers_become(
    const Wanted& wanted, pauses between_looks, std::chrono::milliseconds limit) {
    using std::chrono::milliseconds;
    const auto began = clock_type::now();
    const auto quiet = between_looks.first + between_looks.second;
    for (int looks = 1;; ++looks) {
        auto now = co_await workers();
        if (wanted(now)) co_return now;
        const auto waited = clock_type::now() - began;
        if (waited > limit) co_return std::nullopt;
        const auto part = std::chrono::duration_cast<milliseconds>(waited - quiet) / 8;
        auto pause = std::clamp(part, between_looks.shortest, longest_pause);
        if (looks == 1) pause = between_looks.first;
        if (looks == 2) pause = between_looks.second;
        co_await engine_work::sleep_for(pause);
    }
}

}  // namespace rollout::blue_green
