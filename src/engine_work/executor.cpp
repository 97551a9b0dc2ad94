#include "build_source.hpp"
#include "hooks.hpp"
#include "image_work.hpp"
#include "one_file_tar.hpp"
#include "push_image.hpp"
#include "together.hpp"
#include "told_operation.hpp"

#include <engine_api/client.hpp>
#include <rollout/engine_work/diagnose.hpp>
#include <rollout/engine_work/executor.hpp>
#include <rollout/engine_work/outcome.hpp>
#include <rollout/engine_work/sleep.hpp>
#include <rollout/plan/create_request.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace rollout::engine_work {

namespace {

namespace net = boost::asio;
using namespace std::chrono_literals;
using plan::action;
using plan::operation;

constexpr std::chrono::milliseconds removal_limit = 10s;

engine_api::remove_options by_force(bool volumes) {
    engine_api::remove_options options;
    options.force = true;
    options.volumes = volumes;
    return options;
}

std::size_t stops_ahead(std::span<const operation> operations) {
    const auto other = std::find_if(operations.begin(), operations.end(), [](const operation& op) {
        return op.what != action::stop_container;
    });
    return static_cast<std::size_t>(other - operations.begin());
}

/// The engine also finds those whose names begin so.
net::awaitable<std::vector<engine_api::network_summary>> networks_called(engine_api::client& engine,
                                                                         std::string name) {
    engine_api::filters filter;
    filter.add("name", name);
    auto found = co_await engine.networks().list(filter);
    std::erase_if(found, [&](const auto& n) { return n.name != name; });
    co_return found;
}

/// What is gone already is no failure; what an earlier run, or the engine, is still removing is
/// waited for.
net::awaitable<void> remove_until_gone(engine_api::client& engine, std::string name,
                                       engine_api::remove_options options) {
    constexpr auto pause = 100ms;
    for (auto left = removal_limit;; left -= pause) {
        try {
            co_await engine.containers().remove(name, options);
            co_return;
        } catch (const engine_api::error& e) {
            if (e.kind() == engine_api::error_kind::not_found) co_return;
            if (e.kind() != engine_api::error_kind::conflict || left <= pause) throw;
        }
        co_await sleep_for(pause);
    }
}

}  // namespace

void executor::refuse_live(const plan::operations& operations) const {
    for (const auto& op : operations)
        if (live_.forbids(op))
            throw failure(exit_code::failed,
                          "refused to " + plan::to_string(op) + ": it is the live container");
}

net::awaitable<void> executor::run(plan::operations operations) {
    refuse_live(operations);
    refuse_unbuildable(ctx_.project, operations);
    const std::span<const operation> all(operations);
    for (std::size_t done = 0; done < all.size();) {
        const auto rest = all.subspan(done);
        const auto stops = stops_ahead(rest);
        if (stops > 1) {
            co_await stop_together(rest.first(stops));
        } else {
            co_await run_one(rest.front());
        }
        done += std::max<std::size_t>(stops, 1);
    }
}

/// Each may take its whole grace period. One that fails keeps no other from being stopped.
net::awaitable<void> executor::stop_together(std::span<const operation> stops) {
    std::vector<net::awaitable<void>> all;
    for (const auto& op : stops)
        all.push_back(run_one(op));
    co_await all_together(std::move(all));
}

net::awaitable<void> executor::run_one(const operation& op) {
    told_operation told(ctx_.reporter, op);
    co_await carry_out(op);
    told.done();
}

net::awaitable<void> executor::carry_out(const operation& op) {
    switch (op.what) {
        case action::build_image: co_return co_await build_image(ctx_, op);
        case action::pull_image: co_return co_await pull_image(ctx_, op);
        case action::push_image: co_return co_await push_image(ctx_, op);
        case action::wait_healthy: co_return co_await wait(op);
        case action::create_container: co_return co_await create(op);
        case action::create_network: co_return co_await create_network(op);
        case action::create_volume: co_await ctx_.engine.volumes().create(op.body); co_return;
        case action::connect_network:
            co_return co_await ctx_.engine.networks().connect(op.network, op.body);
        case action::disconnect_network: co_return co_await disconnect(op);
        case action::put_file: co_return co_await put_file(op);
        case action::start_container: co_return co_await start(op);
        case action::rename_container:
            co_return co_await ctx_.engine.containers().rename(op.target.name, op.new_name);
        case action::stop_container: co_return co_await stop(op);
        case action::restart_container: co_return co_await restart(op);
        case action::kill_container:
            co_return co_await ctx_.engine.containers().kill(op.target.name, op.signal);
        case action::pause_container:
            co_return co_await ctx_.engine.containers().pause(op.target.name);
        case action::unpause_container:
            co_return co_await ctx_.engine.containers().unpause(op.target.name);
        case action::remove_container: co_return co_await remove_container(op);
        case action::remove_network:
        case action::remove_volume:
        case action::remove_image: co_return co_await remove_unless_used(op);
    }
}

net::awaitable<void> executor::create_network(const operation& op) {
    // Not before the answer: names of networks are not unique, so only the id is ours to remove.
    std::optional<engine_api::error> refused;
    std::string id;
    try {
        auto made = co_await ctx_.engine.networks().create(op.body);
        id = std::move(made);
    } catch (const engine_api::error& e) {
        refused = e;
    }
    if (refused) co_return co_await adopt(ctx_.engine.networks(), op, op.body, *refused);
    created_.push_back({op.target, id});
    co_await drop_second_network(op.target.name, id);
}

/// Names of networks are not unique: what a killed run asked for last may have been made beside
/// ours, and then no container could be started on either.
net::awaitable<void> executor::drop_second_network(std::string name, std::string ours) {
    const auto same = co_await networks_called(ctx_.engine, name);
    if (same.size() < 2) co_return;
    std::erase_if(created_, [&ours](const created_thing& c) { return c.id == ours; });
    co_await ctx_.engine.networks().remove(ours);
}

/// The engine may still carry out what a killed run asked for: what is off, or gone, is off.
net::awaitable<void> executor::disconnect(const operation& op) {
    constexpr bool even_if_gone = true;
    std::optional<engine_api::error> refused;
    try {
        co_await ctx_.engine.networks().disconnect(op.network, op.target.name, even_if_gone);
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        refused = e;
    }
    if (!refused || refused->kind() == engine_api::error_kind::not_found) co_return;
    const auto now = co_await ctx_.engine.containers().find(op.target.name);
    if (!now) co_return;
    const auto& on = now->networks;
    if (std::find(on.begin(), on.end(), op.network) != on.end()) throw *refused;
}

net::awaitable<void> executor::put_file(const operation& op) {
    const auto& file = op.file;
    const tar_access access{file.mode, file.uid, file.gid};
    auto tar = text_body(one_file_tar(file.path, file.content, access));
    engine_api::put_options options;
    options.no_overwrite_dir_non_dir = true;
    options.copy_uid_gid = file.owned;
    co_await ctx_.engine.containers().put_archive(op.target.name, "/", std::move(tar), options);
}

net::awaitable<void> executor::start(const operation& op) {
    co_await ctx_.engine.containers().start(op.target.name);
    co_await run_post_start(ctx_, op.target.name, op.hooks);
}

net::awaitable<void> executor::restart(const operation& op) {
    co_await run_pre_stop(ctx_, op);
    engine_api::stop_options options;
    options.seconds = stop_seconds_;
    co_await ctx_.engine.containers().restart(op.target.name, options);
    co_await run_post_start(ctx_, op.target.name, op.hooks_after_restart);
}

net::awaitable<void> executor::stop(const operation& op) {
    co_await run_pre_stop(ctx_, op);
    engine_api::stop_options options;
    options.seconds = stop_seconds_;
    try {
        co_await ctx_.engine.containers().stop(op.target.name, options);
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found) throw;  // what is gone has ended
    }
}

net::awaitable<void> executor::remove_container(const operation& op) {
    auto options = by_force(op.volumes);
    options.force = !op.only_stopped;
    co_await remove_until_gone(ctx_.engine, op.target.name, options);
}

net::awaitable<void> executor::remove_resource(const operation& op) {
    const auto& name = op.target.name;
    if (op.what == action::remove_volume) {
        co_await ctx_.engine.volumes().remove(name);
    } else if (op.what == action::remove_image) {
        co_await ctx_.engine.images().remove(name);
    } else {
        const auto found = co_await networks_called(ctx_.engine, name);
        co_await ctx_.engine.networks().remove(found.empty() ? name : found.front().id);
    }
}

/// What is gone has ended; what somebody else uses is his.
net::awaitable<void> executor::remove_unless_used(const operation& op) {
    try {
        co_await remove_resource(op);
    } catch (const engine_api::error& e) {
        using kind = engine_api::error_kind;
        if (e.kind() == kind::not_found) co_return;
        const bool in_use = e.kind() == kind::conflict || e.status() == 403;
        if (!in_use) throw;
        ctx_.reporter.report(file_warning{"the " + std::string(to_string(op.target.what)) + ' ' +
                                          op.target.name + " stays: " + e.engine_message()});
    }
}

/// With what could not be known before.
net::awaitable<std::string> executor::body_of(const operation& op) {
    auto body = op.body;
    if (!op.references.empty()) {
        std::map<std::string, std::string> ids;
        for (const auto& [service, container] : op.references) {
            const auto other = co_await ctx_.engine.containers().inspect(container);
            ids[service] = other.id;
        }
        const auto& service = ctx_.project.services.at(op.service);
        body = plan::container_body(ctx_.project, plan::with_references(service, ids),
                                    plan::endpoints::primary, op.number, op.origin);
    }
    if (op.image.empty()) co_return body;
    const auto image = co_await ctx_.engine.images().inspect(op.image);
    body = plan::with_image_id(body, image.id);
    co_return plan::with_mounts(body, op.origin.if_of_image, image.volumes);
}

net::awaitable<void> executor::create(const operation& op) {
    const auto& name = op.target.name;
    const auto body = co_await body_of(op);
    engine_api::create_options options;
    options.platform = op.platform;
    const auto is_it = [&](const created_thing& c) { return c.made == op.target && c.id == name; };
    created_.push_back({op.target, name});  // should we be interrupted before the answer has the id
    engine_api::created_container answer;
    std::optional<engine_api::error> refused;
    try {
        answer = co_await ctx_.engine.containers().create(name, body, options);
    } catch (const engine_api::error& e) {
        if (e.status() == 0) throw;
        std::erase_if(created_, is_it);  // what has this name is not ours
        refused = e;
    }
    if (refused) co_return co_await adopt(ctx_.engine.containers(), op, body, *refused);
    std::find_if(created_.begin(), created_.end(), is_it)->id = answer.id;
    for (const auto& warning : answer.warnings)
        ctx_.reporter.report(container_warning{name, warning});
}

/// A run that was killed is gone before the engine has done what it was asked last.
template <class Resources>
net::awaitable<void> executor::adopt(Resources& those, const operation& op, const std::string& body,
                                     const engine_api::error& refused) {
    if (refused.kind() != engine_api::error_kind::conflict) throw refused;
    const auto there = co_await those.find(op.target.name);
    if (!there || !plan::is_made_of(body, there->labels)) throw refused;
    created_.push_back({op.target, there->id});
}

net::awaitable<void> executor::wait(const operation& op) {
    const auto& name = op.target.name;
    auto options = health_;
    options.until = op.condition;
    options.fresh = std::any_of(created_.begin(), created_.end(),
                                [&op](const created_thing& c) { return c.made == op.target; });
    const auto result = co_await wait_healthy(ctx_.engine, name, options);
    if (!result.healthy && op.optional) {
        ctx_.reporter.report(container_warning{
            name, result.text + "; who depends on it can do without it (required: false)"});
        co_return;
    }
    if (!result.healthy) {
        auto details = co_await diagnose(ctx_.engine, name);
        details.insert(details.begin(), result.details.begin(), result.details.end());
        const bool ends = op.condition == plan::wait_for::completed;
        throw failure(exit_code::failed,
                      "container " + name + (ends ? " did not complete: " : " is not healthy: ") +
                          result.text,
                      details);
    }
    ctx_.reporter.report(container_healthy{name, result.text});
}

net::awaitable<void> executor::undo() {
    while (!created_.empty()) {
        const auto [made, id] = created_.back();
        created_.pop_back();
        const plan::target by_id{made.what, id};
        if (live_.holds(made) || live_.holds(by_id)) {
            ctx_.reporter.report(undo_failed{made, "it is the live container"});
            continue;
        }
        ctx_.reporter.report(undoing{made});
        co_await undo_one(made, id);
    }
}

net::awaitable<void> executor::undo_one(const plan::target& made, const std::string& id) {
    try {
        if (made.what == plan::target::kind::network) {
            co_await ctx_.engine.networks().remove(id);
        } else {
            const auto options = by_force(true);
            co_await ctx_.engine.containers().remove(id, options);
        }
    } catch (const engine_api::error& e) {
        if (e.kind() != engine_api::error_kind::not_found)
            ctx_.reporter.report(undo_failed{made, e.what()});
    }
}

}  // namespace rollout::engine_work
