#include "http/response_decoder.hpp"

#include <gtest/gtest.h>

namespace engine_api::http {
namespace {

struct decoded {
    int status = 0;
    std::string body;
    std::string leftover;
    bool done = false;
    bool keep_alive = false;
};

decoded in_pieces(std::string_view wire, std::size_t size, bool no_body = false) {
    response_decoder decoder(no_body);
    decoded to;
    for (std::size_t i = 0; i < wire.size(); i += size) {
        decoder.feed(wire.substr(i, size));
        to.body += decoder.take_body();
    }
    to.status = decoder.status();
    to.leftover = decoder.take_leftover();
    to.done = decoder.done();
    to.keep_alive = decoder.keep_alive();
    return to;
}

std::string violation(std::string_view wire, bool ends = true) {
    response_decoder decoder(false);
    try {
        decoder.feed(wire);
        if (ends) decoder.feed_end();
    } catch (const protocol_violation& e) {
        return e.what();
    }
    return {};
}

const std::string plain = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Y: z\r\n\r\nhello";
const std::string chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n";

TEST(ResponseDecoder, ReadsAPlainAnswerInPiecesOfAnySize) {
    for (std::size_t size = 1; size <= plain.size(); ++size) {
        const auto got = in_pieces(plain, size);
        EXPECT_EQ(got.status, 200);
        EXPECT_EQ(got.body, "hello") << "in pieces of " << size;
        EXPECT_TRUE(got.done);
        EXPECT_TRUE(got.keep_alive);
    }
}

TEST(ResponseDecoder, ReadsAChunkedAnswerInPiecesOfAnySize) {
    for (std::size_t size = 1; size <= chunked.size(); ++size) {
        const auto got = in_pieces(chunked, size);
        EXPECT_EQ(got.body, "hello") << "in pieces of " << size;
        EXPECT_TRUE(got.done);
        EXPECT_TRUE(got.keep_alive);
    }
}

TEST(ResponseDecoder, NeedsEveryByte) {
    for (const auto& wire : {plain, chunked})
        for (std::size_t n = 0; n < wire.size(); ++n)
            EXPECT_NE(violation(wire.substr(0, n)), "") << "cut behind " << n << " bytes";
}

TEST(ResponseDecoder, SaysWhereTheConnectionEnded) {
    EXPECT_EQ(violation("HTTP/1.1 200"), "the connection ended before the response head");
    EXPECT_EQ(violation(plain.substr(0, plain.size() - 1)),
              "the connection ended in the middle of the response");
}

TEST(ResponseDecoder, LeavesWhatFollowsAnUpgrade) {
    const std::string wire = "HTTP/1.1 101 UPGRADED\r\nUpgrade: tcp\r\n\r\n\1\0\0\0raw";
    for (std::size_t size = 1; size <= wire.size(); ++size) {
        const auto got = in_pieces(wire, size);
        EXPECT_EQ(got.status, 101);
        EXPECT_EQ(got.leftover, wire.substr(wire.find("\r\n\r\n") + 4)) << size;
        EXPECT_FALSE(got.body.size());
    }
}

TEST(ResponseDecoder, PassesOverInterimAnswers) {
    const std::string wire =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n" + plain;
    for (std::size_t size = 1; size <= wire.size(); ++size) {
        const auto got = in_pieces(wire, size);
        EXPECT_EQ(got.status, 200) << size;
        EXPECT_EQ(got.body, "hello");
    }
}

TEST(ResponseDecoder, AnswersWithoutABodyEndWithTheirHead) {
    for (const char* head :
         {"HTTP/1.1 204 No Content\r\n\r\n", "HTTP/1.1 304 Not Modified\r\n\r\n"}) {
        const auto got = in_pieces(head, 7);
        EXPECT_TRUE(got.done);
        EXPECT_TRUE(got.keep_alive);
    }
    const auto head = in_pieces("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 9, true);
    EXPECT_TRUE(head.done);
    EXPECT_TRUE(head.keep_alive);
}

TEST(ResponseDecoder, TellsWhenOnlyTheConnectionEndsTheBody) {
    response_decoder decoder(false);
    decoder.feed("HTTP/1.1 200 OK\r\n\r\nabc");
    EXPECT_TRUE(decoder.ends_with_connection());
    EXPECT_FALSE(decoder.done());
    decoder.feed_end();
    EXPECT_TRUE(decoder.done());
    EXPECT_FALSE(decoder.keep_alive());
    EXPECT_EQ(decoder.take_body(), "abc");
}

TEST(ResponseDecoder, ConnectionCloseIsNotKept) {
    EXPECT_FALSE(in_pieces("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 99)
                     .keep_alive);
    EXPECT_FALSE(in_pieces("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 99).keep_alive);
}

TEST(ResponseDecoder, FindsHeadersInAnyCase) {
    response_decoder decoder(false);
    decoder.feed(plain);
    EXPECT_EQ(decoder.headers().value("x-y"), "z");
    EXPECT_EQ(decoder.headers().value("absent"), "");
}

TEST(ResponseDecoder, RefusesWhatIsNoHttp) {
    for (const char* wire :
         {"SSH-2.0-x\r\n\r\n", "HTTP/1.1 abc OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"})
        EXPECT_NE(violation(wire, false), "") << wire;
}

// Such a peer may wait for us to speak, or never end its line.
TEST(ResponseDecoder, RefusesWhatIsNoHttpAtItsFirstBytes) {
    for (const char* wire : {"S", "HTTX", "{", "\r\n", "HTTP/1.1 100 Continue\r\n\r\nS"})
        EXPECT_EQ(violation(wire, false),
                  "not a valid HTTP response: it does not begin with HTTP/");
    EXPECT_EQ(violation("HT", false), "");
}

TEST(ResponseDecoder, RefusesAHeadWithoutEnd) {
    const auto text = violation("HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x'), false);
    EXPECT_NE(text, "");
    std::string many = "HTTP/1.1 200 OK\r\n";
    while (many.size() < 70'000)
        many += "X: y\r\n";
    EXPECT_EQ(violation(many, false), "the response head is larger than 64 KiB");
}

// Only a head was limited: the extension of a chunk's size could grow for ever.
TEST(ResponseDecoder, RefusesAChunkSizeLineWithoutEnd) {
    response_decoder decoder(false);
    decoder.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=");
    const std::string more(16 * 1024, 'x');
    EXPECT_THROW(for (int i = 0; i < 8; ++i) decoder.feed(more), protocol_violation);
}

}  // namespace
}  // namespace engine_api::http
