#include "access_log.hpp"
#include "expectation.hpp"
#include "runner.hpp"
#include "snippet.hpp"

#include <engine_api/client.hpp>
#include <engine_api/error.hpp>
#include <rollout/engine_work/observe.hpp>

#include <boost/asio/this_coro.hpp>

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>

namespace rollout::blue_green {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using engine_work::failure;
using machine::verdict;

constexpr const char* preview_header = "X-Rollout-Preview";

std::string new_secret() {
    constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuv";
    std::random_device source;
    std::string secret(26, ' ');
    for (auto& c : secret)
        c = letters[source() % letters.size()];
    return secret;
}

std::string difference_text(const smoke_result& r) {
    return r.last + (r.expected.empty() ? "" : ", expected " + r.expected);
}

/// One run of a container; another one has begun at another time.
struct container_life {
    std::string name;
    std::string began;  ///< in the engine's words; empty = it does not run

    friend bool operator==(const container_life&, const container_life&) = default;
};
using lives = std::map<std::string, container_life>;

net::awaitable<lives> lives_of(engine_api::client& engine, std::set<std::string> ids) {
    lives found;
    for (const auto& id : ids) {
        const auto details = co_await engine.containers().find(id);
        if (!details) continue;
        auto& life = found[id];
        life.name = details->name;
        if (details->state.running) life.began = details->state.started_at;
    }
    co_return found;
}

/// What became of the first that does not run as it did; empty = all do, or nobody can say now. One
/// that crashes and is started again may well answer whenever it is asked.
net::awaitable<std::string> ended_since(engine_api::client& engine, const lives& before) {
    lives now;
    std::set<std::string> ids;
    for (const auto& [id, life] : before)
        ids.insert(id);
    try {
        now = co_await lives_of(engine, std::move(ids));
    } catch (const engine_api::error& e) {
        if (e.kind() == engine_api::error_kind::cancelled) throw;
        co_return std::string();
    }
    for (const auto& [id, life] : before) {
        const auto found = now.find(id);
        if (found == now.end()) co_return "container " + life.name + " is gone";
        if (found->second == life) continue;
        const bool again = !found->second.began.empty();
        co_return "container " + life.name + (again ? " ended and was started again" : " ended");
    }
    co_return std::string();
}

/// What follows on a smoke test that passed: the same questions, again and again for a while.
net::awaitable<smoke_result> keep_asking(const context& ctx, std::set<std::string> containers) {
    constexpr std::chrono::milliseconds interval{500};
    ctx.reporter.report(soak_started{ctx.settings.soak.count()});
    const smoke_route as_users_do;
    const auto begun = co_await lives_of(ctx.work.engine, std::move(containers));
    const smoke_watch also = [&] { return ended_since(ctx.work.engine, begun); };
    auto result = co_await soak(ctx.settings.smoke, ctx.settings.soak, interval, ctx.reporter,
                                as_users_do, also);
    co_return result;
}

/// Why a color cannot be asked at its address, whoever asks; empty = it may be possible.
std::string why_not_at_address(const settings& s) {
    if (s.smoke.target.has_tls())
        return "the URL is https, and the app speaks http behind the proxy";
    if (s.upstreams().size() > 1)
        return "it has several upstreams, and nginx includes no file for the preview of each";
    return {};
}

/// Asked at its address, it does not do as it does through the proxy.
std::string why_old_is_no_guide(const std::optional<smoke_result>& old) {
    if (!old || never_connected(*old)) return "its address cannot be reached from here";
    return "at its own address the old version answers otherwise than through the proxy (" +
           difference_text(*old) + ')';
}

}  // namespace

/// Whether the URL can be reached at all is learned while nothing has been changed.
net::awaitable<void> runner::ask_old() {
    const auto asked = of_the_old_version(ctx_.settings.smoke);
    const auto result = co_await smoke(asked, ctx_.reporter);
    if (!result.passed && never_connected(result))
        throw failure(exit_code::failed,
                      "the smoke test's URL cannot be reached from here, while " +
                          color_name(p_.from) + " serves: " + asked.url + ": " + result.last +
                          "; give one that can (--smoke-url)");
    if (!result.passed)
        ctx_.reporter.report(old_version_unwell{asked.url, difference_text(result)});
    p_.old_answers = result.passed ? verdict::passed : verdict::failed;
}

net::awaitable<void> runner::preview() {
    co_await begin_to_measure();
    const bool serves = s_.of(p_.from).is >= machine::condition::running;
    bool asked = false;
    if (serves && has_preview_route(seen_)) asked = co_await preview_through_proxy();
    if (!asked) co_await preview_at_address();
    const auto unreachable = measuring_ ? measuring_->unreachable() : "";
    if (!unreachable.empty())
        throw failure(exit_code::failed,
                      "the URL that is to be measured cannot be reached from here, and no user was "
                      "moved: " +
                          ctx_.settings.measure.url + ": " + unreachable);
}

/// False: nginx does not read the file that opens the route.
net::awaitable<bool> runner::preview_through_proxy() {
    preview_secret_ = new_secret();
    const auto upstreams = ctx_.settings.upstreams();
    for (std::size_t i = 0; i < upstreams.size(); ++i) {
        auto& text = seen_.upstreams[i].preview;
        text = preview_text(upstreams[i], p_.to, preview_secret_);
        co_await write_file(upstreams[i].preview, *text);
    }
    machine::opened_preview(s_);
    const auto configuration = co_await nginx_.test();
    for (const auto& u : seen_.upstreams)
        if (!has_loaded(configuration, *u.preview)) co_return false;
    do {
        co_await ask_for_reload();
    } while (s_.reloads_to_see > 0);
    smoke_route route;
    route.headers.add(preview_header, preview_secret_);
    const auto result = co_await smoke(ctx_.settings.smoke, ctx_.reporter, route);
    constexpr bool through_proxy = true;
    judge_preview(result, through_proxy);
    co_return true;
}

/// The first answer that is not as expected, else the last one; nullopt: it has no address here.
net::awaitable<std::optional<smoke_result>> runner::ask_at_addresses(color c,
                                                                     smoke_settings asked) {
    const auto upstreams = ctx_.settings.upstreams();
    std::optional<smoke_result> result;
    for (const auto& container : seen_.stack.containers) {
        if (container.service != upstreams.front().service(c) || container.addresses.empty())
            continue;
        smoke_route route;
        route.connect_host = container.addresses.begin()->second;
        route.connect_port = upstreams.front().port;
        result = co_await smoke(asked, ctx_.reporter, route);
        if (!result->passed) break;
    }
    co_return result;
}

/// Whether an address can be reached from here is only known by an app that is known to answer.
net::awaitable<void> runner::preview_at_address() {
    auto why = why_not_at_address(ctx_.settings);
    if (why.empty() && p_.old_answers != verdict::passed)
        why =
            "there is no old version whose address would tell whether such addresses can be "
            "reached from here";
    if (why.empty()) {
        seen_.stack.containers =
            co_await engine_work::observe_containers(ctx_.work.engine, ctx_.work.project);
        const auto asked = asked_once(of_the_old_version(ctx_.settings.smoke));
        const auto old = co_await ask_at_addresses(p_.from, asked);
        if (!old || !old->passed)
            why = why_old_is_no_guide(old) + ", and nginx includes no " +
                  ctx_.settings.upstreams().front().preview;
    }
    std::optional<smoke_result> result;
    if (why.empty()) {
        result = co_await ask_at_addresses(p_.to, ctx_.settings.smoke);
        if (!result) why = "it has no address";
    }
    if (!result) {
        ctx_.reporter.report(preview_impossible{why});
        p_.preview = verdict::impossible;
        co_return;
    }
    constexpr bool through_proxy = false;
    judge_preview(*result, through_proxy);
}

void runner::judge_preview(const smoke_result& result, bool through_proxy) {
    if (result.passed) {
        ctx_.reporter.report(preview_passed{through_proxy, result.last});
        p_.preview = verdict::passed;
        return;
    }
    p_.preview = verdict::failed;
    throw failure(exit_code::failed,
                  color_name(p_.to) + " does not answer as expected, and no user was led to it: " +
                      result.url + ": " + difference_text(result));
}

net::awaitable<void> runner::begin_to_measure() {
    if (measuring_ || ctx_.settings.measure.url.empty()) co_return;
    const auto executor = co_await net::this_coro::executor;
    measured_since_ = std::chrono::system_clock::now();
    measuring_.emplace(executor, ctx_.settings);
}

net::awaitable<void> runner::tell_what_was_measured() {
    if (!measuring_) co_return;
    const auto seen = co_await measuring_->end();
    measuring_.reset();
    if (seen) lost_ = seen->failed;
    if (seen) ctx_.reporter.report(*seen);
    const auto since = std::chrono::floor<std::chrono::milliseconds>(measured_since_);
    const auto users = co_await read_access_log(ctx_.work.engine, nginx_.container().id, since);
    if (users) ctx_.reporter.report(*users);
}

void runner::judge_measurement() {
    const auto lost = measuring_ ? measuring_->failed() : std::nullopt;
    if (!lost) return;
    p_.smoke = verdict::failed;
    ctx_.reporter.report(*lost);
    const bool followed = p_.updated_others && !plan_.others.empty();
    throw failure(exit_code::failed,
                  std::string("more requests failed than are allowed (measure.max_failed)") +
                      (followed ? "; the services of `with` stay updated" : ""));
}

net::awaitable<void> runner::test_new() {
    const auto& wanted = ctx_.settings.smoke;
    const smoke_route as_users_do;
    auto result = co_await smoke(wanted, ctx_.reporter, as_users_do);
    const bool asks_on = ctx_.settings.soak.count() > 0 && !ctx_.work.interrupted.asked();
    if (result.passed && asks_on)
        result = co_await keep_asking(ctx_, ids_of(seen_.stack, ctx_.settings, p_.to));
    if (ctx_.work.interrupted.asked()) {
        ctx_.reporter.report(smoke_interrupted{});
        throw failure(exit_code::failed, "interrupted");
    }
    judge_measurement();
    p_.smoke = result.passed ? verdict::passed : verdict::failed;
    if (result.passed) {
        ctx_.reporter.report(smoke_passed{wanted.url, result.last});
        co_return;
    }
    ctx_.reporter.report(smoke_failed{result.url.empty() ? wanted.url : result.url, result.last,
                                      result.expected, wanted.expected.status.front().first,
                                      result.attempts});
    throw failure(exit_code::failed, "the smoke test failed: " + difference_text(result));
}

net::awaitable<void> runner::ask_again() {
    const auto asked = of_the_old_version(ctx_.settings.smoke);
    const auto result = co_await smoke(asked, ctx_.reporter);
    ctx_.reporter.report(smoke_after_rollback{asked.url, result.last});
    p_.smoke_back = result.passed ? verdict::passed : verdict::failed;
}

}  // namespace rollout::blue_green
