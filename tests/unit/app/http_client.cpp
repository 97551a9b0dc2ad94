#include "http_client.hpp"

#include <boost/asio/error.hpp>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace app_tests {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

}  // namespace

http_client::http_client(std::uint16_t port) {
    using boost::asio::ip::address_v4;
    stream_.expires_after(never_expires);
    stream_.connect(boost::asio::ip::tcp::endpoint{address_v4::loopback(), port});
}

void http_client::send(const std::string& text) {
    stream_ << text << std::flush;
}

std::optional<reply> http_client::receive(bool expect_body) {
    std::string version;
    reply result;
    std::string line;
    if (!std::getline(stream_, line)) return std::nullopt;
    std::istringstream{line} >> version >> result.status;
    while (std::getline(stream_, line) && line != "\r") {
        const auto colon = line.find(": ");
        result.headers[lower(line.substr(0, colon))] =
            line.substr(colon + 2, line.size() - colon - 3);
    }
    const auto length = result.headers.find("content-length");
    if (expect_body && length != result.headers.end()) {
        result.body.resize(std::stoul(length->second));
        stream_.read(result.body.data(), static_cast<std::streamsize>(result.body.size()));
    }
    if (!stream_) return std::nullopt;
    return result;
}

bool http_client::closed_by_peer() {
    return stream_.get() == std::char_traits<char>::eof() &&
           stream_.error() == boost::asio::error::eof;
}

std::string request(const std::string& method, const std::string& target,
                    const std::string& headers) {
    return method + " " + target + " HTTP/1.1\r\nHost: app\r\n" + headers + "\r\n";
}

bool begin_request(http_client& client, const std::string& method, const std::string& target) {
    client.send(request(method, target, "Content-Length: 1\r\nExpect: 100-continue\r\n"));
    const auto invitation = client.receive();
    return invitation && invitation->status == 100;
}

}  // namespace app_tests
