// Stopping from outside: within 100 ms, as `cancelled`, wherever the call is.
#include "cancelled.hpp"

#include <boost/asio/detached.hpp>

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace engine_api {
namespace {

using support::expect_head;
using support::hold;
using support::send;

template <typename Use>
std::optional<failure> cancelled_call(const std::string& url, Use use) {
    std::optional<client> engine;
    return cancelled([&](net::any_io_executor executor) -> net::awaitable<void> {
        engine.emplace(executor, parse_endpoint(url), patient());
        return use(*engine);
    });
}

TEST(Cancel, WaitingForTheHead) {
    script_server server({{expect_head(), hold()}});
    expect_cancelled(cancelled_call(server.url(), [](client& e) { return list_all(e); }));
}

TEST(Cancel, WaitingForTheBody) {
    script_server server(
        {{expect_head(), send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[]"), hold()}});
    expect_cancelled(cancelled_call(server.url(), [](client& e) { return list_all(e); }));
}

TEST(Cancel, WaitingForAnEvent) {
    script_server server({{expect_head(), send(chunked_head), hold()}});
    expect_cancelled(cancelled_call(server.url(), [](client& engine) -> net::awaitable<void> {
        auto events = co_await engine.system().events();
        co_await events.next();
    }));
}

TEST(Cancel, WaitingForTheOutputOfAnExec) {
    script_server server({{expect_head(), send(upgrade_head + frame(1, "a")), hold()}});
    expect_cancelled(cancelled_call(server.url(), [](client& engine) -> net::awaitable<void> {
        auto output = co_await engine.exec().start("e", false);
        co_await output.next();
        co_await output.next();
    }));
}

TEST(Cancel, WaitingForAContainerToEnd) {
    script_server server({{expect_head(), send(chunked_head), hold()}});
    expect_cancelled(cancelled_call(server.url(), [](client& engine) -> net::awaitable<void> {
        co_await engine.containers().wait("x");
    }));
}

/// Cancels the work that reads it, which waits for nothing then.
struct cancels final : body_source {
    explicit cancels(net::cancellation_signal& s) : signal(s) {}
    std::size_t read(std::span<char> into) override {
        signal.emit(net::cancellation_type::terminal);
        into.front() = 'x';
        return 1;
    }
    net::cancellation_signal& signal;
};

/// Of which nothing comes.
struct silent_source final : body_source {
    net::awaitable<void> ready() override {
        net::steady_timer forever(co_await net::this_coro::executor,
                                  net::steady_timer::time_point::max());
        co_await forever.async_wait(net::use_awaitable);
    }
    std::size_t read(std::span<char>) override { return 0; }
};

TEST(Cancel, WaitingForWhatIsToBeSent) {
    script_server server({{expect_head(), hold()}});
    expect_cancelled(cancelled_call(server.url(), [](client& engine) -> net::awaitable<void> {
        auto source = std::make_unique<silent_source>();
        co_await engine.containers().put_archive("x", "/", std::move(source));
    }));
}

/// `goes_on`: the work has `throw_if_cancelled(false)` and asks once more when it was cancelled.
/// What the first call threw; `again` gets what the second one did.
std::optional<failure> cancelled_while_the_body_is_made(client& engine, net::io_context& context,
                                                        bool goes_on = false,
                                                        std::size_t* again = nullptr) {
    net::cancellation_signal signal;
    std::optional<failure> ended;
    const auto work = [&]() -> net::awaitable<void> {
        if (goes_on) co_await net::this_coro::throw_if_cancelled(false);
        auto source = std::make_unique<cancels>(signal);
        std::exception_ptr thrown;
        try {
            co_await engine.containers().put_archive("x", "/", std::move(source));
        } catch (...) {
            thrown = std::current_exception();
        }
        ended = failure_of([&] {
            if (thrown) std::rethrow_exception(thrown);
        });
        if (!again) co_return;
        const auto all = co_await engine.containers().list();
        *again = all.size();
    };
    net::co_spawn(context, work, net::bind_cancellation_slot(signal.slot(), net::detached));
    context.run_for(never_expires);
    return ended;
}

// The cancellation arrives between two waits: nothing is under way that it could end.
TEST(Cancel, WhileTheBodyIsMade) {
    script_server server({{expect_head(), hold()}});
    net::io_context context;
    client engine(context.get_executor(), parse_endpoint(server.url()), patient());
    expect_cancelled(cancelled_while_the_body_is_made(engine, context));
}

// Asio would tell such a caller nothing.
TEST(Cancel, BetweenTwoWaitsOfACallerThatGoesOnEndsTheNextWaitAndNoOther) {
    script_server server({{expect_head(), hold()},
                          {expect_head(), send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")}});
    net::io_context context;
    client engine(context.get_executor(), parse_endpoint(server.url()), patient());
    std::size_t again = 7;
    expect_cancelled(cancelled_while_the_body_is_made(engine, context, true, &again));
    EXPECT_EQ(again, 0U);
}

template <typename End>
void expect_ended_from_outside(End end) {
    script_server server({{expect_head(), send(chunked_head), hold()}});
    net::io_context context;
    client engine(context.get_executor(), parse_endpoint(server.url()), patient());
    std::optional<event_stream> events;
    std::optional<failure> ended;
    auto began = clock_type::time_point::max();
    auto done = clock_type::time_point::max();
    const auto work = [&]() -> net::awaitable<void> {
        events.emplace(co_await engine.system().events());
        co_await events->next();
    };
    net::co_spawn(context, work, [&](std::exception_ptr thrown) {
        done = clock_type::now();
        ended = failure_of([&] {
            if (thrown) std::rethrow_exception(thrown);
        });
    });
    net::steady_timer timer(context, must_expire);
    timer.async_wait([&](auto) {
        began = clock_type::now();
        end(events);
    });
    context.run_for(never_expires);
    EXPECT_LT(done - began, at_once);
    expect_cancelled(ended);
}

TEST(Cancel, ClosingAStreamEndsANextThatIsUnderWay) {
    expect_ended_from_outside([](std::optional<event_stream>& events) { events->close(); });
}

TEST(Cancel, DestroyingAStreamEndsANextThatIsUnderWay) {
    expect_ended_from_outside([](std::optional<event_stream>& events) { events.reset(); });
}

TEST(Cancel, AClosedStreamStaysClosed) {
    script_server server(
        {{expect_head(), send(chunked_head + chunk("{\"Type\":\"x\"}\n")), hold()}});
    const auto failed = failure_with(server.url(), [](client& engine) -> net::awaitable<void> {
        auto events = co_await engine.system().events();
        events.close();
        co_await events.next();
    });
    expect_cancelled(failed);
}

}  // namespace
}  // namespace engine_api
