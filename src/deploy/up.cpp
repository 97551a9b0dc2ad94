#include "with_lock.hpp"

#include <rollout/deploy/execute.hpp>
#include <rollout/deploy/files.hpp>
#include <rollout/deploy/live_color.hpp>
#include <rollout/deploy/observe.hpp>
#include <rollout/deploy/stack.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/strategy/snippet.hpp>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using service_list = std::vector<std::string>;

/// The project with the proxy depending on the health of the live color: nginx does not start
/// when the host in its snippet is unknown.
compose::project with_live_dependency(const context& ctx, const std::string& live_service) {
    auto project = ctx.project;
    auto& dependencies = project.services.at(ctx.settings.proxy).depends_on;
    if (!dependencies.contains(live_service))
        dependencies[live_service].condition = "service_healthy";
    return project;
}

service_list to_be_started(const plan::observed& seen, const service_list& order, bool recreate) {
    service_list names;
    for (const auto& name : order) {
        const auto* there = seen.find(name);
        if (recreate || !there || !there->running()) names.push_back(name);
    }
    return names;
}

void point_snippet_at(const context& ctx, strategy::color live) {
    const auto text = strategy::snippet_text(ctx.settings, live);
    const auto current = read_file(ctx.settings.snippet);
    if (current && strategy::snippet_color(ctx.settings, *current) == live) return;
    ctx.reporter.step("start", "write " + ctx.settings.snippet + " for the live color " +
                                   std::string(strategy::to_string(live)));
    replace_file(ctx.settings.snippet, text);
}

class stack_start {
  public:
    stack_start(const context& ctx, const up_options& options)
        : ctx_(ctx),
          options_(options),
          live_(read_record(ctx.settings).live),
          project_(with_live_dependency(ctx, ctx.settings.service(live_))),
          within_{ctx.engine,   ctx.logins,   project_,
                  ctx.settings, ctx.reporter, ctx.interrupted_by} {}

    net::awaitable<exit_code> run() {
        auto wanted = options_.services;
        if (wanted.empty()) wanted = plan::default_services(project_);
        order_ = plan::start_order(project_, wanted);
        if (order_.empty())
            throw failure(exit_code::usage, "no service to start: all are behind a profile");
        auto seen = co_await observe(ctx_.engine, project_);
        co_await get_images(seen);
        const auto image = co_await any_image();
        const auto start = [this](const deploy_lock&) { return start_services(); };
        co_return co_await with_lock(within_, image, "up", start);
    }

  private:
    net::awaitable<void> get_images(const plan::observed& seen) {
        const auto names = to_be_started(seen, order_, options_.recreate);
        executor images(within_, {}, options_.health);
        const auto operations = plan::image_operations(project_, seen, names, options_.images);
        co_await images.run(operations);
    }

    net::awaitable<std::string> any_image() {
        const auto& first = project_.services.at(order_.front());
        const auto image =
            co_await ctx_.engine.images().inspect(plan::image_reference(project_, first));
        co_return image.id;
    }

    net::awaitable<exit_code> start_services() {
        const auto seen = co_await observe(ctx_.engine, project_);
        std::set<std::string> recreate;
        for (const auto& name : plan::outdated_services(project_, seen, order_)) {
            if (options_.recreate)
                recreate.insert(name);
            else
                ctx_.reporter.warning("start", name +
                                                   " runs with another configuration than the "
                                                   "file's and is left alone; `rollout deploy` "
                                                   "brings a new version of the app live, "
                                                   "`rollout up --recreate` replaces the "
                                                   "container at once");
        }
        const auto operations = plan::up_operations(project_, seen, order_, recreate);
        if (starts(operations, ctx_.settings.proxy)) point_snippet_at(ctx_, live_);
        executor starter(within_, {}, health());
        std::exception_ptr problem;
        try {
            co_await starter.run(operations);
        } catch (...) {
            problem = std::current_exception();
        }
        if (problem) {
            co_await net::this_coro::reset_cancellation_state(net::disable_cancellation());
            co_await starter.undo();
            std::rethrow_exception(problem);
        }
        ctx_.reporter.step("up",
                           operations.empty() ? "everything runs already" : "everything runs");
        co_return exit_code::live;
    }

    static bool starts(const plan::operations& operations, const std::string& service) {
        for (const auto& op : operations)
            if (op.what == plan::action::start_container && op.service == service) return true;
        return false;
    }

    [[nodiscard]] health_options health() const {
        auto options = options_.health;
        options.settle = 1s;  // enough to see a bad configuration end the process
        return options;
    }

    const context& ctx_;
    const up_options& options_;
    strategy::color live_;
    compose::project project_;
    context within_;  // `ctx_` with `project_`
    service_list order_;
};

}  // namespace

net::awaitable<exit_code> up(const context& ctx, up_options options) {
    stack_start work(ctx, options);
    co_return co_await work.run();
}

net::awaitable<exit_code> build(const context& ctx, std::set<std::string> services) {
    std::vector<std::string> names;
    for (const auto& name : services)
        if (!ctx.project.services.contains(name))
            throw std::invalid_argument("no such service: " + name);
    for (const auto& [name, service] : ctx.project.services)
        if (service.build && (services.empty() || services.contains(name))) names.push_back(name);
    plan::image_options options;
    const plan::observed nothing;
    const auto operations = plan::image_operations(ctx.project, nothing, names, options);
    if (operations.empty()) ctx.reporter.step("build", "no service to build");
    executor builder(ctx, {}, {});
    co_await builder.run(operations);
    co_return exit_code::live;
}

}  // namespace rollout::deploy
