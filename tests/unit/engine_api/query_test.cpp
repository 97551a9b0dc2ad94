#include "wire/query.hpp"

#include <gtest/gtest.h>

namespace engine_api::wire {
namespace {

TEST(Query, IsEmptyWhenNothingWasAdded) {
    query q;
    q.flag("all", false).filter({});
    EXPECT_EQ(q.str(), "");
}

TEST(Query, JoinsAndEncodesEveryByteThatIsNotUnreserved) {
    query q;
    q.add("path", "/a b&c=d?#%+").add("text", "\xC3\xA9\n").flag("force", true);
    EXPECT_EQ(q.str(), "?path=%2Fa%20b%26c%3Dd%3F%23%25%2B&text=%C3%A9%0A&force=1");
}

TEST(Query, KeepsUnreservedCharacters) {
    EXPECT_EQ(encode("AZaz09-._~"), "AZaz09-._~");
}

TEST(Query, RepeatsAKey) {
    query q;
    q.add("t", "a:1").add("t", "b:2");
    EXPECT_EQ(q.str(), "?t=a%3A1&t=b%3A2");
}

TEST(Query, PathOfAnImageKeepsItsSlashesColonAndDigest) {
    EXPECT_EQ(encode_path("host.example:5000/a/b:1@sha256:ff"),
              "host.example:5000/a/b:1@sha256:ff");
    EXPECT_EQ(encode_path("a b?c"), "a%20b%3Fc");
}

TEST(Query, TellsTimesInSecondsWithNanosecondsIfThereAreAny) {
    using namespace std::chrono_literals;
    query q;
    q.time("a", 100s).time("b", 100s + 50ns).time("c", std::nullopt).time("d", 1500ms);
    EXPECT_EQ(q.str(), "?a=100&b=100.000000050&d=1.500000000");
}

TEST(Filters, AreListsByKeyInJson) {
    filters f;
    f.add("label", "a=b").add("label", "c").add("status", "running");
    EXPECT_EQ(to_json(f), R"({"label":["a=b","c"],"status":["running"]})");
}

// A label with bytes that are no UTF-8 made the JSON library throw its own exception.
TEST(Filters, WithBytesThatAreNoUtf8AreStillJson) {
    filters f;
    f.add("label", "a=\xff");
    EXPECT_EQ(to_json(f), "{\"label\":[\"a=\xEF\xBF\xBD\"]}");
}

}  // namespace
}  // namespace engine_api::wire
