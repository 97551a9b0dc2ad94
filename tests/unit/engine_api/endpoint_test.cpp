#include <engine_api/endpoint.hpp>
#include <engine_api/error.hpp>

#include <gtest/gtest.h>

namespace engine_api {
namespace {

std::string refusal(std::string_view url) {
    try {
        const auto e = parse_endpoint(url);
        return "accepted as " + e.url();
    } catch (const error& e) {
        EXPECT_EQ(e.kind(), error_kind::bad_request);
        return e.what();
    }
}

TEST(Endpoint, ReadsUnixSocketsAndPlainPaths) {
    for (const char* text : {"unix:///run/engine.sock", "/run/engine.sock"}) {
        const auto e = parse_endpoint(text);
        EXPECT_EQ(e.type, endpoint::kind::unix_socket);
        EXPECT_EQ(e.path, "/run/engine.sock");
        EXPECT_EQ(e.url(), "unix:///run/engine.sock");
    }
}

TEST(Endpoint, ReadsTcpWithAndWithoutAPort) {
    const auto named = parse_endpoint("tcp://engine.example:9999");
    EXPECT_EQ(named.type, endpoint::kind::tcp);
    EXPECT_EQ(named.host, "engine.example");
    EXPECT_EQ(named.port, 9999);
    EXPECT_EQ(parse_endpoint("tcp://10.0.0.1").port, 2375);
    EXPECT_EQ(parse_endpoint("http://10.0.0.1/").port, 2375);
}

TEST(Endpoint, ReadsIpv6InBracketsAndWritesItSo) {
    EXPECT_EQ(parse_endpoint("tcp://[::1]").host, "::1");
    const auto e = parse_endpoint("tcp://[fe80::1]:2377");
    EXPECT_EQ(e.host, "fe80::1");
    EXPECT_EQ(e.port, 2377);
    EXPECT_EQ(e.url(), "tcp://[fe80::1]:2377");
}

// As the docker CLI completes them.
TEST(Endpoint, WhatIsLeftOutIsTheDefault) {
    EXPECT_EQ(parse_endpoint("unix://").url(), "unix:///var/run/docker.sock");
    EXPECT_EQ(parse_endpoint("tcp://").url(), "tcp://localhost:2375");
    EXPECT_EQ(parse_endpoint("tcp://:99").url(), "tcp://localhost:99");
    EXPECT_EQ(parse_endpoint(":99").url(), "tcp://localhost:99");
    EXPECT_EQ(parse_endpoint("10.0.0.1:99").url(), "tcp://10.0.0.1:99");
    EXPECT_EQ(parse_endpoint("[::1]:99").url(), "tcp://[::1]:99");
}

// The docker CLI would turn to the same port.
TEST(Endpoint, TlsAloneDoesNotChangeTheDefaultPort) {
    tls_settings tls;
    tls.ca_file = "/ca.pem";
    const auto e = parse_endpoint("tcp://engine.example", tls);
    EXPECT_EQ(e.port, 2375);
    ASSERT_TRUE(e.tls);
    EXPECT_EQ(e.tls->ca_file, "/ca.pem");
    EXPECT_EQ(parse_endpoint("tcp://engine.example:1", tls).port, 1);
    EXPECT_TRUE(parse_endpoint("https://engine.example").tls);
    EXPECT_EQ(parse_endpoint("https://engine.example").port, 2376);
    EXPECT_FALSE(parse_endpoint("unix:///s", tls).tls);
}

TEST(Endpoint, RefusesWhatItCannotUseAndSaysWhy) {
    EXPECT_NE(refusal("tcp://h:0").find("'0' is not a port"), std::string::npos);
    EXPECT_NE(refusal("tcp://h:65536").find("'65536' is not a port"), std::string::npos);
    EXPECT_NE(refusal("tcp://h:").find("'' is not a port"), std::string::npos);
    EXPECT_NE(refusal("tcp://[::1]x").find("'x' is not a port"), std::string::npos);
    EXPECT_NE(refusal("tcp://[::1").find("bracket"), std::string::npos);
    EXPECT_NE(refusal("tcp://h/base").find("a path is not supported"), std::string::npos);
    EXPECT_NE(refusal("tcp://user@h").find("only a host and a port"), std::string::npos);
    EXPECT_NE(refusal("unix://relative").find("must be absolute"), std::string::npos);
    EXPECT_NE(refusal("docker.sock").find("must be absolute"), std::string::npos);
    EXPECT_NE(refusal("h:port").find("'port' is not a port"), std::string::npos);
    EXPECT_NE(refusal("").find("it is empty"), std::string::npos);
    EXPECT_NE(refusal("npipe:////./pipe/x").find("use unix:///"), std::string::npos);
    EXPECT_NE(refusal("/" + std::string(107, 'x')).find("at most 107 bytes"), std::string::npos);
}

TEST(Endpoint, NamesTheWayAroundForSsh) {
    const auto text = refusal("ssh://host");
    EXPECT_NE(text.find("ssh is not supported"), std::string::npos);
    EXPECT_NE(text.find("ssh -L"), std::string::npos);
}

}  // namespace
}  // namespace engine_api
