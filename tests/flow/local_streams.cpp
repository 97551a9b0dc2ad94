#include "local_streams.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utility>

namespace flow {

namespace {

struct pipe_ends {
    int read = -1;
    int write = -1;
};

pipe_ends make_pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    return {ends[0], ends[1]};
}

std::string read_to_the_end(int from) {
    std::string all;
    std::array<char, 65536> buffer;
    for (;;) {
        const auto n = ::read(from, buffer.data(), buffer.size());
        if (n <= 0) break;
        all.append(buffer.data(), static_cast<std::size_t>(n));
    }
    ::close(from);
    return all;
}

std::future<std::string> read_beside(int& write_end) {
    const auto ends = make_pipe();
    write_end = ends.write;
    return std::async(std::launch::async, read_to_the_end, ends.read);
}

std::string finish(int& write_end, std::future<std::string>& reading) {
    ::close(std::exchange(write_end, -1));
    return reading.get();
}

}  // namespace

local_streams::local_streams(const std::filesystem::path& input) {
    here_.in = ::open(input.c_str(), O_RDONLY | O_CLOEXEC);
    EXPECT_GE(here_.in, 0) << input;
    out_ = read_beside(here_.out);
    err_ = read_beside(here_.err);
}

local_streams::~local_streams() {
    ::close(here_.in);
    if (here_.out >= 0) finish(here_.out, out_);
    if (here_.err >= 0) finish(here_.err, err_);
}

std::string local_streams::out() {
    return finish(here_.out, out_);
}

std::string local_streams::err() {
    return finish(here_.err, err_);
}

local_terminal::local_terminal(int rows, int columns) {
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(columns);
    EXPECT_EQ(::openpty(&master_, &slave_, nullptr, nullptr, &size), 0);
}

local_terminal::~local_terminal() {
    ::close(master_);
    ::close(slave_);
}

void local_terminal::type(const std::string& keys) const {
    EXPECT_EQ(::write(master_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
}

bool local_terminal::shows(const std::string& text) {
    constexpr int patience = 15'000;
    std::array<char, 4096> buffer;
    pollfd waiting{master_, POLLIN, 0};
    while (screen_.find(text) == std::string::npos) {
        if (::poll(&waiting, 1, patience) <= 0) return false;
        const auto n = ::read(master_, buffer.data(), buffer.size());
        if (n <= 0) return false;
        screen_.append(buffer.data(), static_cast<std::size_t>(n));
    }
    return true;
}

void local_terminal::resize(int rows, int columns) const {
    winsize size{};
    size.ws_row = static_cast<unsigned short>(rows);
    size.ws_col = static_cast<unsigned short>(columns);
    EXPECT_EQ(::ioctl(master_, TIOCSWINSZ, &size), 0);
    ::kill(::getpid(), SIGWINCH);
}

termios local_terminal::settings() const {
    termios now{};
    EXPECT_EQ(::tcgetattr(slave_, &now), 0);
    return now;
}

bool local_terminal::is_raw() const {
    return (settings().c_lflag & (ICANON | ISIG | ECHO)) == 0;
}

}  // namespace flow
