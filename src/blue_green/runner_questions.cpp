#include "access_log.hpp"
#include "expectation.hpp"
#include "runner.hpp"
#include "snippet.hpp"

#include <rollout/engine_work/observe.hpp>

#include <boost/asio/this_coro.hpp>

#include <random>

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

/// What follows on a smoke test that passed: the same questions, again and again for a while.
net::awaitable<smoke_result> keep_asking(const context& ctx, smoke_result first) {
    constexpr std::chrono::milliseconds interval{500};
    if (ctx.settings.soak.count() == 0) co_return first;
    ctx.reporter.report(soak_started{ctx.settings.soak.count()});
    const smoke_route as_users_do;
    co_return co_await soak(ctx.settings.smoke, ctx.settings.soak, interval, ctx.reporter,
                            as_users_do);
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
    co_await make_sure_of_lock();
    co_await begin_to_measure();
    const bool serves = s_.of(p_.from).is >= machine::condition::running;
    bool asked = false;
    if (serves && has_preview_route(seen_)) asked = co_await preview_through_proxy();
    if (!asked) co_await preview_at_address();
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
    if (seen) ctx_.reporter.report(*seen);
    const auto since = std::chrono::floor<std::chrono::milliseconds>(measured_since_);
    const auto users = co_await read_access_log(ctx_.work.engine, nginx_.container().id, since);
    if (users) ctx_.reporter.report(*users);
}

net::awaitable<void> runner::test_new() {
    const auto& wanted = ctx_.settings.smoke;
    const smoke_route as_users_do;
    auto result = co_await smoke(wanted, ctx_.reporter, as_users_do);
    if (result.passed && !ctx_.work.interrupted.asked())
        result = co_await keep_asking(ctx_, result);
    if (ctx_.work.interrupted.asked()) {
        ctx_.reporter.report(smoke_interrupted{});
        throw failure(exit_code::failed, "interrupted");
    }
    if (const auto lost = measuring_ ? measuring_->failed() : std::nullopt) {
        p_.smoke = verdict::failed;
        ctx_.reporter.report(*lost);
        throw failure(exit_code::failed,
                      "more requests failed than are allowed (measure.max_failed)");
    }
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
