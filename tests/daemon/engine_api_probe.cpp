// The only program of the test image: small things that tests want done inside a container.
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace {

void end_quietly(int) {
    std::_Exit(0);
}

int serve(const char* first_line) {
    std::signal(SIGTERM, end_quietly);
    std::puts(first_line);
    std::fputs("to stderr\n", stderr);
    std::fflush(stdout);
    for (;;)
        ::pause();
}

/// Copies stdin to stdout until its end, then says so.
int copy() {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto n = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (n <= 0) break;
        if (::write(STDOUT_FILENO, buffer.data(), static_cast<std::size_t>(n)) != n) return 1;
    }
    std::puts("end of input");
    return 0;
}

/// Prints the terminal's size each time it changes to something else.
int watch_size() {
    int last = -1;
    for (int i = 0; i < 500; ++i) {
        winsize size{};
        if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row != last) {
            last = size.ws_row;
            std::printf("%d x %d\n", size.ws_row, size.ws_col);
            std::fflush(stdout);
            if (last == 33) return 0;
        }
        ::usleep(10'000);
    }
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view what = argc > 1 ? argv[1] : "serve";
    const char* const value = argc > 2 ? argv[2] : "";
    if (what == "serve") return serve("started");
    if (what == "copy") return copy();
    if (what == "size") return watch_size();
    if (what == "say") return std::puts(value) < 0;
    if (what == "exit") return std::atoi(value);
    if (what == "sleep") return static_cast<int>(::sleep(static_cast<unsigned>(std::atoi(value))));
    return 64;
}
