#include "helper_process.hpp"

#include "local_error.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace engine_api {

namespace net = boost::asio;
using boost::system::error_code;
using socket_type = net::local::stream_protocol::socket;

namespace {

constexpr std::size_t output_limit = 64 * 1024;

/// A started program; killed when it is left before it has ended.
class child {
  public:
    child(const std::string& program, const std::string& argument, int input_and_output) {
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, input_and_output, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, input_and_output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        std::array<char*, 3> args{const_cast<char*>(program.c_str()),
                                  const_cast<char*>(argument.c_str()), nullptr};
        const int failed =
            ::posix_spawnp(&pid_, program.c_str(), &actions, nullptr, args.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        if (failed == 0) return;
        pid_ = -1;
        throw refused_argument("cannot start " + program + ": " + std::strerror(failed));
    }
    ~child() {
        if (pid_ < 0) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    child(const child&) = delete;
    child& operator=(const child&) = delete;

    /// Its exit code, 128 and more for a signal; -1 while it runs.
    int try_wait() {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == 0) return -1;
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

  private:
    pid_t pid_ = -1;
};

/// What the timer shares with the call: its handler may still wait in the queue at the call's end.
struct conversation {
    conversation(const net::any_io_executor& on, int fd)
        : ours(on, net::local::stream_protocol(), fd), pause(on) {}
    socket_type ours;
    net::steady_timer pause;
    bool late = false;

    void stop() {
        late = true;
        error_code ignored;
        ours.close(ignored);
        pause.cancel();
    }
};

/// Reads the program's output to its end.
net::awaitable<std::string> talk(conversation& with, const std::string& input, error_code& ec) {
    // A program that ends without reading its input has its reasons: its exit code tells.
    error_code ignored;
    co_await net::async_write(with.ours, net::buffer(input),
                              net::redirect_error(net::use_awaitable, ignored));
    with.ours.shutdown(net::socket_base::shutdown_send, ignored);
    std::string output;
    std::array<char, 4096> buffer;
    while (!ec && output.size() < output_limit) {
        const auto n = co_await with.ours.async_read_some(
            net::buffer(buffer), net::redirect_error(net::use_awaitable, ec));
        output.append(buffer.data(), n);
    }
    if (ec == net::error::eof || ec == net::error::connection_reset) ec = {};
    co_return output;
}

net::awaitable<int> exit_code_of(conversation& with, child& program, error_code& ec) {
    int code = program.try_wait();
    while (code < 0 && !ec) {
        with.pause.expires_after(std::chrono::milliseconds(2));
        co_await with.pause.async_wait(net::redirect_error(net::use_awaitable, ec));
        if (with.late) ec = net::error::operation_aborted;
        if (!ec) code = program.try_wait();
    }
    co_return code;
}

}  // namespace

net::awaitable<helper_result> run_helper(std::string program, std::string argument,
                                         std::string input, deadline until) {
    const auto executor = co_await net::this_coro::executor;
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0)
        throw refused_argument("cannot start " + program + ": " + std::strerror(errno));
    const auto with = std::make_shared<conversation>(executor, pair[0]);
    socket_type theirs(executor, net::local::stream_protocol(), pair[1]);
    child running(program, argument, theirs.native_handle());
    theirs.close();

    net::steady_timer limit(executor);
    if (until.time()) {
        limit.expires_at(*until.time());
        limit.async_wait([with](error_code ec) {
            if (!ec) with->stop();
        });
    }
    helper_result result;
    error_code ec;
    try {
        result.output = co_await talk(*with, input, ec);
        if (!ec) result.exit_code = co_await exit_code_of(*with, running, ec);
    } catch (const boost::system::system_error& e) {
        ec = e.code();
    }
    limit.cancel();
    if (with->late) throw local_error(error_kind::timeout, program + " did not answer in time");
    if (ec) throw local_error(error_kind::cancelled, "cancelled while waiting for " + program);
    co_return result;
}

}  // namespace engine_api
