#include "wire/line_decoder.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace engine_api {
namespace {

TEST(LineDecoder, GivesTheSameLinesHoweverTheBytesArrive) {
    const std::string text = "{\"a\":1}\r\n\n{\"b\":2}\n  \n{\"c\":\"x\\n\"}\nrest";
    const std::vector<std::string> wanted{"{\"a\":1}", "{\"b\":2}", "{\"c\":\"x\\n\"}"};
    for (std::size_t size = 1; size <= text.size(); ++size) {
        line_decoder decoder;
        std::vector<std::string> lines;
        for (std::size_t i = 0; i < text.size(); i += size) {
            decoder.feed(std::string_view(text).substr(i, size));
            while (auto line = decoder.next())
                lines.push_back(*line);
        }
        EXPECT_EQ(lines, wanted) << "in pieces of " << size;
        EXPECT_EQ(decoder.finish(), "rest");
    }
}

TEST(LineDecoder, FinishIsEmptyBehindABlankRest) {
    line_decoder decoder;
    decoder.feed("{}\n \r\n");
    EXPECT_EQ(decoder.next(), "{}");
    EXPECT_EQ(decoder.next(), std::nullopt);
    EXPECT_EQ(decoder.finish(), "");
}

TEST(LineDecoder, RefusesALineThatDoesNotEnd) {
    line_decoder decoder;
    decoder.feed(std::string(line_decoder::line_limit, 'x'));
    EXPECT_EQ(decoder.next(), std::nullopt);
    decoder.feed("x");
    EXPECT_THROW((void)decoder.next(), std::length_error);
}

TEST(LineDecoder, RefusesALongLineThatCameWithItsEnd) {
    line_decoder decoder;
    decoder.feed(std::string(line_decoder::line_limit + 1, 'x') + "\n");
    EXPECT_THROW((void)decoder.next(), std::length_error);
}

}  // namespace
}  // namespace engine_api
