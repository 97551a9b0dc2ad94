#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <string>
#include <string_view>

namespace rollout::cli {

/// One of the descriptors that the program was started with: a terminal, pipe, socket, file or
/// device. The shell and others share it, and would share O_NONBLOCK, which Asio sets on what it
/// waits for; so Asio waits for an epoll of it, and then it is read or written only as much as
/// cannot block. Cancellation ends the wait.
class descriptor_stream {
  public:
    enum class direction { in, out };

    /// Throws std::system_error.
    descriptor_stream(const boost::asio::any_io_executor& executor, int descriptor, direction way);

    /// What comes next, at most 32 KiB; empty at the end, also when the terminal hung up.
    boost::asio::awaitable<std::string> read();
    /// Writes all of it. False when nobody reads it any more (EPIPE). Throws std::system_error.
    boost::asio::awaitable<bool> write(std::string_view bytes);

  private:
    boost::asio::awaitable<void> wait();

    int descriptor_;
    bool always_ready_;
    boost::asio::posix::stream_descriptor readiness_;
};

}  // namespace rollout::cli
