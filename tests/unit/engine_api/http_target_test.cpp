#include <engine_api/error.hpp>
#include <engine_api/http_target.hpp>

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace engine_api {
namespace {

/// `scheme host port path authority`.
std::string parts(const std::string& url) {
    const auto t = parse_http_target(url);
    return t.scheme + ' ' + t.host + ' ' + std::to_string(t.port) + ' ' + t.path + ' ' +
           t.authority;
}

std::string refusal_of_target(const std::string& url) {
    try {
        return "accepted: " + parts(url);
    } catch (const error& e) {
        EXPECT_EQ(e.kind(), error_kind::bad_request);
        return e.what();
    }
}

TEST(HttpTarget, TakesAUrlApart) {
    const std::pair<const char*, const char*> table[] = {
        {"http://h", "http h 80 / h"},
        {"https://h", "https h 443 / h"},
        {"HTTPS://Shop.Example/A", "https Shop.Example 443 /A Shop.Example"},
        {"http://h:8080/health?deep=1&x=%20#top", "http h 8080 /health?deep=1&x=%20 h:8080"},
        {"http://h:80", "http h 80 / h:80"},
        {"https://h:1/", "https h 1 / h:1"},
        {"http://h:65535/", "http h 65535 / h:65535"},
        {"http://h:0080/", "http h 80 / h:0080"},
        {"http://h?q", "http h 80 /?q h"},
        {"http://h#f", "http h 80 / h"},
        {"http://h//a/../b/", "http h 80 //a/../b/ h"},
        {"http://10.0.0.1:99/", "http 10.0.0.1 99 / 10.0.0.1:99"},
        {"http://[::1]/", "http ::1 80 / [::1]"},
        {"https://[fe80::1]:99/x", "https fe80::1 99 /x [fe80::1]:99"},
        {"http://a_b.c-d/", "http a_b.c-d 80 / a_b.c-d"},
    };
    for (const auto& [url, expected] : table)
        EXPECT_EQ(parts(url), expected) << url;
}

TEST(HttpTarget, TellsWhetherItIsEncrypted) {
    EXPECT_TRUE(parse_http_target("https://h").has_tls());
    EXPECT_FALSE(parse_http_target("http://h").has_tls());
}

TEST(HttpTarget, RefusesWhatItCannotAskAndSaysWhy) {
    const auto scheme = "it must begin with http:// or https://";
    const auto blank = "it has a blank or a control character in it";
    const auto host = "the host is missing";
    const auto encode = "a character in it must be written as %XX, with its two hexadecimal digits";
    const std::pair<const char*, std::string> table[] = {
        {"", scheme},
        {"h", scheme},
        {"/path", scheme},
        {"h:80/x", scheme},
        {"ftp://h/", scheme},
        {"unix:///run/x.sock", scheme},
        {"http:h", host},
        {"http://", host},
        {"http:///path", host},
        {"http://:80/", host},
        {"http://?q", host},
        {"http://h:/", "'' is not a port"},
        {"http://h:0/", "'0' is not a port"},
        {"http://h:65536/", "'65536' is not a port"},
        {"http://h:99999999999999999999/", "'99999999999999999999' is not a port"},
        {"http://h:abc/", "'abc' is not a port"},
        {"http://h:8o/", "'8o' is not a port"},
        {"http://[::1]:x/", "'x' is not a port"},
        {"http://::1/", "':1' is not a port"},
        {"http://[::1/", "the bracket is not closed"},
        {"http://[::1:80", "the bracket is not closed"},
        {"http://[]/", "what its brackets hold is no IPv6 address"},
        {"http://[::1%25eth0]/", "what its brackets hold is no IPv6 address"},
        {"http://[v1.x]/", "what its brackets hold is no IPv6 address"},
        {"http://h%41/", "its host must be written without %"},
        {"http://h/%zz", encode},
        {"http://h/{id}", encode},
        {"http://h\u00e9/", encode},
        {"http://h/a b", blank},
        {" http://h/", blank},
        {"http://h/\x7f", blank},
    };
    for (const auto& [url, why] : table) {
        const auto text = refusal_of_target(url);
        EXPECT_TRUE(text.starts_with("cannot use the URL '")) << text;
        EXPECT_TRUE(text.ends_with("': " + why)) << url << ": " << text;
    }
}

TEST(HttpTarget, NamesTheUrlThatItRefuses) {
    EXPECT_EQ(refusal_of_target("http://h:0/health"),
              "cannot use the URL 'http://h:0/health': '0' is not a port");
}

TEST(HttpTarget, ShowsNoPasswordAndNothingThatATerminalObeys) {
    EXPECT_EQ(refusal_of_target("http://me:secret@h/a@b"),
              "cannot use the URL 'http://***@h/a@b': a user name or password in it is not "
              "supported");
    EXPECT_EQ(refusal_of_target("http://me:se@cret@h:x/"),
              "cannot use the URL 'http://***@h:x/': a user name or password in it is not "
              "supported");
    EXPECT_EQ(refusal_of_target("http://h/\x1b[2J\r\n"),
              "cannot use the URL 'http://h/ [2J  ': it has a blank or a control character in it");
}

}  // namespace
}  // namespace engine_api
