// What the played nginx refuses, in nginx's own words.
#include <support/engine/nginx_config.hpp>
#include <support/engine/nginx_route.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace support::engine {
namespace {

using testing::ElementsAre;

nginx_config read(const container& from) {
    const auto resolve = [](const std::string& host) {
        return host == "app" ? std::string("id of app") : std::string();
    };
    return read_nginx_config(from, "/etc/nginx/nginx.conf", resolve);
}

nginx_config config_of(const std::string& text) {
    container one;
    one.files["/etc/nginx/nginx.conf"] = text;
    return read(one);
}

std::string error_of(const std::string& text) {
    try {
        config_of(text);
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
    const auto loaded = read(one);
    ASSERT_EQ(loaded.upstreams.size(), 1u);
    EXPECT_EQ(loaded.upstreams[0].name, "a");
    const auto& found = loaded.upstreams[0].servers;
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

TEST(FakeNginxConfig, ANameThatIsResolvedLaterNeedNotBeThere) {
    const auto loaded = config_of(
        "http { resolver 127.0.0.11; upstream a { zone a 64k; server nope:80 resolve; } }");
    EXPECT_EQ(loaded.upstreams[0].servers[0].address, "nope:80");
    EXPECT_EQ(loaded.upstreams[0].servers[0].container_id, "");
}

TEST(FakeNginxConfig, ResolvingLaterTakesSharedMemoryAndAResolver) {
    const std::string upstream = "upstream \"a\" in /etc/nginx/nginx.conf:1";
    EXPECT_EQ(error_of("http { resolver x; upstream a { server app:80 resolve; } }"),
              "resolving names at run time requires " + upstream + " to be in shared memory");
    EXPECT_EQ(error_of("http { upstream a { zone a 64k; server app:80 resolve; } }"),
              "no resolver defined to resolve names at run time in " + upstream);
    EXPECT_EQ(error_of("http { upstream a { resolver x; zone a 64k; server app:80 resolve; } }"),
              "");
}

std::string map_error(const std::string& entries) {
    return error_of("http { map $http_a $b { " + entries + " } }");
}

TEST(FakeNginxConfig, RefusesAMapAsNginxDoes) {
    const std::string at = " in /etc/nginx/nginx.conf:1";
    EXPECT_EQ(map_error("default x; \"k\" y; l \"z\"; hostnames; volatile;"), "");
    EXPECT_EQ(map_error("k;"), "invalid number of the map parameters" + at);
    EXPECT_EQ(map_error("k a b;"), "invalid number of the map parameters" + at);
    EXPECT_EQ(map_error("default x; default y;"), "duplicate default map parameter" + at);
    EXPECT_EQ(map_error("k a; K b;"), "conflicting parameter \"k\"" + at);
    EXPECT_EQ(map_error("include /nope;"),
              "open() \"/nope\" failed (2: No such file or directory)" + at);
    EXPECT_EQ(map_error("~k a;"), "no regular expressions are played: ~k" + at);
    EXPECT_EQ(map_error(std::string(46, 'k') + " a;"), "");
    EXPECT_EQ(map_error(std::string(47, 'k') + " a;"),
              "could not build map_hash, you should increase map_hash_bucket_size: 64");
    EXPECT_EQ(error_of("http { map $http_a { k a; } }"),
              "invalid number of arguments in \"map\" directive" + at);
    EXPECT_EQ(error_of("http { map $http_a b { k a; } }"), "invalid variable name \"b\"" + at);
}

TEST(FakeNginxConfig, LooksAtWhereRequestsArePassed) {
    EXPECT_EQ(error_of("http { server { location / { proxy_pass http://$b; } } }"),
              "unknown \"b\" variable");
    EXPECT_EQ(error_of("http { server { location / { proxy_pass http://nope:80; } } }"),
              "host not found in upstream \"nope:80\"");
    const auto loaded =
        config_of("http { server { location / { proxy_pass http://app:80/path; } } }");
    EXPECT_EQ(loaded.pass, "app:80");
    EXPECT_EQ(loaded.upstreams[0].servers[0].container_id, "id of app");
}

std::vector<std::string> route(const nginx_config& loaded, header_list headers) {
    request asked;
    asked.headers = std::move(headers);
    std::vector<std::string> addresses;
    for (const auto& server : servers_for(loaded, asked))
        addresses.push_back(server.address + " " + server.container_id);
    return addresses;
}

const std::string two_upstreams =
    "upstream b { server app:2; server app:3; } upstream a { server app:1; } ";
const std::string by_header =
    "map $http_x_color $pool { default a; \"Second\" b; there other:80; \"\" a; } "
    "server { location / { proxy_pass http://$pool; } } ";

TEST(FakeNginxRoute, LeadsToTheUpstreamThatTheHeaderSays) {
    const auto loaded = config_of("http { resolver x; " + two_upstreams + by_header + "}");
    EXPECT_THAT(route(loaded, {}), ElementsAre("app:1 id of app"));
    EXPECT_THAT(route(loaded, {{"X-Color", "elsewhere"}}), ElementsAre("app:1 id of app"));
    EXPECT_THAT(route(loaded, {{"x-COLOR", "sECOND"}}),
                ElementsAre("app:2 id of app", "app:3 id of app"));
    EXPECT_THAT(route(loaded, {{"X-Color", "there"}}), ElementsAre("other:80 "));
}

TEST(FakeNginxRoute, LeadsToNoAddressThatNobodyCanLookUp) {
    const auto loaded = config_of("http { " + two_upstreams + by_header + "}");
    EXPECT_THAT(route(loaded, {{"X-Color", "there"}}), ElementsAre());
    EXPECT_THAT(route(loaded, {{"X-Color", "second"}}), testing::SizeIs(2));
}

TEST(FakeNginxRoute, WithoutADefaultAndAMatchLeadsNowhere) {
    const auto loaded = config_of(
        "http { resolver x; map $http_a $b { k app:80; } server { location / { proxy_pass "
        "http://$b; } } }");
    EXPECT_THAT(route(loaded, {}), ElementsAre());
    EXPECT_THAT(route(loaded, {{"A", "k"}}), ElementsAre("app:80 "));
}

TEST(FakeNginxRoute, OfAnotherVariableIsTheDefault) {
    const auto loaded = config_of("http { " + two_upstreams +
                                  "map $host $pool { default b; x a; } server { location / { "
                                  "proxy_pass http://$pool; } } }");
    EXPECT_THAT(route(loaded, {{"Host", "x"}}), testing::SizeIs(2));
}

TEST(FakeNginxRoute, IsTheFirstUpstreamWhereNothingIsPassedOn) {
    EXPECT_THAT(route(config_of("http { " + two_upstreams + "}"), {}), testing::SizeIs(2));
    EXPECT_THAT(route(config_of("http { }"), {}), ElementsAre());
}

}  // namespace
}  // namespace support::engine
