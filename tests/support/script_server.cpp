#include <support/script_server.hpp>
#include <support/temp_dir.hpp>

#include <algorithm>
#include <array>
#include <cerrno>
#include <mutex>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <utility>

namespace support {
namespace {

step made(step::kind what, std::string bytes = "", std::chrono::milliseconds time = {}) {
    return {what, std::move(bytes), time};
}

int checked(int result, const char* what) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
    return result;
}

int listen_at(const std::string& path) {
    const int fd = checked(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    checked(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), "bind");
    checked(::listen(fd, 16), "listen");
    return fd;
}

}  // namespace

step expect(std::string bytes) {
    return made(step::kind::expect, std::move(bytes));
}

step expect_head() {
    return expect("\r\n\r\n");
}

step send(std::string bytes) {
    return made(step::kind::send, std::move(bytes));
}

step pause(std::chrono::milliseconds time) {
    return made(step::kind::pause, "", time);
}

step half_close() {
    return made(step::kind::half_close);
}

step close() {
    return made(step::kind::close);
}

step reset() {
    return made(step::kind::reset);
}

step hold() {
    return made(step::kind::hold);
}

script cut_after(std::string_view reply, std::size_t bytes) {
    return {expect_head(), send(std::string(reply.substr(0, bytes))), close()};
}

class script_server::impl {
  public:
    explicit impl(std::vector<script> scripts) : scripts_(std::move(scripts)) {
        if (scripts_.empty()) throw std::invalid_argument("a script server needs a script");
        listener_ = listen_at(path());
        checked(::pipe(stop_.data()), "pipe");
        acceptor_ = std::thread([this] { accept_all(); });
    }

    ~impl() {
        // Closing the writing end makes every poll on the reading end return.
        ::close(stop_[1]);
        acceptor_.join();
        for (auto& one : players_)
            one.join();
        ::close(stop_[0]);
        ::close(listener_);
    }

    std::string path() const { return (dir_ / "s").string(); }

    std::string received(std::size_t connection) const {
        const std::lock_guard lock(mutex_);
        return connection < received_.size() ? received_[connection] : "";
    }

    std::size_t connections() const {
        const std::lock_guard lock(mutex_);
        return received_.size();
    }

  private:
    // One connection and how far its script's reading has come.
    struct player {
        int fd;
        std::size_t number;
        std::string unmatched;
        bool owes_byte = false;  // the last byte that came is still in the kernel, see reset
    };

    // False when the server stops first; `fd` -1 waits for that alone.
    bool wait_readable(int fd, int timeout) const {
        std::array<pollfd, 2> both{{{stop_[0], POLLIN, 0}, {fd, POLLIN, 0}}};
        ::poll(both.data(), fd < 0 ? 1 : 2, timeout);
        return both[0].revents == 0 && both[1].revents != 0;
    }

    void accept_all() {
        while (wait_readable(listener_, -1)) {
            const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) continue;
            std::size_t number = 0;
            {
                const std::lock_guard lock(mutex_);
                number = received_.size();
                received_.emplace_back();
            }
            players_.emplace_back([this, fd, number] { play({fd, number, "", false}); });
        }
    }

    void play(player one) {
        const auto& steps = scripts_[std::min(one.number, scripts_.size() - 1)];
        for (const auto& each : steps) {
            if (!perform(one, each)) break;
        }
        if (one.fd >= 0) close_gently(one);
    }

    // False when the script cannot or need not go on.
    bool perform(player& one, const step& each) {
        switch (each.what) {
            case step::kind::expect: return read_until(one, each.bytes);
            case step::kind::send: return send_all(one.fd, each.bytes);
            case step::kind::pause:
                wait_readable(-1, static_cast<int>(each.time.count()));
                return true;
            case step::kind::half_close: return ::shutdown(one.fd, SHUT_WR) == 0;
            case step::kind::close: close_gently(one); return false;
            case step::kind::reset: reset_peer(one); return false;
            case step::kind::hold:
                while (read_more(one))
                    continue;
                return false;
        }
        return false;
    }

    static bool send_all(int fd, std::string_view bytes) {
        while (!bytes.empty()) {
            const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    bool read_until(player& one, const std::string& bytes) {
        auto at = one.unmatched.find(bytes);
        while (at == std::string::npos) {
            if (!read_more(one)) return false;
            at = one.unmatched.find(bytes);
        }
        one.unmatched.erase(0, at + bytes.size());
        return true;
    }

    bool read_more(player& one) {
        take_owed_byte(one);
        if (!wait_readable(one.fd, -1)) return false;
        std::array<char, 4096> buffer{};
        const auto came = ::recv(one.fd, buffer.data(), buffer.size(), MSG_PEEK);
        if (came <= 0) return false;
        const auto size = static_cast<std::size_t>(came);
        if (size > 1) ::recv(one.fd, buffer.data(), size - 1, 0);
        one.owes_byte = true;
        one.unmatched.append(buffer.data(), size);
        const std::lock_guard lock(mutex_);
        received_[one.number].append(buffer.data(), size);
        return true;
    }

    static void take_owed_byte(player& one) {
        char byte = 0;
        if (one.owes_byte) ::recv(one.fd, &byte, 1, 0);
        one.owes_byte = false;
    }

    static void close_gently(player& one) {
        std::array<char, 4096> rest{};
        while (::recv(one.fd, rest.data(), rest.size(), MSG_DONTWAIT) > 0)
            continue;
        ::close(std::exchange(one.fd, -1));
    }

    // A unix socket that is closed with input unread resets its peer; there is no other way.
    void reset_peer(player& one) const {
        if (!one.owes_byte) wait_readable(one.fd, -1);
        ::close(std::exchange(one.fd, -1));
    }

    temp_dir dir_;
    std::vector<script> scripts_;
    int listener_ = -1;
    std::array<int, 2> stop_{-1, -1};
    mutable std::mutex mutex_;
    std::vector<std::string> received_;
    std::vector<std::thread> players_;  // the accepting thread's until it is joined
    std::thread acceptor_;
};

script_server::script_server(std::vector<script> scripts)
    : impl_(std::make_unique<impl>(std::move(scripts))) {}

script_server::~script_server() = default;

std::string script_server::socket_path() const {
    return impl_->path();
}

std::string script_server::url() const {
    return "unix://" + impl_->path();
}

std::string script_server::received(std::size_t connection) const {
    return impl_->received(connection);
}

std::size_t script_server::connections() const {
    return impl_->connections();
}

}  // namespace support
