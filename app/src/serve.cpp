#include "serve.hpp"

#include "readiness_state.hpp"
#include "server.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/system_error.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>

namespace app {

namespace net = boost::asio;
using boost::system::error_code;

namespace {

constexpr int crashed = 3;

void say(const char* sentence) {
    std::puts(sentence);
    std::fflush(stdout);  // a log driver reads a pipe, which stdio buffers
}

void run(net::io_context& context, server& sample, const settings& config) {
    net::steady_timer crash{context};
    if (config.exit_after.count() > 0) {
        crash.expires_after(config.exit_after);
        crash.async_wait([](const error_code& cancelled) {
            if (!cancelled) std::_Exit(crashed);
        });
    }
    net::signal_set stop{context, SIGTERM, SIGINT};
    stop.async_wait([&](const error_code& cancelled, int) {
        if (cancelled) return;
        say("draining");
        crash.cancel();
        sample.drain();
    });
    sample.start();
    context.run();
    say("drained");
}

}  // namespace

int serve(const settings& config) {
    net::io_context context{1};
    readiness_state readiness{config.warm_up};
    try {
        server sample{context, config, readiness};
        std::printf("version %s, replica %s, listening on port %u\n", config.version.c_str(),
                    config.replica.c_str(), static_cast<unsigned>(sample.port()));
        std::fflush(stdout);
        run(context, sample, config);
        return 0;
    } catch (const boost::system::system_error& failure) {
        std::fprintf(stderr,
                     "rollout-app: cannot listen on port %u: %s; "
                     "set APP_PORT to a port that is free and allowed\n",
                     static_cast<unsigned>(config.port), failure.code().message().c_str());
        return 1;
    }
}

}  // namespace app
