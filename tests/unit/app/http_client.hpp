#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace app_tests {

/// A limit that a working server never reaches.
constexpr std::chrono::seconds never_expires{20};
/// A limit that a test waits for.
constexpr std::chrono::milliseconds must_expire{50};

struct reply {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// One connection to the loopback interface, written and read as text, so that a test decides
/// where a request is cut.
class http_client {
  public:
    explicit http_client(std::uint16_t port);

    [[nodiscard]] bool connected() const { return !stream_.error(); }

    void send(const std::string& text);

    /// The next answer; absent when the peer closed or stayed silent. `expect_body` is false for
    /// the answer to HEAD, whose length describes a body that is not sent.
    std::optional<reply> receive(bool expect_body = true);

    /// True when the peer has closed the connection properly and nothing is left to read.
    bool closed_by_peer();

  private:
    boost::asio::ip::tcp::iostream stream_;
};

/// `method target HTTP/1.1` and its end; `headers` are whole lines with their line ends.
std::string request(const std::string& method, const std::string& target,
                    const std::string& headers = "");

/// Sends the head of a request whose body is one byte, and returns once the server has answered
/// that it waits for this byte: from then on the request is in flight.
bool begin_request(http_client& client, const std::string& method, const std::string& target);

}  // namespace app_tests
