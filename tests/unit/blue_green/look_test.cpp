#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/look.hpp>

namespace {

using namespace rollout;
using namespace blue_green;
using machine::condition;

constexpr std::int64_t present = 1'700'000'000;

plan::observed_container container(const std::string& service, const std::string& address) {
    plan::observed_container c;
    c.id = "id-of-" + service;
    c.name = service;
    c.service = service;
    c.state = "running";
    c.status = "Up 3 minutes (healthy)";
    c.addresses["edge"] = address;
    return c;
}

/// Blue serves, and all that can be seen says so.
sight in_order() {
    sight seen;
    seen.at = present;
    seen.stack.containers = {container("app", "172.18.0.2"), container("app_green", "172.18.0.3")};
    auto& files = seen.upstreams.emplace_back();
    files.snippet = "server app:8000;\n";
    files.preview = "# no preview\n";
    files.last_change = present - 2 * doubt_seconds;
    seen.workers.active = {21, 22};
    seen.proxy_id = "0f";
    seen.proxy_started = "2026-01-02T03:04:05Z";
    seen.local = color::blue;
    auto& r = seen.record.emplace();
    r.live = color::blue;
    r.loaded = seen.running();
    r.addresses["id-of-app"] = {"172.18.0.2"};
    r.served[color::blue] = {"id-of-app"};
    return seen;
}

machine::situation situation(const sight& seen, bool unfinished = false) {
    known_before known;
    known.unfinished = known.reload_unseen = unfinished;
    return situation_of(seen, {}, known);
}

TEST(Situation, IsProvedByTheGenerationThatTheRecordNames) {
    const auto s = situation(in_order());
    EXPECT_TRUE(s.proved(color::blue));
    EXPECT_TRUE(s.record_current);
    EXPECT_FALSE(s.stale);
    EXPECT_FALSE(s.draining);
    EXPECT_EQ(s.blue.is, condition::healthy);
    EXPECT_TRUE(s.blue.served);
    EXPECT_FALSE(s.green.served);
}

TEST(Situation, OtherWorkersOrAnotherStartOfTheProxyProveNothing) {
    auto other_workers = in_order();
    other_workers.workers.active = {21, 23};
    auto restarted = in_order();
    restarted.proxy_started = "2026-01-02T03:04:06Z";
    auto recreated = in_order();
    recreated.proxy_id = "1f";
    for (const auto& seen : {other_workers, restarted, recreated}) {
        const auto s = situation(seen);
        EXPECT_EQ(s.loaded, std::nullopt);
        EXPECT_FALSE(s.record_current);
        EXPECT_EQ(s.reloads_to_see, 1);
    }
}

TEST(Situation, AFileThatWasJustWrittenMayHaveAReloadBehindIt) {
    auto seen = in_order();
    seen.workers.active = {21, 23};
    seen.upstreams.front().last_change = present - 5;
    const auto s = situation(seen);
    EXPECT_TRUE(s.reload_may_come);
    EXPECT_EQ(s.reloads_to_see, 2);
}

TEST(Situation, AfterARunThatWasKilledAReloadMayCome) {
    const auto s = situation(in_order(), true);
    EXPECT_EQ(s.loaded, color::blue);
    EXPECT_EQ(s.reloads_to_see, 2);
    EXPECT_FALSE(s.proved(color::blue));
}

TEST(Situation, ADoubtThatTheRecordTellsOfEnds) {
    auto seen = in_order();
    seen.record->doubt_until = present + 1;
    EXPECT_FALSE(situation(seen).proved(color::blue));
    seen.record->doubt_until = present;
    EXPECT_TRUE(situation(seen).proved(color::blue));
}

TEST(Situation, AContainerWithAnotherAddressIsStale) {
    auto swapped = in_order();
    swapped.stack.containers.front().addresses["edge"] = "172.18.0.3";
    EXPECT_TRUE(situation(swapped).stale);
    auto made_anew = in_order();
    made_anew.stack.containers.front().id = "another";
    EXPECT_TRUE(situation(made_anew).stale);
}

TEST(Situation, AnOpenPreviewRouteIsSeen) {
    auto seen = in_order();
    seen.upstreams.front().preview = "\"s3cret\" app_green:8000;\n";
    EXPECT_TRUE(situation(seen).preview_open);
    EXPECT_FALSE(situation(seen).proved(color::blue));
}

TEST(Situation, AProxyThatThisRunStartedServesWhatWasWrittenBefore) {
    auto seen = in_order();
    seen.record.reset();
    seen.upstreams.front().last_change = present;
    known_before known;
    known.proxy_is_new = true;
    const auto s = situation_of(seen, {}, known);
    EXPECT_TRUE(s.proved(color::blue));
    EXPECT_FALSE(s.record_current);
}

TEST(Situation, AnotherLocalRecordIsToBeMended) {
    auto seen = in_order();
    seen.local = color::green;
    EXPECT_TRUE(situation(seen).proved(color::blue));
    EXPECT_FALSE(situation(seen).record_current);
    EXPECT_EQ(hints_of(seen, {}, {}).recorded, color::blue);
}

TEST(Hints, WithoutARecordInTheEngineTheLocalOneCounts) {
    auto seen = in_order();
    seen.record.reset();
    seen.local = color::green;
    EXPECT_EQ(hints_of(seen, {}, {}).recorded, color::green);
}

TEST(ConditionOf, IsThatOfTheWorstServiceAndOfItsBestContainer) {
    plan::observed stack;
    EXPECT_EQ(condition_of(stack, {}, color::blue), condition::absent);
    stack.containers = {container("app", "")};
    EXPECT_EQ(condition_of(stack, {}, color::blue), condition::healthy);
    auto& second = stack.containers.emplace_back(container("app", ""));
    second.status = "Up 2 seconds (health: starting)";
    EXPECT_EQ(condition_of(stack, {}, color::blue), condition::healthy);
    settings s;
    s.blue = {"app", "api"};
    EXPECT_EQ(condition_of(stack, s, color::blue), condition::absent);
    second.service = "api";
    EXPECT_EQ(condition_of(stack, s, color::blue), condition::running);
    second.state = "exited";
    EXPECT_EQ(condition_of(stack, s, color::blue), condition::down);
}

}  // namespace
