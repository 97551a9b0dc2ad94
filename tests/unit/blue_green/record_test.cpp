#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/record.hpp>

namespace {

using namespace rollout::blue_green;
using testing::SizeIs;

history_entry entry(std::int64_t at) {
    history_entry e;
    e.at = at;
    e.who = "ann@ci";
    e.what = "deploy";
    e.image_id = "sha256:b";
    e.result = "live";
    e.took_ms = 912;
    e.steps_ms["reload"] = 120;
    e.lost = 3;
    return e;
}

live_record full() {
    live_record r;
    r.live = color::green;
    auto& g = r.loaded.emplace();
    g.proxy = "0f";
    g.started = "2026-01-02T03:04:05.678Z";
    g.workers = {21, 22};
    r.addresses["4f"] = {"172.18.0.3"};
    r.doubt_until = 1'700'000'060;
    r.served[color::green] = {"4f"};
    r.held = {"5f"};
    r.history = {entry(1'700'000'000)};
    return r;
}

TEST(LiveRecord, IsReadAsItWasWritten) {
    EXPECT_EQ(parse_record(to_text(full())), full());
    EXPECT_EQ(parse_record(to_text(live_record())), live_record());
}

TEST(LiveRecord, WithoutWorkersNamesNoGeneration) {
    auto r = full();
    r.loaded->workers.clear();
    EXPECT_EQ(parse_record(to_text(r))->loaded, std::nullopt);
}

TEST(LiveRecord, IsNoneThatAnotherKindOfTextMakes) {
    for (const char* text : {"", "blue", "[]", "{}", R"({"format":2})", R"({"format":1})",
                             R"({"format":1,"live":"red","loaded":null,"addresses":{},)"
                             R"("served":{},"history":[]})"})
        EXPECT_EQ(parse_record(text), std::nullopt) << text;
}

TEST(LiveRecord, ForgetsTheOldestRuns) {
    live_record r;
    for (std::size_t i = 0; i < longest_history + 3; ++i)
        remember(r, entry(static_cast<std::int64_t>(i)));
    EXPECT_THAT(r.history, SizeIs(longest_history));
    EXPECT_EQ(r.history.front().at, 3);
}

}  // namespace
