// What the played nginx refuses, in nginx's own words.
#include <support/engine/nginx_config.hpp>

#include <gtest/gtest.h>

namespace support::engine {
namespace {

std::vector<upstream_server> read(const container& from) {
    const auto resolve = [](const std::string& host) {
        return host == "app" ? std::string("id of app") : std::string();
    };
    return read_nginx_config(from, "/etc/nginx/nginx.conf", resolve).servers;
}

std::string error_of(const std::string& text) {
    container one;
    one.files["/etc/nginx/nginx.conf"] = text;
    try {
        read(one);
    } catch (const config_error& reason) {
        return reason.message;
    }
    return "";
}

TEST(FakeNginxConfig, FindsServersThroughIncludes) {
    container one;
    one.files["/etc/nginx/nginx.conf"] =
        "events {}\nhttp { # x\n upstream a { include conf.d/up*.conf; keepalive 2; }\n server { "
        "listen 80; "
        "proxy_set_header Connection \"\"; } }\n";
    one.files["/etc/nginx/conf.d/upstream.conf"] = "server app:8000 max_fails=0;\n";
    const auto found = read(one);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].address, "app:8000");
    EXPECT_EQ(found[0].container_id, "id of app");
}

TEST(FakeNginxConfig, NamesTheFileOfTheInclude) {
    container one;
    one.files["/etc/nginx/nginx.conf"] =
        "http { upstream a {\n include /etc/nginx/conf.d/up.conf; } }";
    one.files["/etc/nginx/conf.d/up.conf"] = "\nserver nope:8000;\n";
    try {
        read(one);
        FAIL();
    } catch (const config_error& reason) {
        EXPECT_EQ(reason.message,
                  "host not found in upstream \"nope:8000\" in /etc/nginx/conf.d/up.conf:2");
    }
}

TEST(FakeNginxConfig, RefusesAsNginxDoes) {
    const std::string at = " in /etc/nginx/nginx.conf:1";
    EXPECT_EQ(error_of("http { upstream a { server app:80; } }"), "");
    EXPECT_EQ(error_of("http { upstream a { server nope; } }"),
              "host not found in upstream \"nope\"" + at);
    EXPECT_EQ(error_of("http { upstream a { } }"), "no servers are inside upstream" + at);
    EXPECT_EQ(error_of("http { upstream a { server"),
              "unexpected end of file, expecting \";\" or \"}\"" + at);
    EXPECT_EQ(error_of("http { upstream a { server app:80;"),
              "unexpected end of file, expecting \"}\"" + at);
    EXPECT_EQ(error_of("http { upstream a { server app:80 } }"), "unexpected \"}\"" + at);
    EXPECT_EQ(error_of("http { upstream a { server app:80; } } }"), "unexpected \"}\"" + at);
    EXPECT_EQ(error_of("http { upstream a { serverr app:80; } }"),
              "unknown directive \"serverr\"" + at);
    EXPECT_EQ(error_of("http { include /nope; }"),
              "open() \"/nope\" failed (2: No such file or directory)" + at);
    EXPECT_EQ(error_of("http { upstream a { server app:xx; } }"),
              "invalid port in upstream \"app:xx\"" + at);
    EXPECT_EQ(error_of("server app:80;"), "\"server\" directive is not allowed here" + at);
    EXPECT_EQ(error_of("http { server app:80; }"),
              "directive \"server\" has no opening \"{\"" + at);
    EXPECT_EQ(error_of("http { upstream a { server app:80 foo; } }"),
              "invalid parameter \"foo\"" + at);
    EXPECT_EQ(error_of("http { upstream a { server; } }"),
              "invalid number of arguments in \"server\" directive" + at);
}

}  // namespace
}  // namespace support::engine
