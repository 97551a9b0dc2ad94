#include "local_error.hpp"

#include <engine_api/http_target.hpp>

#include <boost/url/parse.hpp>

#include <algorithm>
#include <cstddef>

namespace engine_api {

namespace {

namespace urls = boost::urls;

constexpr const char* wanted_begin = "it must begin with http:// or https://";
constexpr const char* no_user_info = "a user name or password in it is not supported";

bool is_blank_or_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f;
}

/// Where the authority of a URL begins and ends, whatever else is wrong with it.
std::string_view authority_of(std::string_view url) {
    const auto scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    const auto rest = url.substr(scheme + 3);
    return rest.substr(0, rest.find_first_of("/?#"));
}

/// For a message: no password, nothing that a terminal would obey.
std::string presentable(std::string_view url) {
    std::string text(url);
    const auto authority = authority_of(url);
    const auto at = authority.rfind('@');
    if (at != std::string_view::npos)
        text.replace(static_cast<std::size_t>(authority.data() - url.data()), at, "***");
    std::replace_if(text.begin(), text.end(), is_blank_or_control, ' ');
    return text;
}

[[noreturn]] void refuse_url(std::string_view url, const std::string& why) {
    throw refused_argument("cannot use the URL '" + presentable(url) + "': " + why);
}

std::string no_port(std::string_view text) {
    return "'" + std::string(text) + "' is not a port";
}

/// What keeps a text without blanks from being a URL.
std::string fault_of(std::string_view url) {
    const auto authority = authority_of(url);
    if (authority.empty()) return wanted_begin;
    if (authority.find('@') != std::string_view::npos) return no_user_info;
    const auto host_end = authority.starts_with('[') ? authority.find(']') : 0;
    if (host_end == std::string_view::npos) return "the bracket is not closed";
    const auto colon = authority.find(':', host_end);
    const auto port = colon == std::string_view::npos ? "" : authority.substr(colon + 1);
    if (port.find_first_not_of("0123456789") != std::string_view::npos) return no_port(port);
    if (host_end > 0) return "what its brackets hold is no IPv6 address";
    return "a character in it must be written as %XX, with its two hexadecimal digits";
}

/// What keeps a URL from being asked over HTTP; empty = nothing.
std::string refusal_of(const urls::url_view& url) {
    const bool is_http = url.scheme_id() == urls::scheme::http;
    if (!is_http && url.scheme_id() != urls::scheme::https) return wanted_begin;
    if (url.has_userinfo()) return no_user_info;
    if (url.encoded_host().empty()) return "the host is missing";
    if (url.host_type() == urls::host_type::ipvfuture) return fault_of("http://[]");
    if (url.host_type() == urls::host_type::name && url.encoded_host().contains('%'))
        return "its host must be written without %";
    if (url.has_port() && url.port_number() == 0) return no_port(url.port());
    return {};
}

}  // namespace

http_target parse_http_target(std::string_view url) {
    if (std::any_of(url.begin(), url.end(), is_blank_or_control))
        refuse_url(url, "it has a blank or a control character in it");
    const auto parsed = urls::parse_uri(url);
    // Boost 1.81 takes what follows the digits of a port for the path.
    const bool whole = parsed && parsed->encoded_authority() == authority_of(url);
    if (!whole) refuse_url(url, fault_of(url));
    if (const auto why = refusal_of(*parsed); !why.empty()) refuse_url(url, why);

    http_target target;
    if (parsed->scheme_id() == urls::scheme::https) {
        target.scheme = "https";
        target.port = 443;
    }
    target.host = parsed->host_address();
    if (parsed->has_port()) target.port = parsed->port_number();
    target.path = parsed->encoded_target();
    if (!target.path.starts_with('/')) target.path.insert(0, "/");
    target.authority = parsed->encoded_host_and_port();
    return target;
}

}  // namespace engine_api
