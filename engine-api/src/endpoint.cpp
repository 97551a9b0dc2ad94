#include "local_error.hpp"

#include <engine_api/endpoint.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace engine_api {

namespace {

[[noreturn]] void refuse_address(std::string_view url, const std::string& why) {
    throw refused_argument("cannot use '" + std::string(url) + "' as the engine's address: " + why);
}

[[noreturn]] void refuse_port(std::string_view url, std::string_view text) {
    std::string why("'");
    why.append(text).append("' is not a port");
    refuse_address(url, why);
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::uint16_t parse_port(std::string_view url, std::string_view text) {
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, ec] = std::from_chars(text.data(), end, port);
    if (ec != std::errc() || stop != end || port == 0) refuse_port(url, text);
    return port;
}

endpoint parse_tcp(std::string_view url, std::string_view rest,
                   const std::optional<tls_settings>& tls, std::uint16_t port = plain_port) {
    endpoint e;
    e.type = endpoint::kind::tcp;
    e.tls = tls;
    e.port = port;
    while (rest.ends_with('/'))
        rest.remove_suffix(1);
    if (rest.find('/') != std::string_view::npos) refuse_address(url, "a path is not supported");
    if (rest.find_first_of("@?# ") != std::string_view::npos)
        refuse_address(url, "only a host and a port are supported");
    const bool v6 = take_prefix(rest, "[");
    auto end = rest.find(v6 ? ']' : ':');
    if (v6 && end == std::string_view::npos) refuse_address(url, "the bracket is not closed");
    end = std::min(end, rest.size());
    e.host = std::string(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(end));
    if (e.host.empty()) e.host = "localhost";
    rest.remove_prefix(end + (v6 ? 1 : 0));
    if (rest.empty()) return e;
    if (!take_prefix(rest, ":")) refuse_port(url, rest);
    e.port = parse_port(url, rest);
    return e;
}

endpoint parse_unix(std::string_view url, std::string_view path) {
    constexpr std::size_t longest = 107;  // sun_path, less its final zero byte
    if (path.empty()) return {};
    if (!path.starts_with('/')) refuse_address(url, "the path of a socket must be absolute");
    if (path.size() > longest)
        refuse_address(url, "the path of a socket may have at most 107 bytes");
    endpoint e;
    e.path = path;
    return e;
}

}  // namespace

std::string endpoint::url() const {
    return type == kind::unix_socket ? "unix://" + path : "tcp://" + host_and_port();
}

std::string endpoint::host_and_port() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

endpoint parse_endpoint(std::string_view url, const std::optional<tls_settings>& tls) {
    std::string_view rest = url;
    if (take_prefix(rest, "unix://")) return parse_unix(url, rest);
    if (take_prefix(rest, "tcp://") || take_prefix(rest, "http://"))
        return parse_tcp(url, rest, tls);
    if (take_prefix(rest, "https://"))
        return parse_tcp(url, rest, tls ? *tls : tls_settings(), tls_port);
    if (rest.starts_with("ssh://"))
        refuse_address(url,
                       "ssh is not supported; forward the socket "
                       "(ssh -L /tmp/engine.sock:/var/run/docker.sock HOST) and use "
                       "unix:///tmp/engine.sock");
    if (rest.find("://") != std::string_view::npos)
        refuse_address(url, "use unix:///path/to/docker.sock or tcp://host:port");
    const bool names_port = rest.find(':') != std::string_view::npos;
    if (names_port && !rest.starts_with('/')) return parse_tcp(url, rest, tls);
    if (rest.empty()) refuse_address(url, "it is empty");
    return parse_unix(url, rest);
}

}  // namespace engine_api
