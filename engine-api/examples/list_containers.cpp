// Prints the containers that run, on the engine that the docker command line would use.
#include <engine_api/client.hpp>
#include <engine_api/find_engine.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace net = boost::asio;

net::awaitable<void> list_containers(engine_api::client& engine) {
    co_await engine.negotiate();
    const auto rows = co_await engine.containers().list();
    for (const auto& row : rows)
        std::cout << row.names.at(0) << "  " << row.image << "  " << row.status << '\n';
}

int main() {
    try {
        const auto found =
            engine_api::find_engine(engine_api::host_environment(), engine_api::host_files());
        engine_api::client_options options;
        options.api_version = found.api_version;
        net::io_context context;
        engine_api::client engine(context.get_executor(), found.where, options);
        std::exception_ptr failed;
        net::co_spawn(context, list_containers(engine),
                      [&](std::exception_ptr thrown) { failed = thrown; });
        context.run();
        if (failed) std::rethrow_exception(failed);
    } catch (const engine_api::error& e) {
        std::cerr << e.what() << '\n';
        return 1;
    }
}
