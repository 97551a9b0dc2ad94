#include "wire/frame_decoder.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace engine_api {
namespace {

std::string frame(char stream, const std::string& text) {
    std::string head{stream, 0, 0, 0};
    for (const int shift : {24, 16, 8, 0})
        head += static_cast<char>(text.size() >> shift & 0xff);
    return head + text;
}

struct joined {
    std::string out;
    std::string err;
};

void take(frame_decoder& decoder, joined& to) {
    while (auto piece = decoder.next())
        (piece->from == output::source::out ? to.out : to.err) += piece->text;
}

TEST(FrameDecoder, GivesTheSameTextHoweverTheBytesArrive) {
    const std::string wire = frame(1, "one\n") + frame(2, "bad\n") + frame(1, "") +
                             frame(0, std::string(300, 'x')) + frame(2, "end");
    for (std::size_t size = 1; size <= wire.size(); ++size) {
        frame_decoder decoder;
        joined text;
        for (std::size_t i = 0; i < wire.size(); i += size) {
            decoder.feed(std::string_view(wire).substr(i, size));
            take(decoder, text);
        }
        EXPECT_EQ(text.out, "one\n" + std::string(300, 'x')) << "in pieces of " << size;
        EXPECT_EQ(text.err, "bad\nend");
        EXPECT_TRUE(decoder.at_boundary());
    }
}

TEST(FrameDecoder, HandsOutALongFrameBeforeItIsWhole) {
    frame_decoder decoder;
    decoder.feed(frame(1, "hello").substr(0, 10));
    EXPECT_EQ(decoder.next()->text, "he");
    EXPECT_EQ(decoder.next(), std::nullopt);
    EXPECT_FALSE(decoder.at_boundary());
}

TEST(FrameDecoder, IsAtABoundaryOnlyBetweenFrames) {
    const auto wire = frame(1, "abc");
    for (std::size_t n = 0; n <= wire.size(); ++n) {
        frame_decoder decoder;
        joined text;
        decoder.feed(std::string_view(wire).substr(0, n));
        take(decoder, text);
        EXPECT_EQ(decoder.at_boundary(), n == 0 || n == wire.size()) << n;
    }
}

TEST(FrameDecoder, RefusesAHeadThatIsNone) {
    for (const std::string& head :
         {std::string("\4\0\0\0\0\0\0\1", 8), std::string("\1\1\0\0\0\0\0\1", 8),
          std::string("plain text")}) {
        frame_decoder decoder;
        decoder.feed(head);
        EXPECT_THROW((void)decoder.next(), std::runtime_error);
    }
}

TEST(FrameDecoder, ThrowsTheEnginesOwnErrorWhole) {
    frame_decoder decoder;
    const auto wire = frame(1, "ok") + frame(3, "log driver broke");
    decoder.feed(std::string_view(wire).substr(0, wire.size() - 5));
    EXPECT_EQ(decoder.next()->text, "ok");
    EXPECT_EQ(decoder.next(), std::nullopt);
    decoder.feed(std::string_view(wire).substr(wire.size() - 5));
    try {
        decoder.next();
        FAIL();
    } catch (const std::runtime_error& e) {
        EXPECT_STREQ(e.what(), "the engine ended the output: log driver broke");
    }
}

}  // namespace
}  // namespace engine_api
