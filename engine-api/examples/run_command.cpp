// Runs a command inside a container and ends with its exit code: run_command CONTAINER COMMAND...
#include <engine_api/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace net = boost::asio;

net::awaitable<int> run_command(engine_api::client& engine, std::string container,
                                engine_api::exec_options command) {
    co_await engine.negotiate();
    const auto limit = engine_api::deadline::after(std::chrono::seconds(60));
    const auto result = co_await engine.exec().run(container, command, limit);
    std::cout << result.output;
    co_return result.exit_code;
}

int main(int argc, char** argv) {
    if (argc < 3) return 64;
    engine_api::exec_options command;
    command.command.assign(argv + 2, argv + argc);
    net::io_context context;
    engine_api::client engine(context.get_executor(), engine_api::endpoint());
    int code = 1;
    net::co_spawn(context, run_command(engine, argv[1], command),
                  [&](std::exception_ptr thrown, int done) {
                      try {
                          if (thrown) std::rethrow_exception(thrown);
                          code = done;
                      } catch (const engine_api::error& e) {
                          std::cerr << e.what() << '\n';
                      }
                  });
    context.run();
    return code;
}
