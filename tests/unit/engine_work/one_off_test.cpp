#include "at_work.hpp"

#include <engine_api/error.hpp>
#include <rollout/engine_work/one_off.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>

#include <chrono>

namespace {

namespace net = boost::asio;
using namespace rollout;
using namespace std::chrono_literals;
using support::selector;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* name = "shop-app-pre-deploy";

class OneOff : public at_work {
  protected:
    OneOff() {
        add_service("app").stop_grace_period = 3s;
        how_.exits_after = 20ms;
        how_.exit_code = 0;
        how_.log = {{"migrating"}, {"a warning", true}, {"done"}};
        options_.what.service = "app";
        options_.what.purpose = "pre-deploy";
        options_.what.command = {"bin/migrate", "--all of it"};
    }

    std::optional<engine_work::failure> run() {
        engine_.behave(selector::by_name(name), how_);
        return failure_of([&](const engine_work::context& ctx) {
            return engine_work::run_one_off(ctx, options_);
        });
    }

    std::vector<std::string> lines() const {
        std::vector<std::string> lines;
        for (const auto& e : said_.all<engine_work::one_off_output>())
            lines.push_back(e.line);
        return lines;
    }

    support::behaviour how_;
    engine_work::one_off_options options_;
};

TEST_F(OneOff, RunsItsCommandTellsWhatItWritesAndIsRemoved) {
    EXPECT_FALSE(run());
    EXPECT_THAT(lines(), ElementsAre("migrating", "a warning", "done"));
    const auto started = said_.all<engine_work::one_off_started>();
    ASSERT_THAT(started, SizeIs(1));
    EXPECT_EQ(started.front().command, "bin/migrate '--all of it'");
    const auto done = said_.all<engine_work::one_off_done>();
    ASSERT_THAT(done, SizeIs(1));
    EXPECT_EQ(done.front().container, name);
    EXPECT_GE(done.front().duration_ms, 20);
    EXPECT_THAT(engine_.containers(), IsEmpty());
    EXPECT_EQ(engine_.count("POST", "/containers/*/stop"), 0U) << "it had ended";
    EXPECT_THAT(engine_.unexpected(), IsEmpty());
}

TEST_F(OneOff, AnotherExitCodeIsAFailureWithTheLastWordsAndNothingIsLeft) {
    how_.exit_code = 3;
    const auto failed = run();
    ASSERT_TRUE(failed);
    EXPECT_STREQ(failed->what(),
                 "the pre-deploy command `bin/migrate '--all of it'` ended with exit code 3");
    EXPECT_THAT(failed->details(), Contains("  done"));
    EXPECT_THAT(said_.all<engine_work::one_off_done>(), IsEmpty());
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(OneOff, OneThatIsNotDoneInTimeIsStoppedAndRemoved) {
    how_.exits_after.reset();
    options_.limit = 300ms;
    const auto failed = run();
    ASSERT_TRUE(failed);
    EXPECT_THAT(failed->what(), HasSubstr("was not done within 1 s"));
    EXPECT_THAT(lines(), Contains("migrating"));
    EXPECT_THAT(done_to(name), ElementsAre("POST start", "POST stop", "DELETE"));
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(OneOff, ACancelledOneIsStoppedAndRemoved) {
    how_.exits_after.reset();
    engine_.behave(selector::by_name(name), how_);
    net::io_context io;
    net::cancellation_signal cancel;
    engine_.on("GET", "/containers/*/logs", [&](const support::request&) {
        net::post(io, [&] { cancel.emit(net::cancellation_type::terminal); });
        return std::optional<support::reply>();
    });
    engine_api::client client(io.get_executor(), engine_api::parse_endpoint(engine_.url()));
    const engine_api::credentials logins;
    const engine_work::context ctx{client, logins, project_, said_, interrupted_};
    std::optional<engine_api::error_kind> kind;
    const auto work = [&]() -> net::awaitable<void> {
        co_await net::this_coro::throw_if_cancelled(false);
        try {
            co_await engine_work::run_one_off(ctx, options_);
        } catch (const engine_api::error& e) {
            kind = e.kind();
        }
    };
    net::co_spawn(io, work, net::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
    io.run_for(support::never_expires);
    EXPECT_EQ(kind, engine_api::error_kind::cancelled);
    EXPECT_THAT(done_to(name), ElementsAre("POST start", "POST stop", "DELETE"));
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(OneOff, WhatAKilledRunLeftIsRemovedFirst) {
    run_container(name, R"("com.docker.compose.project":"shop","com.docker.compose.service":"app",
        "com.docker.compose.config-hash":"x","com.docker.compose.oneoff":"True")");
    const auto left = engine_.container(name).id;
    EXPECT_FALSE(run());
    EXPECT_THAT(done_to(left), Contains("POST stop"));
    EXPECT_THAT(lines(), SizeIs(3));
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(OneOff, AContainerOfThatNameThatIsNotOursIsLeftAlone) {
    run_container(name);
    const auto other = engine_.container(name).id;
    EXPECT_THROW(run(), engine_api::error);
    EXPECT_TRUE(engine_.container(other).running());
}

TEST_F(OneOff, ACommandThatCannotBeStartedIsNamed) {
    how_.start_error = "exec: \"bin/migrate\": no such file or directory";
    how_.start_error_status = 400;
    const auto failed = run();
    ASSERT_TRUE(failed);
    EXPECT_THAT(failed->what(), HasSubstr("the pre-deploy command `bin/migrate '--all of it'` "
                                          "cannot be started: exec: \"bin/migrate\": no such"));
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(OneOff, HasTheNetworksAndVolumesOfItsServiceAndLeavesTheVolumes) {
    auto& s = project_.services["app"];
    project_.networks["back"].name = "shop_back";
    project_.volumes["data"].name = "shop_data";
    s.networks["back"];
    auto& mount = s.volumes.emplace_back();
    mount.type = compose::volume_mount::kind::volume;
    mount.source = "data";
    mount.target = "/data";
    EXPECT_FALSE(run());
    EXPECT_EQ(engine_.call("GET", "/networks/shop_back").status, 404u);
    EXPECT_EQ(engine_.call("GET", "/volumes/shop_data").status, 200u);
}

TEST_F(OneOff, AnOutputThatCannotBeReadIsNoReasonToGiveUp) {
    engine_.inject("GET", "/containers/*/logs",
                   support::fault::fail(501, "configured logging driver does not support reading"));
    EXPECT_FALSE(run());
    EXPECT_THAT(lines(), IsEmpty());
    const auto warned = said_.all<engine_work::container_warning>();
    ASSERT_THAT(warned, SizeIs(1));
    EXPECT_THAT(warned.front().warning, HasSubstr("does not support reading"));
    EXPECT_THAT(said_.all<engine_work::one_off_done>(), SizeIs(1));
}

TEST_F(OneOff, AnEngineThatDiesIsTheEnginesError) {
    engine_.inject("POST", "/containers/*/wait", support::fault::reset_before_head());
    EXPECT_THROW(run(), engine_api::error);
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

}  // namespace
