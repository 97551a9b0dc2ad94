// `rollout` that takes an engine for silent after IMPATIENCE_MS.
#include <engine_api/find_engine.hpp>

#include <cli/run.hpp>

#include <csignal>
#include <filesystem>
#include <iostream>

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    rollout::cli::process p{{argv + 1, argv + argc},
                            engine_api::host_environment(),
                            std::filesystem::current_path().string(),
                            std::cout,
                            std::cerr};
    const std::chrono::milliseconds limit{std::stoi(p.environment.at("IMPATIENCE_MS"))};
    p.engine_limits.send = p.engine_limits.head = p.engine_limits.body = limit;
    return rollout::cli::run(p);
}
