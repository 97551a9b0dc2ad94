// A client of plain POSIX sockets, for tests of the servers here and for bytes that no client
// library would send.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace support {

struct raw_reply {
    int status = 0;      // 0 when no head was understood
    std::string head;    // status line and headers, without the empty line
    std::string body;    // chunks joined
    bool whole = false;  // the framing says that nothing is missing
    bool reset = false;  // the connection ended with a reset

    std::string header(std::string_view name) const;  // empty when absent
};

class raw_client {
  public:
    // Throws std::system_error when nobody listens.
    static raw_client unix_socket(const std::string& path);
    static raw_client loopback(unsigned short port);
    ~raw_client();
    raw_client(raw_client&& other) noexcept;
    raw_client& operator=(raw_client&&) = delete;

    void send(std::string_view bytes);
    void half_close();
    // Up to the limit; empty at the end of input, on a reset (`was_reset`) and when nothing came.
    std::string read_some(std::chrono::milliseconds limit);
    // Until the text was seen or the limit is over; what came so far.
    std::string read_until(std::string_view text, std::chrono::milliseconds limit);
    std::string read_to_end(std::chrono::milliseconds limit);
    bool was_reset() const { return reset_; }
    bool at_end() const { return end_; }

    // Sends a request with Host and, unless empty, Content-Length, and reads its reply; what has
    // not come within never_expires is missing from that.
    raw_reply exchange(std::string_view method, std::string_view target, std::string_view body = "",
                       std::string_view headers = "");

  private:
    explicit raw_client(int fd) : fd_(fd) {}
    raw_reply read_reply(bool head_only);
    void read_body(raw_reply& into);
    void read_chunks(raw_reply& into);
    std::string read_bytes(std::size_t count);

    int fd_ = -1;
    std::string buffer_;
    bool end_ = false;
    bool reset_ = false;
};

}  // namespace support
