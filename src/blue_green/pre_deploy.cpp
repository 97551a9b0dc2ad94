#include "pre_deploy.hpp"

#include <rollout/engine_work/one_off.hpp>

namespace rollout::blue_green {

namespace net = boost::asio;

plan::one_off pre_deploy_of(const settings& s, color to) {
    plan::one_off what;
    what.service = s.services(to).front();
    what.purpose = "pre-deploy";
    what.command = s.pre_deploy;
    return what;
}

net::awaitable<void> run_pre_deploy(const context& ctx, color to) {
    if (ctx.settings.pre_deploy.empty()) co_return;
    engine_work::one_off_options options;
    options.what = pre_deploy_of(ctx.settings, to);
    options.limit = ctx.settings.pre_deploy_limit;
    co_await engine_work::run_one_off(ctx.work, options);
}

}  // namespace rollout::blue_green
