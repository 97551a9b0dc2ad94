// rollout-traffic: runs a load until SIGINT or SIGTERM or a limit, then says what came of it.
// Exit code: 0 when every request was answered, 1 when one failed or none was sent, 64 for usage.
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

#include <traffic/traffic.hpp>

namespace {

constexpr int exit_usage = 64;

struct command_line {
    traffic::options settings;
    std::string json_file;
};

void declare(CLI::App& app, command_line& line) {
    auto& settings = line.settings;
    app.add_option("url", settings.url, "Where to, on this machine")->capture_default_str();
    app.add_option("--keep-alive", settings.keep_alive, "Connections that stay")
        ->capture_default_str();
    app.add_option("--closing", settings.closing, "Connections that close after each answer")
        ->capture_default_str();
    app.add_option("--slow", settings.slow, "Connections that ask for late answers")
        ->capture_default_str();
    app.add_option("--uploads", settings.uploads, "Connections that upload slowly")
        ->capture_default_str();
    app.add_option("--websockets", settings.websockets, "Connections that talk by websocket")
        ->capture_default_str();
    app.add_option("--body", settings.body_bytes, "Bytes in a POST")->capture_default_str();
    app.add_option_function<long>(
        "--timeout", [&](long ms) { settings.request_timeout = std::chrono::milliseconds(ms); },
        "Milliseconds a request may take (5000)");
    app.add_option_function<long>(
        "--pause", [&](long ms) { settings.pause = std::chrono::milliseconds(ms); },
        "Milliseconds between two requests of a connection (2)");
    app.add_option_function<long>(
        "--seconds", [&](long s) { settings.limit = std::chrono::seconds(s); },
        "End after this time (600)");
    app.add_option("--requests", settings.max_requests, "End after so many requests")
        ->capture_default_str();
    app.add_option("--json", line.json_file, "Write the result to this file, too");
}

sigset_t end_signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

void wait_for_end(const traffic::load& load) {
    const auto signals = end_signals();
    const timespec slice{0, 50'000'000};
    while (load.running()) {
        if (sigtimedwait(&signals, nullptr, &slice) > 0) return;
    }
}

int run(const command_line& line) {
    // Blocked before the load's thread starts, so that it inherits the mask.
    const auto signals = end_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    traffic::load load(line.settings);
    wait_for_end(load);
    const auto result = load.stop();
    std::cout << traffic::to_table(result) << std::flush;
    if (!line.json_file.empty()) {
        std::ofstream out(line.json_file);
        out << traffic::to_json(result) << std::flush;
        if (!out) throw std::runtime_error("cannot write '" + line.json_file + "'");
    }
    return result.failed == 0 && result.sent > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

int main(int argc, char** argv) {
    command_line line;
    CLI::App app("A bounded load on a server of this machine");
    declare(app, line);
    try {
        app.parse(argc, argv);
        return run(line);
    } catch (const CLI::ParseError& failure) {
        return app.exit(failure) == 0 ? EXIT_SUCCESS : exit_usage;
    } catch (const std::invalid_argument& failure) {
        std::cerr << "rollout-traffic: " << failure.what() << '\n';
        return exit_usage;
    } catch (const std::exception& failure) {
        std::cerr << "rollout-traffic: " << failure.what() << '\n';
        return EXIT_FAILURE;
    }
}
