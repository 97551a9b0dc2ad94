// Prints what happens to containers until it is interrupted, and ends cleanly then.
#include <engine_api/client.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <iostream>

namespace net = boost::asio;

net::awaitable<void> watch(engine_api::client& engine) {
    co_await engine.negotiate();
    engine_api::events_options options;
    options.filter.add("type", "container");
    auto events = co_await engine.system().events(options);
    for (;;) {
        const auto next = co_await events.next();
        if (!next) co_return;
        std::cout << next->action << "  " << next->attributes.at("name") << std::endl;
    }
}

int main() {
    net::io_context context;
    engine_api::client engine(context.get_executor(), engine_api::endpoint());
    net::cancellation_signal stop;
    net::signal_set interrupted(context, SIGINT, SIGTERM);
    interrupted.async_wait([&](auto, int) { stop.emit(net::cancellation_type::terminal); });
    int code = 0;
    net::co_spawn(context, watch(engine),
                  net::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr thrown) {
                      interrupted.cancel();
                      try {
                          if (thrown) std::rethrow_exception(thrown);
                      } catch (const engine_api::error& e) {
                          if (e.kind() == engine_api::error_kind::cancelled) return;
                          std::cerr << e.what() << '\n';
                          code = 1;
                      }
                  }));
    context.run();
    return code;
}
