#include "http/request.hpp"

#include <engine_api/error.hpp>

#include <gtest/gtest.h>

namespace engine_api::http {
namespace {

request made(const char* method, const char* path) {
    request r;
    r.method = method;
    r.path = path;
    return r;
}

TEST(RequestHead, OfAGetHasNoLength) {
    EXPECT_EQ(head_of(made("GET", "/v1.41/info"), "docker", "ua/1"),
              "GET /v1.41/info HTTP/1.1\r\nHost: docker\r\nUser-Agent: ua/1\r\n\r\n");
}

TEST(RequestHead, OfAPostAlwaysTellsItsLength) {
    auto r = made("POST", "/x");
    EXPECT_NE(head_of(r, "h", "u").find("Content-Length: 0\r\n"), std::string::npos);
    r.body = "{}";
    r.content_type = "application/json";
    EXPECT_NE(head_of(r, "h", "u").find("Content-Type: application/json\r\nContent-Length: 2\r\n"),
              std::string::npos);
}

TEST(RequestHead, RefusesTextThatWouldBreakOutOfItsLine) {
    auto bad_path = made("GET", "/x\r\nEvil: 1");
    auto bad_header = made("GET", "/x");
    bad_header.headers.emplace_back("X", "a\nb");
    for (const auto& r : {bad_path, bad_header}) {
        try {
            (void)head_of(r, "h", "u");
            FAIL();
        } catch (const error& e) {
            EXPECT_EQ(e.kind(), error_kind::bad_request);
        }
    }
}

TEST(Chunk, HasItsSizeInHexAndTheLastOneIsEmpty) {
    EXPECT_EQ(chunk_of(std::string(26, 'x')), "1a\r\n" + std::string(26, 'x') + "\r\n");
    EXPECT_EQ(chunk_of(""), "0\r\n\r\n");
}

TEST(Request, OnlyReadsAreSafeToRepeat) {
    EXPECT_TRUE(is_safe(made("GET", "/")));
    EXPECT_TRUE(is_safe(made("HEAD", "/")));
    for (const char* method : {"POST", "PUT", "DELETE"})
        EXPECT_FALSE(is_safe(made(method, "/")));
}

}  // namespace
}  // namespace engine_api::http
