#include <support/engine/text.hpp>
#include <support/raw_client.hpp>
#include <support/waiting.hpp>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <charconv>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace support {
namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

int connected(int family, const sockaddr* address, socklen_t size) {
    const int fd = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) fail("socket");
    if (::connect(fd, address, size) == 0) return fd;
    const int error = errno;
    ::close(fd);
    errno = error;
    fail("connect");
}

std::size_t number(const std::string& text, int base) {
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
}

}  // namespace

std::string raw_reply::header(std::string_view name) const {
    for (const auto& line : text::split(head, '\n')) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        if (!text::equal_ignoring_case(line.substr(0, colon), name)) continue;
        return std::string(text::trim(line.substr(colon + 1)));
    }
    return "";
}

raw_client raw_client::unix_socket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    return raw_client(
        connected(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof(address)));
}

raw_client raw_client::loopback(unsigned short port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return raw_client(
        connected(AF_INET, reinterpret_cast<const sockaddr*>(&address), sizeof(address)));
}

raw_client::~raw_client() {
    if (fd_ >= 0) ::close(fd_);
}

raw_client::raw_client(raw_client&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      buffer_(std::move(other.buffer_)),
      end_(other.end_),
      reset_(other.reset_) {}

void raw_client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) fail("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void raw_client::half_close() {
    ::shutdown(fd_, SHUT_WR);
}

std::string raw_client::read_some(std::chrono::milliseconds limit) {
    if (!buffer_.empty()) return std::exchange(buffer_, {});
    pollfd readable{fd_, POLLIN, 0};
    if (end_ || ::poll(&readable, 1, static_cast<int>(limit.count())) <= 0) return "";
    std::array<char, 16384> bytes{};
    const auto came = ::recv(fd_, bytes.data(), bytes.size(), 0);
    if (came > 0) return {bytes.data(), static_cast<std::size_t>(came)};
    end_ = true;
    reset_ = came < 0 && errno == ECONNRESET;
    return "";
}

std::string raw_client::read_until(std::string_view text, std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    std::string came;
    while (came.find(text) == std::string::npos) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            end - std::chrono::steady_clock::now());
        if (left.count() <= 0) return came;
        const auto more = read_some(left);
        if (more.empty()) return came;
        came += more;
    }
    const auto past = came.find(text) + text.size();
    buffer_ = came.substr(past);
    came.resize(past);
    return came;
}

std::string raw_client::read_to_end(std::chrono::milliseconds limit) {
    std::string came;
    for (auto more = read_some(limit); !more.empty(); more = read_some(limit))
        came += more;
    return came;
}

raw_reply raw_client::exchange(std::string_view method, std::string_view target,
                               std::string_view body, std::string_view headers) {
    std::string head =
        std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: fake\r\n";
    head += headers;
    if (!body.empty()) head += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    send(head + "\r\n" + std::string(body));
    return read_reply(method == "HEAD");
}

raw_reply raw_client::read_reply(bool head_only) {
    raw_reply made;
    made.head = read_until("\r\n\r\n", never_expires);
    if (made.head.starts_with("HTTP/1.1 ") && made.head.ends_with("\r\n\r\n")) {
        made.status = static_cast<int>(number(made.head.substr(9, 3), 10));
        if (head_only || made.status == 204 || made.status == 304) {
            made.whole = true;
        } else {
            read_body(made);
        }
    }
    made.reset = reset_;
    return made;
}

void raw_client::read_body(raw_reply& into) {
    if (into.header("Transfer-Encoding") == "chunked") return read_chunks(into);
    const auto length = into.header("Content-Length");
    if (length.empty()) {
        into.body = read_to_end(never_expires);
        into.whole = end_ && !reset_;
        return;
    }
    into.body = read_bytes(number(length, 10));
    into.whole = into.body.size() == number(length, 10);
}

void raw_client::read_chunks(raw_reply& into) {
    while (true) {
        const auto line = read_until("\r\n", never_expires);
        if (!line.ends_with("\r\n")) return;
        const auto size = number(line, 16);
        const auto bytes = read_bytes(size + 2);
        into.body += bytes.substr(0, size);
        if (bytes.size() != size + 2) return;
        if (size == 0) {
            into.whole = true;
            return;
        }
    }
}

std::string raw_client::read_bytes(std::size_t count) {
    std::string came;
    while (came.size() < count) {
        const auto more = read_some(never_expires);
        if (more.empty()) return came;
        came += more;
    }
    buffer_ = came.substr(count) + buffer_;
    came.resize(count);
    return came;
}

}  // namespace support
