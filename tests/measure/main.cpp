// rollout-measure TIMES COMMAND...: runs a command that many times, one after the other; prints the
// seconds and the peak KiB of each run.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// The exit code of one run.
int measure(char** command) {
    const auto begin = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (::posix_spawnp(&child, command[0], nullptr, nullptr, command, environ) != 0) return 127;
    int status = 0;
    struct rusage usage {};
    ::wait4(child, &status, 0, &usage);
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
    std::printf("%.6f %ld\n", time.count(), usage.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 64;
    int code = 0;
    for (int left = std::atoi(argv[1]); left > 0 && code == 0; --left)
        code = measure(argv + 2);
    return code;
}
