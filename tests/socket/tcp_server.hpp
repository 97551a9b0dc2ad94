// A port on this machine whose connections are served by blocking code, each on its own thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace engine_api {

class tcp_server {
  public:
    /// When `serve` returns the server's direction ends, and the rest of the client's is read away.
    /// `host` is an address of the loopback interface.
    explicit tcp_server(std::function<void(int fd)> serve, const std::string& host = "127.0.0.1");
    ~tcp_server() { stop(); }
    tcp_server(const tcp_server&) = delete;
    tcp_server& operator=(const tcp_server&) = delete;

    /// No new connection; returns when all that there were have ended.
    void stop();
    /// `127.0.0.1:PORT`, `[::1]:PORT`.
    [[nodiscard]] std::string address() const;
    [[nodiscard]] unsigned short port() const { return port_; }

  private:
    void run();

    std::function<void(int)> serve_;
    std::string host_;
    int listener_ = -1;
    unsigned short port_ = 0;
    std::vector<std::thread> connections_;  // the accepting thread's until it is joined
    std::thread thread_;
};

/// All up to `end`, or what came before the client's end.
std::string read_until(int fd, std::string_view end);
/// False when the client has gone.
bool write_all(int fd, std::string_view bytes);
/// Until the client ends the connection.
void wait_for_end(int fd);

/// A port that nothing listens at.
unsigned short closed_port();

}  // namespace engine_api
