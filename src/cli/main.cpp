#include <engine_api/find_engine.hpp>

#include <cli/run.hpp>

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <iostream>
#include <unistd.h>

namespace {

/// The next file that is opened would take the place of a standard stream that is closed.
void open_what_is_closed() {
    for (int i = STDIN_FILENO; i <= STDERR_FILENO; ++i)
        if (::fcntl(i, F_GETFD) < 0) ::open("/dev/null", O_RDWR);
}

}  // namespace

int main(int argc, char** argv) {
    open_what_is_closed();
    std::signal(SIGPIPE,
                SIG_IGN);  // a closed pipe is an error of the write, not the end of a deploy
    const rollout::cli::process p{{argv + (argc > 0 ? 1 : 0), argv + argc},
                                  engine_api::host_environment(),
                                  std::filesystem::current_path().string(),
                                  std::cout,
                                  std::cerr,
                                  &std::cin,
                                  {},
                                  {},
                                  ::isatty(STDOUT_FILENO) == 1};
    return rollout::cli::run(p);
}
