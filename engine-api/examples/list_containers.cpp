// Prints the containers that run, on the engine that the docker command line would use.
#include <engine_api/client.hpp>
#include <engine_api/find_engine.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <iostream>

namespace net = boost::asio;

net::awaitable<void> list_containers(engine_api::client& engine) {
    co_await engine.negotiate();
    const auto rows = co_await engine.containers().list();
    for (const auto& row : rows)
        std::cout << row.names.at(0) << "  " << row.image << "  " << row.status << '\n';
}

int main() {
    engine_api::environment variables;
    for (const char* name : {"HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_TLS_VERIFY"})
        if (const char* value = std::getenv(name)) variables[name] = value;
    try {
        const auto found = engine_api::find_engine(variables, engine_api::host_files());
        net::io_context context;
        engine_api::client engine(context.get_executor(), found.where);
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
