#include "tcp_server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <array>
#include <cstddef>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace engine_api {

namespace ip = boost::asio::ip;

tcp_server::tcp_server(std::function<void(int)> serve, const std::string& host)
    : serve_(std::move(serve)), host_(host) {
    boost::asio::io_context context;
    ip::tcp::acceptor acceptor(context, {ip::make_address(host), 0});
    port_ = acceptor.local_endpoint().port();
    acceptor.non_blocking(false);
    listener_ = acceptor.release();
    thread_ = std::thread([this] { run(); });
}

void tcp_server::stop() {
    if (!thread_.joinable()) return;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    for (auto& one : connections_)
        one.join();
    ::close(listener_);
}

std::string tcp_server::address() const {
    const bool v6 = host_.find(':') != std::string::npos;
    return (v6 ? '[' + host_ + ']' : host_) + ':' + std::to_string(port_);
}

void tcp_server::run() {
    for (;;) {
        const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0) return;
        connections_.emplace_back([this, fd] {
            serve_(fd);
            ::shutdown(fd, SHUT_WR);
            wait_for_end(fd);
            ::close(fd);
        });
    }
}

std::string read_until(int fd, std::string_view end) {
    std::string all;
    std::array<char, 4096> buffer;
    while (!all.ends_with(end)) {
        const auto n = ::recv(fd, buffer.data(), buffer.size(), 0);
        if (n <= 0) break;
        all.append(buffer.data(), static_cast<std::size_t>(n));
    }
    return all;
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

void wait_for_end(int fd) {
    std::array<char, 4096> rest;
    while (::recv(fd, rest.data(), rest.size(), 0) > 0)
        continue;
}

unsigned short closed_port() {
    boost::asio::io_context context;
    const ip::tcp::acceptor acceptor(context, {ip::make_address("127.0.0.1"), 0});
    return acceptor.local_endpoint().port();
}

}  // namespace engine_api
