#include "responder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace {

using app::respond;
using app::settings;

settings blue() {
    settings config;
    config.replica = "blue";
    config.version = "1.2.3";
    return config;
}

TEST(Responder, HealthIsOkWhetherReadyOrNot) {
    for (const bool ready : {true, false}) {
        const auto answer = respond("GET", "/health", blue(), ready);
        EXPECT_EQ(answer.status, 200u);
        EXPECT_EQ(answer.body, "ok");
        EXPECT_EQ(answer.content_type, "text/plain");
    }
}

TEST(Responder, ReadyFollowsReadiness) {
    const auto yes = respond("GET", "/ready", blue(), true);
    EXPECT_EQ(yes.status, 200u);
    EXPECT_EQ(yes.body, "ready");
    const auto no = respond("GET", "/ready", blue(), false);
    EXPECT_EQ(no.status, 503u);
    EXPECT_EQ(no.body, "not ready");
}

TEST(Responder, NeverReadyOverrulesReadinessButNotLiveness) {
    settings config = blue();
    config.never_ready = true;
    EXPECT_EQ(respond("GET", "/ready", config, true).status, 503u);
    EXPECT_EQ(respond("GET", "/health", config, true).status, 200u);
}

TEST(Responder, RootNamesReplicaAndVersion) {
    const auto answer = respond("GET", "/", blue(), true);
    EXPECT_EQ(answer.status, 200u);
    EXPECT_EQ(answer.content_type, "application/json");
    EXPECT_EQ(answer.body, R"({"replica":"blue","version":"1.2.3"})");
}

TEST(Responder, RootAnswersWhileNotReady) {
    EXPECT_EQ(respond("GET", "/", blue(), false).status, 200u);
}

TEST(Responder, RootIsValidJsonWhateverTheVariablesHold) {
    settings config = blue();
    config.replica = "a\"b\\c\n";
    config.version = "\xff";
    const auto body = nlohmann::json::parse(respond("GET", "/", config, true).body);
    EXPECT_EQ(body.at("replica"), "a\"b\\c\n");
    EXPECT_EQ(body.at("version"), "\xef\xbf\xbd");
}

TEST(Responder, PostToRootAnswersLikeGet) {
    EXPECT_EQ(respond("POST", "/", blue(), true).body, respond("GET", "/", blue(), true).body);
}

TEST(Responder, FailingRootLeavesHealthAlone) {
    settings config = blue();
    config.fail_root = true;
    EXPECT_EQ(respond("GET", "/", config, true).status, 500u);
    EXPECT_EQ(respond("POST", "/", config, true).status, 500u);
    EXPECT_EQ(respond("GET", "/health", config, true).status, 200u);
    EXPECT_EQ(respond("GET", "/ready", config, true).status, 200u);
}

app::answer nth_answer(const settings& config, std::uint64_t n) {
    app::history before;
    before.root_answers = n - 1;
    return respond("GET", "/", config, true, before);
}

TEST(Responder, EveryNthAnswerOfRootFails) {
    settings config = blue();
    config.fail_every = 3;
    for (const std::uint64_t n : {1u, 2u, 4u, 5u})
        EXPECT_EQ(nth_answer(config, n).status, 200u) << n;
    for (const std::uint64_t n : {3u, 6u})
        EXPECT_EQ(nth_answer(config, n).status, 500u) << n;
}

TEST(Responder, RootFailsFromALaterTimeOn) {
    settings config = blue();
    config.fail_after = std::chrono::seconds{2};
    app::history before;
    before.up = std::chrono::milliseconds{1'999};
    EXPECT_EQ(respond("GET", "/", config, true, before).status, 200u);
    before.up = config.fail_after;
    EXPECT_EQ(respond("GET", "/", config, true, before).status, 500u);
    EXPECT_EQ(respond("GET", "/ready", config, true, before).status, 200u);
}

TEST(Responder, RootSaysWhatItIsTold) {
    settings config = blue();
    config.body = "maintenance";
    EXPECT_EQ(respond("GET", "/", config, true).status, 200u);
    EXPECT_EQ(respond("GET", "/", config, true).body, "maintenance");
    EXPECT_EQ(respond("GET", "/", config, true).content_type, "text/plain");
    EXPECT_EQ(respond("GET", "/health", config, true).body, "ok");
}

TEST(Responder, RootLeadsElsewhere) {
    settings config = blue();
    config.redirect = "https://h/login";
    EXPECT_EQ(respond("GET", "/", config, true).status, 301u);
    EXPECT_EQ(respond("GET", "/", config, true).location, "https://h/login");
    EXPECT_EQ(respond("GET", "/health", config, true).location, "");
}

TEST(Responder, OnlyRootIsCut) {
    settings config = blue();
    config.cut_body = true;
    EXPECT_TRUE(respond("GET", "/", config, true).cut);
    EXPECT_FALSE(respond("GET", "/health", config, true).cut);
}

TEST(Responder, OnlyRootIsDelayed) {
    settings config = blue();
    config.delay = std::chrono::milliseconds{40};
    EXPECT_EQ(respond("GET", "/", config, true).delay, config.delay);
    EXPECT_EQ(respond("GET", "/ready", config, true).delay.count(), 0);
    EXPECT_EQ(respond("GET", "/health", config, true).delay.count(), 0);
}

TEST(Responder, OnlyRootSpeaksTls) {
    settings config = blue();
    config.tls_bytes = true;
    EXPECT_TRUE(respond("GET", "/", config, true).tls_alert);
    EXPECT_FALSE(respond("GET", "/health", config, true).tls_alert);
}

TEST(Responder, SlowIsAsLateAsItIsAskedToBe) {
    using std::chrono::milliseconds;
    EXPECT_EQ(respond("GET", "/slow?ms=3000", blue(), true).delay, milliseconds(3000));
    EXPECT_EQ(respond("GET", "/slow?ms=3000", blue(), true).body,
              respond("GET", "/", blue(), true).body);
    for (const auto* target : {"/slow", "/slow?ms=", "/slow?ms=x", "/slow?ms=-5"})
        EXPECT_EQ(respond("GET", target, blue(), true).delay, milliseconds(0)) << target;
    EXPECT_EQ(respond("GET", "/slow?ms=999999999", blue(), true).delay, app::longest_delay);
    EXPECT_EQ(respond("POST", "/slow", blue(), true).status, 405u);
}

TEST(Responder, AnUploadIsToldHowMuchArrived) {
    app::history before;
    before.body_bytes = 65'536;
    const auto answer = respond("POST", "/upload", blue(), true, before);
    EXPECT_EQ(nlohmann::json::parse(answer.body).at("received"), 65'536);
    EXPECT_EQ(respond("GET", "/upload", blue(), true).status, 405u);
}

TEST(Responder, AnEchoNeedsAWebsocket) {
    EXPECT_TRUE(app::echoes("/echo"));
    EXPECT_FALSE(app::echoes("/echoes"));
    EXPECT_EQ(respond("GET", "/echo", blue(), true).status, 426u);
}

TEST(Responder, UnknownPathIsNotFound) {
    for (const char* target : {"/nope", "/healthy", "/ready/", "//", "", "*"}) {
        const auto answer = respond("GET", target, blue(), true);
        EXPECT_EQ(answer.status, 404u) << target;
        EXPECT_EQ(answer.body, "not found") << target;
    }
}

TEST(Responder, OtherMethodsAreRefusedByName) {
    const auto root = respond("DELETE", "/", blue(), true);
    EXPECT_EQ(root.status, 405u);
    EXPECT_EQ(root.allow, "GET, HEAD, POST");
    const auto health = respond("POST", "/health", blue(), true);
    EXPECT_EQ(health.status, 405u);
    EXPECT_EQ(health.allow, "GET, HEAD");
    EXPECT_EQ(respond("get", "/", blue(), true).status, 405u);
}

TEST(Responder, QueryIsIgnored) {
    EXPECT_EQ(respond("GET", "/health?x=/nope", blue(), true).body, "ok");
    EXPECT_EQ(respond("GET", "/?next=http://other/health", blue(), true).content_type,
              "application/json");
}

TEST(Responder, AbsoluteTargetMeansItsPath) {
    EXPECT_EQ(respond("GET", "http://localhost:8000/health", blue(), true).body, "ok");
    EXPECT_EQ(respond("GET", "http://localhost", blue(), true).status, 200u);
}

}  // namespace
