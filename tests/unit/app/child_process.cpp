#include "child_process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <iterator>
#include <spawn.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace app_tests {
namespace {

/// The form that exec wants; valid as long as the texts are.
std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    std::transform(texts.begin(), texts.end(), std::back_inserter(result),
                   [](std::string& text) { return text.data(); });
    result.push_back(nullptr);
    return result;
}

}  // namespace

child_process::child_process(const std::string& program, const std::vector<std::string>& arguments,
                             const std::vector<std::string>& environment) {
    std::vector<std::string> command = {program};
    command.insert(command.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables = environment;

    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    const int failure = posix_spawn(&pid_, program.c_str(), &actions, nullptr,
                                    pointers(command).data(), pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    output_ = ends[0];
    if (failure != 0) {
        ::close(output_);
        throw std::system_error(failure, std::generic_category(), program);
    }
}

child_process::~child_process() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        wait();
    }
    ::close(output_);
}

std::string child_process::read_line() {
    std::string line;
    char next = 0;
    while (::read(output_, &next, 1) == 1 && next != '\n')
        line += next;
    return line;
}

void child_process::send_signal(int number) const {
    ::kill(pid_, number);
}

int child_process::wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string child_process::rest() {
    std::string text;
    char next = 0;
    while (::read(output_, &next, 1) == 1)
        text += next;
    return text;
}

}  // namespace app_tests
