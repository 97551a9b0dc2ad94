#include <engine_api/client.hpp>
#include <rollout/engine_work/diagnose.hpp>

#include <algorithm>
#include <sstream>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;

constexpr int log_lines = 20;
constexpr std::size_t shown_probes = 2;

void add_lines(std::vector<std::string>& lines, const std::string& text) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        lines.push_back("  " + line);
    }
}

void add_state(std::vector<std::string>& lines, const engine_api::container_details& c) {
    const auto& s = c.state;
    lines.push_back("state: " + s.status + ", exit code " + std::to_string(s.exit_code) +
                    ", out of memory: " + (s.oom_killed ? "yes" : "no") +
                    (c.restart_count > 0 ? ", restarts: " + std::to_string(c.restart_count) : ""));
    if (!s.error.empty()) lines.push_back("the engine says: " + s.error);
    if (!s.health) return;
    const auto& log = s.health->log;
    if (log.empty()) lines.emplace_back("healthcheck: the engine has not probed yet");
    const auto skipped = log.size() - std::min(log.size(), shown_probes);
    for (auto i = skipped; i < log.size(); ++i) {
        lines.push_back("healthcheck: exit code " + std::to_string(log[i].exit_code) + ", output:");
        add_lines(lines, log[i].output);
    }
}

/// The state of a restarted container tells of its present life only; the engine's events still
/// know how the one before ended.
net::awaitable<void> add_exit(engine_api::client& engine, std::string id,
                              std::vector<std::string>& lines) {
    const auto until = engine_api::deadline::after(1s);
    engine_api::events_options wanted;
    wanted.filter.add("container", id).add("event", "die");
    wanted.since = 1s;
    auto events = co_await engine.system().events(wanted, until);
    const auto died = co_await events.next(until);
    if (!died || !died->attributes.contains("exitCode")) co_return;
    lines.push_back("it exited with exit code " + died->attributes.at("exitCode"));
}

net::awaitable<void> add_logs(engine_api::client& engine, const std::string& container, bool tty,
                              std::vector<std::string>& lines) {
    const auto until = engine_api::deadline::after(5s);
    engine_api::logs_options options;
    options.tail = log_lines;
    auto stream = co_await engine.containers().logs(container, tty, options, until);
    std::string text;
    while (const auto piece = co_await stream.next(until))
        text += piece->text;
    lines.emplace_back(text.empty() ? "it has logged nothing" : "its last log lines:");
    add_lines(lines, text);
}

}  // namespace

net::awaitable<std::vector<std::string>> diagnose(engine_api::client& engine,
                                                  std::string container) {
    std::vector<std::string> lines;
    try {
        const auto details =
            co_await engine.containers().inspect(container, engine_api::deadline::after(5s));
        add_state(lines, details);
        co_await add_logs(engine, container, details.tty, lines);
        if (details.restart_count > 0) co_await add_exit(engine, details.id, lines);
    } catch (const engine_api::error& e) {
        lines.push_back(std::string("nothing more can be read: ") + e.what());
    }
    co_return lines;
}

}  // namespace rollout::engine_work
