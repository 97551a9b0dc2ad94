// The words of what commands find out.
#include "said.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace rollout;
namespace bg = blue_green;
namespace ew = engine_work;
using bg::color;
using cli_tests::said;

plan::observed_container container() {
    plan::observed_container c;
    c.name = "shop-app-1";
    c.service = "app";
    c.status = "Up 3 minutes (healthy)";
    c.state = "running";
    c.image = "shop:1";
    c.image_id = "sha256:0123456789abcdef0123456789abcdef";
    return c;
}

bg::live_status live_status() {
    bg::live_status s;
    s.proxy_running = true;
    s.live = color::green;
    s.live_running = true;
    s.live_healthy = true;
    s.recorded = color::green;
    s.in_snippet = color::green;
    return s;
}

TEST(PlainText, OfAStatus) {
    cli::stack_status status;
    status.project = "shop";
    EXPECT_EQ(said(status),
              "project: shop\nlive: a plain stack: no service of it has two colors\n"
              "container: none; `rollout up` starts the stack\n");
    status.containers = {container()};
    status.live = live_status();
    EXPECT_EQ(said(status),
              "project: shop\nhealth: healthy\nlive: green\nrecord: green\nsnippet: green\n"
              "agreement: record and proxy agree\n"
              "container: shop-app-1: Up 3 minutes (healthy), image shop:1 "
              "(sha256:0123456789ab)\n");
}

std::string agreement(const bg::live_status& live) {
    cli::stack_status status;
    status.live = live;
    const auto text = said(status);
    const auto begin = text.find("agreement: ");
    return begin == std::string::npos ? text : text.substr(begin, text.find('\n', begin) - begin);
}

TEST(PlainText, OfWitnessesThatDoNotAgree) {
    auto live = live_status();
    live.live_running = false;
    EXPECT_EQ(agreement(live), "agreement: record and proxy agree, but green is not running");
    live.finding = "the record says green, the snippet blue";
    EXPECT_EQ(agreement(live),
              "agreement: the record says green, the snippet blue; the next deploy takes green "
              "as live, and `rollout recover` makes sure of it");
    live.proxy_running = false;
    live.recorded.reset();
    EXPECT_EQ(agreement(live),
              "project: \nhealth: broken\nlive: none: the proxy is not running\nrecord: none, "
              "which means blue\n"
              "container: none; `rollout up` starts the stack\n");
}

TEST(PlainText, OfAStatusTellsWhoIsAtWorkWhatWaitsAndWhatUsersGet) {
    auto live = live_status();
    live.lock = "ann@ci (pid 42) began 'deploy' 30 s ago";
    live.unfinished = true;
    live.waiting = color::blue;
    live.url = "http://h/";
    live.answer = "status 200";
    cli::stack_status status;
    status.live = live;
    EXPECT_EQ(said(status),
              "project: \nhealth: degraded\n"
              "lock: ann@ci (pid 42) began 'deploy' 30 s ago, and did not finish\n"
              "live: green\nrecord: green\nsnippet: green\n"
              "agreement: record and proxy agree\nwaiting: blue, for `rollout promote`\n"
              "url: http://h/: status 200\ncontainer: none; `rollout up` starts the stack\n");
}

TEST(PlainText, OfAHistory) {
    bg::history_entry e;
    e.at = 1'767'323'045;
    e.who = "ann@ci";
    e.what = "deploy";
    e.to = color::green;
    e.image_id = "sha256:0123456789abcdef0123456789abcdef";
    e.result = "live";
    e.took_ms = 912;
    e.steps_ms = {{"reload", 120}, {"smoke test", 9}, {"wait for health", 300}};
    auto counted = e;
    counted.lost = 2;
    counted.steps_ms.clear();
    EXPECT_EQ(
        said(cli::deploy_history{"shop", {e, counted}}),
        "WHEN                  WHO     COMMAND  FROM  TO                         RESULT  LOST  "
        "TOOK    STEPS\n"
        "2026-01-02 03:04:05Z  ann@ci  deploy   blue  green sha256:0123456789ab  live    -     "
        "912 ms  wait for health 300 ms, reload 120 ms\n"
        "2026-01-02 03:04:05Z  ann@ci  deploy   blue  green sha256:0123456789ab  live    2     "
        "912 ms  \n");
}

TEST(PlainText, OfAListOfContainers) {
    EXPECT_EQ(said(cli::container_list{"shop", {container()}, "NAME\nshop-app-1\n"}),
              "NAME\nshop-app-1\n");
}

TEST(PlainText, OfAResult) {
    std::ostringstream out;
    std::ostringstream err;
    cli::plain_renderer to(out, err);
    cli::command_result result;
    to.finish(result);
    EXPECT_EQ(out.str() + err.str(), "");
    result.about = "compose";
    result.message = "f.yml:1:2: wrong";
    result.details = {"state: exited\x1b[0m"};
    result.excerpt = "a: b\n ^\n";
    to.finish(result);
    EXPECT_EQ(out.str(), "why | state: exited\n");
    EXPECT_EQ(err.str(), "compose: error: f.yml:1:2: wrong\na: b\n ^\n");
}

}  // namespace
