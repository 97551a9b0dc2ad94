#pragma once

#include <support/engine/loop.hpp>
#include <support/fault.hpp>
#include <support/message.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace support::engine {

// A reply and how its delivery goes wrong. Kinds that suppress the reply ignore it.
struct exchange {
    reply answer;
    std::optional<fault> misbehave;
};

// HTTP/1.1 with keep-alive over a unix socket or a loopback TCP port. All of it on the loop's
// thread.
class http_server {
  public:
    // Fills in nothing but what was on the wire: container_id and container_name stay empty.
    using answer_function = std::function<exchange(request&)>;

    // A path, or an empty one for a TCP port that the system chooses.
    http_server(loop& where, std::string path, answer_function answer);
    ~http_server();
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    unsigned short port() const;  // 0 for a unix socket
    void go_down();               // stops listening, closes every connection, removes the path
    void come_back();             // unix sockets only
    void close_connection(std::size_t number);
    std::size_t accepted() const;
    std::size_t open() const;

  private:
    class impl;
    std::shared_ptr<impl> impl_;
};

}  // namespace support::engine
