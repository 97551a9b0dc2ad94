#include <boost/asio/ip/address.hpp>

#include <charconv>
#include <stdexcept>

#include <traffic/target.hpp>

namespace traffic {
namespace {

[[noreturn]] void refuse(std::string_view url, const char* why) {
    throw std::invalid_argument("URL '" + std::string(url) + "': " + why);
}

unsigned short parse_port(std::string_view digits, std::string_view url) {
    unsigned short port = 0;
    const auto* end = digits.data() + digits.size();
    const auto [stop, failure] = std::from_chars(digits.data(), end, port);
    if (failure != std::errc{} || stop != end || port == 0) refuse(url, "the port is no number");
    return port;
}

std::string loopback_address(std::string_view name, std::string_view url) {
    if (name == "localhost") return "127.0.0.1";
    if (name.starts_with('[') && name.ends_with(']')) name = name.substr(1, name.size() - 2);
    boost::system::error_code failure;
    const auto address = boost::asio::ip::make_address(std::string(name), failure);
    if (failure || !address.is_loopback()) {
        refuse(url, "the load goes to this machine only: 127.0.0.1, [::1] or localhost");
    }
    return address.to_string();
}

}  // namespace

target parse_target(std::string_view url) {
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme)) refuse(url, "it must begin with http://");
    auto rest = url.substr(scheme.size());
    target result;
    if (const auto slash = rest.find('/'); slash != std::string_view::npos) {
        result.path = rest.substr(slash);
        rest = rest.substr(0, slash);
    }
    result.host = rest;
    // The colons inside the brackets of an IPv6 address separate no port.
    const auto bracket = rest.find(']');
    const auto colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
    if (colon != std::string_view::npos) {
        result.port = parse_port(rest.substr(colon + 1), url);
        rest = rest.substr(0, colon);
    }
    result.address = loopback_address(rest, url);
    return result;
}

}  // namespace traffic
