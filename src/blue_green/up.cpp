#include "begin.hpp"
#include "engine_folder.hpp"
#include "glance.hpp"
#include "nginx_files.hpp"
#include "obstacle.hpp"
#include "run_locks.hpp"
#include "settle.hpp"
#include "snippet.hpp"
#include "stage.hpp"

#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/journal.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;

/// The project with the proxy depending on the health of the live color: nginx does not start
/// when the host in its snippet is unknown.
compose::project with_live_dependency(compose::project project, const settings& s, color live) {
    if (s.has_foreign_proxy()) return project;
    auto& dependencies = project.services.at(s.proxy).depends_on;
    for (const auto& service : s.services(live)) {
        project.services.at(service).profiles.clear();
        if (!dependencies.contains(service)) dependencies[service].condition = "service_healthy";
    }
    return project;
}

bool starts(const plan::operations& operations, const std::string& service) {
    return std::any_of(operations.begin(), operations.end(), [&](const plan::operation& op) {
        return op.what == plan::action::start_container && op.service == service;
    });
}

/// Whether that snippet is to be written, so that a new nginx serves the live color from its start.
bool is_to_be_written(const upstream& u, const std::optional<std::string>& current, color live) {
    if (!current) return true;
    if (snippet_color(u, *current) == live) return false;
    if (has_only_servers(*current)) return true;
    throw engine_work::failure(
        engine_work::exit_code::failed,
        u.snippet +
            " is there and is no snippet, and `up` would write over more than `server` directives "
            "and comments; set `snippet` to a file that nginx includes in its `upstream` and that "
            "holds nothing else");
}

/// nginx neither starts nor reloads without a file that it includes by name.
std::vector<std::string> missing_previews(const context& ctx) {
    std::vector<std::string> files;
    if (ctx.settings.has_foreign_proxy()) return files;
    const auto& nginx = ctx.work.project.services.at(ctx.settings.proxy);
    const auto configuration = configuration_in_files(nginx, ctx.files);
    if (!configuration) return files;
    for (const auto& u : ctx.settings.upstreams())
        if (configuration->missing.contains(u.preview)) files.push_back(u.preview);
    return files;
}

/// What is known of a stack that is brought up.
class bringing_up {
  public:
    explicit bringing_up(const context& ctx) : ctx_(ctx) {}

    net::awaitable<void> run(engine_work::up_options options, bool with_proxy);

  private:
    net::awaitable<std::optional<engine_work::up_start>> settled(const plan::observed& stack);
    net::awaitable<engine_work::up_start> look();
    engine_work::up_start start_in(const std::string& folder, const sight& before);
    [[nodiscard]] std::set<std::string> spared(const sight& seen) const;
    void before_changes(const plan::operations& operations);
    net::awaitable<void> before_proxy_starts();
    net::awaitable<void> settle_if_it_serves(engine_work::deploy_lock& lock);
    net::awaitable<std::optional<found_proxy>> observe_proxy(plan::observed& seen);

    [[nodiscard]] bool is_elsewhere() const {
        return project_.working_dir != ctx_.work.project.working_dir;
    }

    const context& ctx_;
    compose::project project_;  ///< as the engine's host has it
    color live_ = color::blue;
    known_before known_;
};

/// Either color may be the one that nginx serves, and then only a deploy replaces it; where no
/// proxy runs, one that the record knows users on.
std::set<std::string> bringing_up::spared(const sight& seen) const {
    const auto& s = ctx_.settings;
    const auto colored = s.colored();
    const auto* proxy = seen.stack.find(s.proxy);
    if (s.has_foreign_proxy() || (proxy && proxy->running()))
        return {colored.begin(), colored.end()};
    std::set<std::string> names;
    for (const auto c : {color::blue, color::green}) {
        if (!seen.record || !seen.record->served.contains(c)) continue;
        const auto& ids = seen.record->served.at(c);
        const auto containers = containers_in(seen.stack, s, c);
        const bool served = std::any_of(containers.begin(), containers.end(),
                                        [&](const auto& one) { return ids.contains(one.id); });
        if (served) names.insert(s.services(c).begin(), s.services(c).end());
    }
    return names;
}

net::awaitable<std::optional<engine_work::up_start>> bringing_up::settled(
    const plan::observed& stack) {
    std::optional<engine_work::up_start> start;
    const auto seen = co_await glance(ctx_, stack);
    if (!seen || !is_settled(*seen, ctx_.settings)) co_return start;
    if (!obstacle_to_up(*seen, ctx_.settings).empty()) co_return start;
    if (!missing_previews(ctx_).empty()) co_return start;
    const auto folder = co_await folder_for_up(ctx_, stack.containers);
    if (folder != ctx_.work.project.working_dir) co_return start;
    start = start_in(folder, *seen);
    co_return start;
}

engine_work::up_start bringing_up::start_in(const std::string& folder, const sight& before) {
    const auto& record = before.record;
    live_ = assumed(before.recorded());
    project_ = with_live_dependency(project_at(ctx_.work.project, folder), ctx_.settings, live_);
    engine_work::up_start start;
    start.project = project_;
    if (record && record->served.contains(live_)) start.as_they_are = record->served.at(live_);
    start.spared = spared(before);
    return start;
}

/// The record and the folder may have changed while the lock was waited for.
net::awaitable<engine_work::up_start> bringing_up::look() {
    const auto& here = ctx_.work.project;
    const auto page = co_await engine_work::read_journal(ctx_.work.engine, here.name);
    sight before;
    before.record = record_on(page);
    before.local = read_local_record(ctx_);
    before.stack.containers = co_await engine_work::observe_containers(ctx_.work.engine, here);
    refuse_obstacle(obstacle_to_up(before, ctx_.settings));
    const auto folder = co_await folder_for_up(ctx_, before.stack.containers);
    auto start = start_in(folder, before);
    if (is_elsewhere())
        ctx_.reporter.report(folder_elsewhere{here.working_dir, project_.working_dir});
    co_return start;
}

void bringing_up::before_changes(const plan::operations& operations) {
    const auto& s = ctx_.settings;
    if (!is_elsewhere())
        for (const auto& preview : missing_previews(ctx_))
            ctx_.files.replace(preview, closed_preview_text());
    known_.proxy_is_new = !s.has_foreign_proxy() && starts(operations, s.proxy);
    if (!known_.proxy_is_new || is_elsewhere()) return;
    for (const auto& u : s.upstreams()) {
        if (!is_to_be_written(u, ctx_.files.find(u.snippet), live_)) continue;
        ctx_.reporter.report(snippet_written{u.snippet, live_});
        ctx_.files.replace(u.snippet, snippet_text(u, live_));
    }
}

/// The files of another host can be had once there is a container that mounts them.
net::awaitable<void> bringing_up::before_proxy_starts() {
    if (!is_elsewhere()) co_return;
    const auto own = co_await engine_work::observe_containers(ctx_.work.engine, ctx_.work.project);
    const auto found = co_await look_for_proxy_that_may_be_down(ctx_, own);
    if (!found || !files_of(ctx_, *found).sees(first_snippet(ctx_.settings))) co_return;
    auto files = files_of(ctx_, *found);
    for (const auto& u : ctx_.settings.upstreams()) {
        const auto seen = co_await files.read(u.snippet);
        std::optional<std::string> current;
        if (seen) current = seen->text;
        if (!is_to_be_written(u, current, live_)) continue;
        ctx_.reporter.report(snippet_written{u.snippet, live_});
        co_await files.write(u.snippet, snippet_text(u, live_));
    }
}

net::awaitable<std::optional<found_proxy>> bringing_up::observe_proxy(plan::observed& seen) {
    seen.containers = co_await engine_work::observe_containers(ctx_.work.engine, ctx_.work.project);
    auto found = co_await look_for_proxy(ctx_, seen.containers);
    co_return found;
}

/// Of a part of the stack that was started, the proxy may be none.
net::awaitable<void> bringing_up::settle_if_it_serves(engine_work::deploy_lock& lock) {
    plan::observed seen;
    auto found = co_await observe_proxy(seen);
    if (!found) co_return;
    run_locks locks(lock);
    const auto within = ctx_.work.about(project_);
    const context there{within, ctx_.settings, ctx_.reporter, ctx_.files};
    const auto go_on = [&](bool waited) -> net::awaitable<void> {
        if (waited) {
            auto again = co_await observe_proxy(seen);
            if (!again) co_return;
            found = std::move(again);
        }
        auto known = known_from(locks);
        known.proxy_is_new = known_.proxy_is_new;
        if (known.proxy_is_new) known.unfinished = known.reload_unseen = false;
        auto nginx = proxy_in(there, *found);
        co_await settle(there, nginx, locks, std::move(seen), known, "up");
    };
    co_await with_owners_lock(ctx_, *found, "up", locks, go_on);
}

net::awaitable<void> bringing_up::run(engine_work::up_options options, bool with_proxy) {
    const auto& s = ctx_.settings;
    auto& hooks = options.hooks.emplace();
    hooks.lock_wait = s.lock_wait;
    // Nobody is served while a proxy is made anew: whoever wants that says so.
    if (!s.has_foreign_proxy()) {
        hooks.watched = s.proxy;
        const bool asked = with_proxy || options.recreate == plan::recreate::always ||
                           options.services.contains(s.proxy);
        if (!asked || !options.start) options.left_running.insert(s.proxy);
    }
    if (options.wait == plan::waiting::none) options.wait = plan::waiting::for_started;
    hooks.settled = [this](const plan::observed& stack) { return settled(stack); };
    hooks.under_lock = [this] { return look(); };
    hooks.before_changes = [this](const plan::operations& all) { before_changes(all); };
    hooks.before_watched = [this] { return before_proxy_starts(); };
    hooks.at_the_end = [this](engine_work::deploy_lock& lock) { return settle_if_it_serves(lock); };
    co_await engine_work::up(ctx_.work, std::move(options));
}

}  // namespace

net::awaitable<void> up(const context& ctx, engine_work::up_options options, bool with_proxy) {
    bringing_up run(ctx);
    co_await run.run(std::move(options), with_proxy);
}

}  // namespace rollout::blue_green
