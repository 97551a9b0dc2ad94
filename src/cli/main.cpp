#include <engine_api/find_engine.hpp>

#include <cli/run.hpp>

#include <csignal>
#include <filesystem>
#include <iostream>

int main(int argc, char** argv) {
    std::signal(SIGPIPE,
                SIG_IGN);  // a closed pipe is an error of the write, not the end of a deploy
    const rollout::cli::process p{{argv + (argc > 0 ? 1 : 0), argv + argc},
                                  engine_api::host_environment(),
                                  std::filesystem::current_path().string(),
                                  std::cout,
                                  std::cerr,
                                  &std::cin};
    return rollout::cli::run(p);
}
