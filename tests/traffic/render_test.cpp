#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <traffic/traffic.hpp>

namespace {

using namespace std::chrono_literals;

traffic::report sample() {
    traffic::report result;
    result.sent = 120;
    result.failed = 1;
    result.longest_gap = 15ms;
    result.duration = 3000ms;
    result.ended_idle = 2;
    const traffic::answerer green{"green", "2"};
    result.answered_by[green] = 119;
    auto& one = result.first_failures.emplace_back();
    one.at = 42ms;
    one.reason = "answer: status 500";
    return result;
}

TEST(LoadReport, TheJsonSaysEverything) {
    const auto object = nlohmann::json::parse(traffic::to_json(sample()));
    EXPECT_EQ(object.at("sent"), 120);
    EXPECT_EQ(object.at("failed"), 1);
    EXPECT_EQ(object.at("longest_gap_ms"), 15);
    EXPECT_EQ(object.at("duration_ms"), 3000);
    EXPECT_EQ(object.at("ended_idle"), 2);
    EXPECT_EQ(object.at("answered_by").at(0).at("replica"), "green");
    EXPECT_EQ(object.at("answered_by").at(0).at("version"), "2");
    EXPECT_EQ(object.at("answered_by").at(0).at("answers"), 119);
    EXPECT_EQ(object.at("first_failures").at(0).at("at_ms"), 42);
    EXPECT_EQ(object.at("first_failures").at(0).at("reason"), "answer: status 500");
}

TEST(LoadReport, TheTableHasARowForEachSender) {
    const auto text = traffic::to_table(sample());
    EXPECT_NE(text.find("answered by green, version 2      119\n"), std::string::npos) << text;
    EXPECT_NE(text.find("failed after 42 ms"), std::string::npos) << text;
}

}  // namespace
