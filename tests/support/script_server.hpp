// A unix socket that plays bytes exactly as written down, for tests of a transport.
//
//     support::script_server server({{expect("\r\n\r\n"), send("HTTP/1.1 200 OK\r\nContent-"),
//     reset()}});
//
// Each accepted connection plays the next script; connections behind the last one play the last
// again.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace support {

struct step {
    enum class kind { expect, send, pause, half_close, close, reset, hold };
    kind what = kind::close;
    std::string bytes;
    std::chrono::milliseconds time{0};
};

// Reads until what came since the last expect step contains these bytes; the client's end closes.
step expect(std::string bytes);
// A whole request head, that is up to its empty line.
step expect_head();
step send(std::string bytes);
step pause(std::chrono::milliseconds time);
step half_close();
step close();
step reset();
// Keeps the connection open, silent, until the client ends it.
step hold();

using script = std::vector<step>;

// expect_head, the first `bytes` of the reply, and the end of the connection.
script cut_after(std::string_view reply, std::size_t bytes);

class script_server {
  public:
    explicit script_server(std::vector<script> scripts);
    ~script_server();
    script_server(const script_server&) = delete;
    script_server& operator=(const script_server&) = delete;

    std::string socket_path() const;
    std::string url() const;
    // All bytes that came in over the n-th connection, from 0; empty when there was none.
    std::string received(std::size_t connection) const;
    std::size_t connections() const;

  private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace support
