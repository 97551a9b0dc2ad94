#include <cli/terminal/raw_terminal.hpp>

#include <cerrno>
#include <sys/ioctl.h>
#include <system_error>
#include <unistd.h>

namespace rollout::cli {

bool is_terminal(int descriptor) {
    return ::isatty(descriptor) == 1;
}

std::optional<engine_api::terminal_size> size_of_terminal(int descriptor) {
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0) return std::nullopt;
    if (size.ws_row == 0 || size.ws_col == 0) return std::nullopt;
    return engine_api::terminal_size(size.ws_row, size.ws_col);
}

raw_terminal::raw_terminal(int descriptor) : descriptor_(descriptor) {
    if (::tcgetattr(descriptor_, &before_) != 0)
        throw std::system_error(errno, std::generic_category(), "the terminal cannot be read");
    auto raw = before_;
    ::cfmakeraw(&raw);
    if (::tcsetattr(descriptor_, TCSANOW, &raw) != 0)
        throw std::system_error(errno, std::generic_category(), "the terminal cannot be set");
}

raw_terminal::~raw_terminal() {
    ::tcsetattr(descriptor_, TCSANOW, &before_);
}

}  // namespace rollout::cli
