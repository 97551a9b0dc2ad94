#include "terminal.hpp"

#include <support/waiting.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utmp.h>

namespace daemon_tests {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 30s;
constexpr int patience_ms = 30'000;

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

winsize size_of(int rows, int columns) {
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(columns);
    return size;
}

}  // namespace

terminal_program::terminal_program(const std::vector<std::string>& command,
                                   const variables& environment,
                                   const std::filesystem::path& folder) {
    auto words = command;
    std::vector<std::string> settings;
    for (const auto& [name, value] : environment)
        settings.push_back(name + '=' + value);
    const auto argv = pointers_to(words);
    const auto envp = pointers_to(settings);
    const auto size = size_of(40, 120);
    if (::openpty(&master_, &slave_, nullptr, nullptr, &size) != 0)
        throw std::system_error(errno, std::generic_category(), "openpty");
    ::tcgetattr(slave_, &before_);
    pid_ = ::fork();
    if (pid_ != 0) return;
    ::login_tty(slave_);
    ::close(master_);
    if (::chdir(folder.c_str()) == 0) ::execve(argv.front(), argv.data(), envp.data());
    ::_exit(99);
}

terminal_program::~terminal_program() {
    if (!ended_) {
        send_signal(SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    ::close(master_);
    ::close(slave_);
}

bool terminal_program::read_more() {
    std::array<char, 65536> buffer;
    const auto n = ::read(master_, buffer.data(), buffer.size());
    if (n <= 0) return false;
    screen_.append(buffer.data(), static_cast<std::size_t>(n));
    return true;
}

// A terminal takes so much at a time, and only while what it shows is read.
void terminal_program::type(const std::string& keys) {
    std::size_t done = 0;
    while (done < keys.size()) {
        pollfd ready{master_, POLLIN | POLLOUT, 0};
        if (::poll(&ready, 1, patience_ms) <= 0) return;
        if ((ready.revents & POLLIN) != 0 && !read_more()) return;
        if ((ready.revents & POLLOUT) == 0) continue;
        const auto piece = std::min<std::size_t>(keys.size() - done, 1024);
        const auto n = ::write(master_, keys.data() + done, piece);
        if (n < 0) return;
        done += static_cast<std::size_t>(n);
    }
}

bool terminal_program::shows(const std::string& text) {
    for (;;) {
        const auto at = screen_.find(text, seen_);
        if (at != std::string::npos) {
            seen_ = at + text.size();
            return true;
        }
        pollfd ready{master_, POLLIN, 0};
        if (::poll(&ready, 1, patience_ms) <= 0 || !read_more()) return false;
    }
}

void terminal_program::resize(int rows, int columns) const {
    const auto size = size_of(rows, columns);
    ::ioctl(master_, TIOCSWINSZ, &size);
}

void terminal_program::send_signal(int number) const {
    if (!ended_) ::kill(pid_, number);
}

int terminal_program::wait() {
    const auto until = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (::waitpid(pid_, &status, WNOHANG) != pid_) {
        if (std::chrono::steady_clock::now() > until) return -1;
        pollfd ready{master_, POLLIN, 0};
        if (::poll(&ready, 1, 10) > 0) read_more();
    }
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool terminal_program::is_as_before() const {
    termios now{};
    ::tcgetattr(slave_, &now);
    return now.c_lflag == before_.c_lflag && now.c_iflag == before_.c_iflag &&
           now.c_oflag == before_.c_oflag && now.c_cflag == before_.c_cflag;
}

}  // namespace daemon_tests
