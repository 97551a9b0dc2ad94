#include "recorder.hpp"

#include <engine_api/client.hpp>
#include <engine_api/credentials.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <support/engine/tar.hpp>
#include <support/fake_engine.hpp>
#include <support/run_coro.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

namespace net = boost::asio;
using namespace rollout;
using engine_work::exit_code;
using plan::action;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Executor : public testing::Test {
  protected:
    Executor() {
        engine_.add_image("app:1");
        engine_.call("POST", "/containers/create?name=live", R"({"Image":"app:1"})");
        engine_.call("POST", "/containers/live/start");
        live_id_ = engine_.container("live").id;
        project_.name = "shop";
    }

    static plan::operation create(const std::string& name) {
        plan::operation op(action::create_container, name);
        op.image = "app:1";
        op.body = R"({"Image":"app:1"})";
        return op;
    }

    /// Runs the operations, then `undo` if that is wanted; the failure's sentence, empty for none.
    std::string run(const plan::untouchable& live, const plan::operations& operations,
                    bool undo = false) {
        return support::run_coro([&](net::any_io_executor on) -> net::awaitable<std::string> {
            engine_api::client client(on, engine_api::parse_endpoint(engine_.url()));
            const engine_api::credentials logins;
            const engine_work::interruption none;
            const engine_work::context ctx{client, logins, project_, said_, none};
            const engine_work::health_options health;
            engine_work::executor work(ctx, live, health);
            std::string problem;
            try {
                co_await work.run(operations);
            } catch (const engine_work::failure& e) {
                EXPECT_EQ(e.code(), exit_code::failed);
                problem = e.what();
            }
            if (undo) co_await work.undo();
            co_return problem;
        });
    }

    support::fake_engine engine_;
    compose::project project_;
    recorder said_;
    std::string live_id_;
};

TEST_F(Executor, RefusesToChangeTheLiveContainerWhateverThePlanSays) {
    for (const auto what :
         {action::stop_container, action::remove_container, action::start_container}) {
        for (const auto& name : {std::string("live"), live_id_}) {
            const plan::untouchable live({"live", live_id_});
            EXPECT_THAT(run(live, {plan::operation(what, name)}),
                        HasSubstr(name + ": it is the live container"));
        }
    }
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
}

// Half of a plan is worse than none of it.
TEST_F(Executor, RefusesBeforeAnythingOfThePlanIsDone) {
    const plan::untouchable live({"live"});
    EXPECT_THAT(run(live, {create("new"), plan::operation(action::remove_container, "live")}),
                HasSubstr("it is the live container"));
    EXPECT_THAT(engine_.mutating_requests(), IsEmpty());
    EXPECT_FALSE(engine_.has_container("new"));
}

TEST_F(Executor, ChangesWhatIsNotLive) {
    const plan::untouchable live({"other"});
    EXPECT_EQ(run(live, {plan::operation(action::stop_container, "live")}), "");
    EXPECT_EQ(engine_.container("live").status, "exited");
}

TEST_F(Executor, UndoRemovesWhatItMade) {
    EXPECT_EQ(run(plan::untouchable::nothing(), {create("new")}, true), "");
    EXPECT_FALSE(engine_.has_container("new"));
    EXPECT_TRUE(engine_.has_container("live"));
    EXPECT_THAT(said_.all<engine_work::undoing>(), SizeIs(1));
}

// A container that it made and that became live meanwhile, told by its id.
TEST_F(Executor, UndoLeavesALiveContainerAlone) {
    engine_.on("POST", "/containers/create", [&](const support::request&) {
        return std::optional(support::reply::json(201, R"({"Id":")" + live_id_ + R"("})"));
    });
    const plan::untouchable live({live_id_});
    EXPECT_EQ(run(live, {create("new")}, true), "");
    EXPECT_TRUE(engine_.has_container("live"));
    const auto left = said_.all<engine_work::undo_failed>();
    ASSERT_THAT(left, SizeIs(1));
    EXPECT_EQ(left.front().why, "it is the live container");
}

TEST_F(Executor, TheImagesIdIsLookedUpWhenTheContainerIsMade) {
    const auto id = engine_.add_image("app:1", {.labels = {{"built", "just now"}}});
    EXPECT_EQ(run(plan::untouchable::nothing(), {create("new")}), "");
    EXPECT_EQ(engine_.container("new").labels.at("com.docker.compose.image"), id);
}

TEST_F(Executor, AFileIsPutWithItsModeAndOwnerAndReplacesNoFolder) {
    plan::operation op(action::put_file, "live");
    op.file.path = "/run/secrets/token";
    op.file.content = "abc";
    op.file.mode = 0400;
    op.file.uid = 101;
    op.file.gid = 102;
    op.file.owned = true;
    EXPECT_EQ(run(plan::untouchable::nothing(), {op}), "");
    EXPECT_EQ(engine_.file_in("live", "/run/secrets/token"), "abc");
    const auto sent = engine_.mutating_requests("live").back();
    EXPECT_EQ(sent.query.at("path"), "/");
    EXPECT_EQ(sent.query.at("noOverwriteDirNonDir"), "1");
    EXPECT_EQ(sent.query.at("copyUIDGID"), "1");
    const auto files = support::engine::read_tar(sent.body).value();
    ASSERT_THAT(files, SizeIs(1));
    EXPECT_EQ(files[0].name, "/run/secrets/token");
    EXPECT_EQ(files[0].mode, 0400U);
    EXPECT_EQ(files[0].uid, 101);
    EXPECT_EQ(files[0].gid, 102);
}

}  // namespace
