#include "logins.hpp"

#include <engine_api/client.hpp>
#include <engine_api/credentials.hpp>

namespace rollout::engine_work {

namespace net = boost::asio;

net::awaitable<engine_api::registry_credentials> login_for(const context& ctx, std::string image,
                                                           const char* purpose) {
    if (ctx.logins.empty()) co_return engine_api::registry_credentials();
    const auto info = co_await ctx.engine.system().info();
    try {
        co_return co_await ctx.logins.find(image, info.index_server);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        ctx.reporter.report(login_missing{purpose, e.what()});
    }
    co_return engine_api::registry_credentials();
}

net::awaitable<std::vector<engine_api::registry_credentials>> logins_for_build(const context& ctx) {
    auto logins = co_await ctx.logins.all();
    for (const auto& problem : logins.problems)
        ctx.reporter.report(login_missing{"build", problem});
    co_return std::move(logins.found);
}

}  // namespace rollout::engine_work
