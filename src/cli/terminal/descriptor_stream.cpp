#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cli/terminal/descriptor_stream.hpp>

#include <cerrno>
#include <climits>
#include <cstddef>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace rollout::cli {

namespace net = boost::asio;

namespace {

constexpr std::size_t read_size = 32UL * 1024;

bool comes_later(int problem) {
    return problem == EINTR || problem == EAGAIN || problem == EWOULDBLOCK;
}

}  // namespace

descriptor_stream::descriptor_stream(const net::any_io_executor& executor, int descriptor,
                                     direction way)
    : descriptor_(descriptor),
      always_ready_(false),
      readiness_(executor, ::epoll_create1(EPOLL_CLOEXEC)) {
    epoll_event wanted{};
    wanted.events = way == direction::in ? EPOLLIN : EPOLLOUT;
    if (::epoll_ctl(readiness_.native_handle(), EPOLL_CTL_ADD, descriptor, &wanted) == 0) return;
    // A file or /dev/null: epoll does not take what can be read and written at any time.
    always_ready_ = errno == EPERM;
    if (!always_ready_) throw std::system_error(errno, std::generic_category(), "standard stream");
}

net::awaitable<void> descriptor_stream::wait() {
    if (always_ready_)
        co_await net::post(readiness_.get_executor(), net::use_awaitable);
    else
        co_await readiness_.async_wait(net::posix::descriptor_base::wait_read, net::use_awaitable);
}

net::awaitable<std::string> descriptor_stream::read() {
    std::string bytes(read_size, '\0');
    for (;;) {
        co_await wait();
        const auto got = ::read(descriptor_, bytes.data(), bytes.size());
        if (got < 0 && comes_later(errno)) continue;
        if (got < 0 && errno != EIO)
            throw std::system_error(errno, std::generic_category(), "standard input");
        bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        co_return bytes;
    }
}

// A pipe that is ready takes this much at once.
net::awaitable<bool> descriptor_stream::write(std::string_view bytes) {
    while (!bytes.empty()) {
        co_await wait();
        const auto piece = always_ready_ ? bytes : bytes.substr(0, PIPE_BUF);
        const auto sent = ::write(descriptor_, piece.data(), piece.size());
        if (sent < 0 && comes_later(errno)) continue;
        if (sent < 0 && errno == EPIPE) co_return false;
        if (sent < 0) throw std::system_error(errno, std::generic_category(), "standard output");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    co_return true;
}

}  // namespace rollout::cli
