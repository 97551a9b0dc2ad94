#include "process.hpp"

#include <support/waiting.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace daemon_tests {

namespace {

// The form that exec wants; valid as long as the texts are.
std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

std::vector<std::string> entries(const variables& environment) {
    std::vector<std::string> result;
    for (const auto& [name, value] : environment)
        result.push_back(name + '=' + value);
    return result;
}

[[noreturn]] void fail(int error, const std::string& what) {
    throw std::system_error(error, std::generic_category(), what);
}

}  // namespace

process::process(std::vector<std::string> command, const variables& environment,
                 const std::filesystem::path& folder) {
    auto settings = entries(environment);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail(errno, "pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    // Sockets of a load that runs in this process: open in the child, too, they would not end.
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
    const int failure = posix_spawn(&pid_, command.front().c_str(), &actions, nullptr,
                                    pointers(command).data(), pointers(settings).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (failure != 0) {
        ::close(ends[0]);
        fail(failure, command.front());
    }
    reader_ = std::thread([this, from = ends[0]] { read_lines(from); });
}

process::~process() {
    if (!exit_code_) {
        send_signal(SIGKILL);
        wait(support::never_expires);
    }
    if (reader_.joinable()) reader_.join();
}

void process::send_signal(int number) const {
    if (!exit_code_) ::kill(pid_, number);
}

void process::add(std::string text) {
    const std::lock_guard lock(mutex_);
    lines_.push_back({clock_type::now(), std::move(text)});
    changed_.notify_all();
}

void process::read_lines(int from) {
    std::string text;
    std::array<char, 4096> part{};
    for (ssize_t size = 0; (size = ::read(from, part.data(), part.size())) > 0;) {
        text.append(part.data(), static_cast<std::size_t>(size));
        for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
            add(text.substr(0, end));
            text.erase(0, end + 1);
        }
    }
    ::close(from);
    if (!text.empty()) add(text);
    const std::lock_guard lock(mutex_);
    at_end_ = true;
    changed_.notify_all();
}

const process::line* process::find(std::string_view part) const {
    const auto found = std::find_if(lines_.begin(), lines_.end(), [part](const line& one) {
        return one.text.find(part) != std::string::npos;
    });
    return found == lines_.end() ? nullptr : &*found;
}

bool process::wait_for_line(std::string_view part, std::chrono::milliseconds limit) const {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, limit, [&] { return at_end_ || find(part) != nullptr; });
    return find(part) != nullptr;
}

std::optional<clock_type::time_point> process::time_of(std::string_view part) const {
    const std::lock_guard lock(mutex_);
    const auto* found = find(part);
    return found == nullptr ? std::nullopt : std::optional(found->at);
}

int process::wait(std::chrono::milliseconds limit) {
    if (exit_code_) return *exit_code_;
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    if (handle < 0) fail(errno, "pidfd_open");
    pollfd ended{handle, POLLIN, 0};
    const bool in_time = ::poll(&ended, 1, static_cast<int>(limit.count())) > 0;
    ::close(handle);
    if (!in_time) return -1;
    int status = 0;
    if (::waitpid(pid_, &status, 0) != pid_) fail(errno, "waitpid");
    exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (reader_.joinable()) reader_.join();
    return *exit_code_;
}

std::string process::output() const {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const auto& one : lines_)
        text += one.text + '\n';
    return text;
}

}  // namespace daemon_tests
