// An HTTP server of this process for what asks one.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace answering {

namespace net = boost::asio;

/// Answers the n-th connection with the n-th text, the last one for ever; an empty text closes it
/// without an answer.
class server {
  public:
    explicit server(std::vector<std::string> answers) : answers_(std::move(answers)) {
        thread_ = std::thread([this] { serve(); });
    }
    ~server() {
        stopping_ = true;
        net::ip::tcp::socket wake(io_);
        boost::system::error_code ignored;
        wake.connect(acceptor_.local_endpoint(), ignored);
        thread_.join();
    }
    [[nodiscard]] std::string url() const {
        return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/x?y=1";
    }
    [[nodiscard]] int requests() const { return requests_; }
    [[nodiscard]] std::string last_request() const { return last_request_; }

  private:
    void serve() {
        for (std::size_t i = 0;; i = std::min(i + 1, answers_.size() - 1)) {
            auto peer = acceptor_.accept();
            if (stopping_) return;
            boost::system::error_code ec;
            net::streambuf head;
            const auto n = net::read_until(peer, head, "\r\n\r\n", ec);
            last_request_.assign(net::buffers_begin(head.data()),
                                 net::buffers_begin(head.data()) + static_cast<std::ptrdiff_t>(n));
            ++requests_;
            net::write(peer, net::buffer(answers_[i]), ec);
        }
    }

    std::vector<std::string> answers_;
    net::io_context io_;
    net::ip::tcp::acceptor acceptor_{io_, {net::ip::make_address("127.0.0.1"), 0}};
    std::atomic<bool> stopping_ = false;
    std::atomic<int> requests_ = 0;
    std::string last_request_;
    std::thread thread_;
};

/// `header` is a line without its end, or empty.
inline std::string answer(int status, const std::string& body = "",
                          const std::string& header = "") {
    return "HTTP/1.1 " + std::to_string(status) +
           " x\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" +
           (header.empty() ? "" : header + "\r\n") + "\r\n" + body;
}

/// Of the loopback interface, where nobody listens.
inline std::uint16_t closed_port() {
    net::io_context io;
    return net::ip::tcp::acceptor(io, {net::ip::make_address("127.0.0.1"), 0})
        .local_endpoint()
        .port();
}

}  // namespace answering
