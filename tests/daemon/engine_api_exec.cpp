#include "engine_api_fixture.hpp"

namespace engine_api {
namespace {

class RealExec : public RealEngine {
  protected:
    net::awaitable<void> start_web(client& engine) const {
        const auto web = name("web");
        co_await run(engine, web, document(R"(["serve"])"));
    }
    static exec_options command(std::vector<std::string> words) {
        exec_options o;
        o.command = std::move(words);
        return o;
    }
};

TEST_F(RealExec, RunsACommandAndTellsItsExitCode) {
    for (const char* row :
         {"POST /containers/{id}/exec", "POST /exec/{id}/start", "GET /exec/{id}/json"})
        covers(row);
    with([&](client& engine) -> net::awaitable<void> {
        co_await start_web(engine);
        const auto say = command({"/probe", "say", "hello"});
        const auto said = co_await engine.exec().run(name("web"), say);
        EXPECT_EQ(said.output, "hello\n");
        EXPECT_EQ(said.exit_code, 0);
        const auto fail = command({"/probe", "exit", "9"});
        const auto failed = co_await engine.exec().run(name("web"), fail);
        EXPECT_EQ(failed.exit_code, 9);
    });
}

TEST_F(RealExec, ReadsItsInputToTheEndAndStillAnswers) {
    const auto text = with([&](client& engine) -> net::awaitable<std::string> {
        co_await start_web(engine);
        auto copy = command({"/probe", "copy"});
        copy.attach_stdin = true;
        const auto id = co_await engine.exec().create(name("web"), copy);
        auto stream = co_await engine.exec().start(id, false);
        co_await stream.write("some input\n");
        co_await stream.close_stdin();
        co_return co_await all_of(stream);
    });
    EXPECT_EQ(text, "some input\nend of input\n");
}

TEST_F(RealExec, RunsDetached) {
    with([&](client& engine) -> net::awaitable<void> {
        co_await start_web(engine);
        const auto nap = command({"/probe", "sleep", "30"});
        const auto id = co_await engine.exec().create(name("web"), nap);
        co_await engine.exec().start_detached(id, false);
        const auto state = co_await engine.exec().inspect(id);
        EXPECT_TRUE(state.running);
    });
}

TEST_F(RealExec, SeesItsTerminalChange) {
    covers("POST /exec/{id}/resize");
    with([&](client& engine) -> net::awaitable<void> {
        co_await start_web(engine);
        auto watch = command({"/probe", "size"});
        watch.tty = true;
        const auto id = co_await engine.exec().create(name("web"), watch);
        auto stream = co_await engine.exec().start(id, true);
        co_await stream.next();  // it runs
        co_await engine.exec().resize(id, terminal_size(33, 99));
        const auto text = co_await all_of(stream);
        EXPECT_NE(text.find("33 x 99"), std::string::npos) << text;
    });
}

TEST_F(RealExec, OfAnUnknownContainerIsNotFound) {
    EXPECT_EQ(kind_of([&](client& engine) -> net::awaitable<void> {
                  const auto say = command({"/probe"});
                  co_await engine.exec().create(name("none"), say);
              }),
              error_kind::not_found);
}

}  // namespace
}  // namespace engine_api
