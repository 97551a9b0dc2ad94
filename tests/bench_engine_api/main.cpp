// engine_api_bench list SOCKET COUNT   GET /containers/json COUNT times over one connection
// engine_api_bench event SOCKET        milliseconds from nothing to the first event of the past
#include <engine_api/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>

namespace {

namespace net = boost::asio;
using clock_type = std::chrono::steady_clock;

double seconds_since(clock_type::time_point begin) {
    return std::chrono::duration<double>(clock_type::now() - begin).count();
}

net::awaitable<void> list(engine_api::client& engine, int count) {
    co_await engine.negotiate();
    for (int i = 0; i < count; ++i)
        co_await engine.containers().list();
}

net::awaitable<void> first_event(engine_api::client& engine, clock_type::time_point begin) {
    co_await engine.negotiate();
    engine_api::events_options all;
    all.since = std::chrono::seconds(1);
    auto events = co_await engine.system().events(all);
    const auto first = co_await events.next();
    if (!first) throw std::runtime_error("no event");
    std::printf("%.2f\n", seconds_since(begin) * 1e3);
}

template <typename Work>
void run(const char* socket, Work work) {
    net::io_context context;
    engine_api::client engine(context.get_executor(), engine_api::parse_endpoint(socket));
    std::exception_ptr failed;
    net::co_spawn(context, work(engine), [&](std::exception_ptr thrown) { failed = thrown; });
    context.run();
    if (failed) std::rethrow_exception(failed);
}

}  // namespace

int main(int argc, char** argv) {
    const auto begin = clock_type::now();
    const std::string_view what = argc > 1 ? argv[1] : "";
    try {
        if (what == "list" && argc == 4) {
            const int count = std::atoi(argv[3]);
            run(argv[2], [count](engine_api::client& engine) { return list(engine, count); });
            return 0;
        }
        if (what == "event" && argc == 3) {
            run(argv[2], [begin](engine_api::client& e) { return first_event(e, begin); });
            return 0;
        }
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 1;
    }
    return 64;
}
