#include "logins.hpp"

#include <engine_api/build_context.hpp>
#include <engine_api/client.hpp>
#include <rollout/deploy/diagnose.hpp>
#include <rollout/deploy/execute.hpp>
#include <rollout/deploy/outcome.hpp>
#include <rollout/plan/create_request.hpp>

#include <algorithm>
#include <sstream>

namespace rollout::deploy {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using plan::action;
using plan::operation;

constexpr auto pull_limit = 15min;
constexpr auto build_limit = 30min;

std::string phase_of(action what) {
    switch (what) {
        case action::build_image: return "build";
        case action::pull_image: return "pull";
        case action::wait_healthy: return "health";
        case action::create_network:
        case action::create_volume:
        case action::create_container:
        case action::connect_network:
        case action::start_container: return "start";
        case action::stop_container:
        case action::remove_container:
        case action::remove_network: return "remove";
    }
    return "";
}

/// Hands complete lines of a builder's output on, and keeps the last ones for an error.
class line_printer {
  public:
    explicit line_printer(reporter& to) : to_(to) {}

    void add(const std::string& text) {
        std::istringstream in(text);
        for (std::string line; std::getline(in, line);)
            if (!line.empty()) to_.detail("build", line);
    }

  private:
    reporter& to_;
};

}  // namespace

net::awaitable<void> executor::run(plan::operations operations) {
    for (const auto& op : operations) {
        if (untouchable_.contains(op.name))
            throw failure(exit_code::failed,
                          "refused to " + plan::to_string(op) + ": it is the live container");
        ctx_.reporter.step(phase_of(op.what), plan::to_string(op));
        co_await run_one(op);
    }
}

net::awaitable<void> executor::run_one(const operation& op) {
    auto containers = ctx_.engine.containers();
    switch (op.what) {
        case action::build_image: co_return co_await build(op);
        case action::pull_image: co_return co_await pull(op);
        case action::wait_healthy: co_return co_await wait(op);
        case action::create_container: co_return co_await create(op);
        case action::create_network: {
            auto& made = created_.emplace_back();
            made.is_network = true;
            made.name = op.name;
            made.id = co_await ctx_.engine.networks().create(op.body);
            co_return;
        }
        case action::create_volume: co_await ctx_.engine.volumes().create(op.body); co_return;
        case action::connect_network:
            co_return co_await ctx_.engine.networks().connect(op.network, op.body);
        case action::start_container: co_await containers.start(op.name); co_return;
        case action::stop_container: co_await containers.stop(op.name); co_return;
        case action::remove_container: {
            engine_api::remove_options options;
            options.force = true;
            options.volumes = op.volumes;
            co_return co_await containers.remove(op.name, options);
        }
        case action::remove_network: {
            const auto id = co_await network_id(op.name);
            co_return co_await ctx_.engine.networks().remove(id);
        }
    }
}

net::awaitable<std::string> executor::network_id(std::string name) {
    engine_api::filters filter;
    filter.add("name", name);
    const auto found = co_await ctx_.engine.networks().list(filter);
    const auto exact =
        std::find_if(found.begin(), found.end(), [&](const auto& n) { return n.name == name; });
    co_return exact == found.end() ? name : exact->id;
}

net::awaitable<void> executor::build(const operation& op) {
    const auto& section = *ctx_.project.services.at(op.service).build;
    engine_api::build_options options;
    options.tags = {op.name};
    options.dockerfile = section.dockerfile;
    options.target = section.target;
    options.args.insert(section.args.begin(), section.args.end());
    options.no_cache = section.no_cache;
    options.pull = section.pull;
    options.labels.insert(section.labels.begin(), section.labels.end());
    options.tags.insert(options.tags.end(), section.tags.begin(), section.tags.end());
    options.labels[plan::project_label] = ctx_.project.name;
    options.labels[plan::service_label] = op.service;
    options.auths = co_await logins_for_build(ctx_);
    const auto until = engine_api::deadline::after(build_limit);
    auto context = engine_api::build_context(section.context, section.dockerfile);
    auto stream = co_await ctx_.engine.images().build(options, std::move(context), until);
    line_printer printer(ctx_.reporter);
    while (const auto progress = co_await stream.next(until))
        printer.add(progress->text);
}

net::awaitable<void> executor::pull(const operation& op) {
    const auto until = engine_api::deadline::after(pull_limit);
    engine_api::pull_options options;
    options.auth = co_await login_for(ctx_, op.name);
    std::string problem;
    try {
        auto stream = co_await ctx_.engine.images().pull(op.name, options, until);
        while (const auto progress = co_await stream.next(until)) {
            if (progress->id.empty() && !progress->status.empty())
                ctx_.reporter.detail("pull", progress->status);
        }
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        problem = e.engine_message().empty() ? e.what() : e.engine_message();
    }
    if (!problem.empty())
        throw failure(exit_code::failed,
                      "the image " + op.name + " of service '" + op.service +
                          "' is not on this engine and cannot be pulled: " + problem);
}

net::awaitable<void> executor::create(const operation& op) {
    auto& made = created_.emplace_back();
    made.name = op.name;
    made.id = op.name;  // should we be interrupted before the answer tells the id
    engine_api::created_container answer;
    try {
        answer = co_await ctx_.engine.containers().create(op.name, op.body);
    } catch (const engine_api::error& e) {
        if (e.status() != 0) created_.pop_back();  // refused: what has this name is not ours
        throw;
    }
    made.id = answer.id;
    for (const auto& warning : answer.warnings)
        ctx_.reporter.warning("start", warning);
}

net::awaitable<void> executor::wait(const operation& op) {
    auto options = health_;
    options.fresh = std::any_of(created_.begin(), created_.end(),
                                [&op](const created_thing& c) { return c.name == op.name; });
    const auto result = co_await wait_healthy(ctx_.engine, op.name, options);
    if (!result.healthy) {
        auto details = co_await diagnose(ctx_.engine, op.name);
        details.insert(details.begin(), result.details.begin(), result.details.end());
        throw failure(exit_code::failed, "container " + op.name + " is not healthy: " + result.text,
                      details);
    }
    ctx_.reporter.step("health", op.name + ": " + result.text);
}

net::awaitable<void> executor::undo() {
    while (!created_.empty()) {
        const auto made = created_.back();
        created_.pop_back();
        if (made.id.empty()) continue;
        try {
            ctx_.reporter.step("remove", std::string("remove ") +
                                             (made.is_network ? "network " : "container ") +
                                             made.name + " (made by this run)");
            if (made.is_network) {
                co_await ctx_.engine.networks().remove(made.id);
            } else {
                engine_api::remove_options options;
                options.force = true;
                options.volumes = true;
                co_await ctx_.engine.containers().remove(made.id, options);
            }
        } catch (const engine_api::error& e) {
            if (e.kind() != engine_api::error_kind::not_found)
                ctx_.reporter.warning("remove", e.what());
        }
    }
}

}  // namespace rollout::deploy
