// A server for the tests of the load: it behaves as the test says, request by request.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace traffic::test {

enum class reply {
    ok,           // 200 and a body that names the sender
    ok_then_end,  // the same, and the connection's end in the same packet, without a word
    ok_last,      // the same with `Connection: close`
    overlong,     // more bytes than it says
    error_500,
    half,     // half of a 200, then the connection is ended
    none,     // the connection is ended at once
    silence,  // no answer, and the connection stays
};

class server {
  public:
    // `behave` is called in the server's thread with the number of the request, from 0.
    explicit server(std::function<reply(int)> behave);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    std::string url() const;
    int connections() const;
    int gets() const;
    int posts() const;
    // Of the POSTs.
    std::size_t body_bytes() const;

  private:
    class impl;
    std::unique_ptr<impl> impl_;
};

// A port of the loopback address where nobody listens.
unsigned short closed_port();

}  // namespace traffic::test
