#include <engine_api/client.hpp>
#include <engine_api/credentials.hpp>
#include <engine_api/proxies.hpp>
#include <rollout/plan/api_socket.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <cli/frame.hpp>

#include <chrono>
#include <csignal>
#include <exception>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

engine_api::credentials read_logins(const process& p, renderer& out) {
    try {
        return engine_api::credentials::load(p.environment, engine_api::host_files());
    } catch (const engine_api::error& e) {
        out.report(engine_work::login_missing{"logins", e.what()});
        return {};
    }
}

/// The proxies of the docker config are variables of each container, and args of each build, that
/// does not set them itself.
compose::project with_proxies(compose::project project, const process& p, const std::string& engine,
                              renderer& out) {
    try {
        project.client_environment =
            engine_api::proxy_variables(p.environment, engine_api::host_files(), engine);
        const auto& proxies = project.client_environment;
        for (auto& [name, service] : project.services)
            if (service.build) service.build->args.insert(proxies.begin(), proxies.end());
    } catch (const engine_api::error& e) {
        out.report(engine_work::file_warning{std::string("builds and containers get no proxies: ") +
                                             e.what()});
    }
    return project;
}

engine_api::client_options client_options_of(const engine_api::engine_settings& engine,
                                             const engine_api::timeouts& limits) {
    engine_api::client_options options;
    options.timeouts = limits;
    options.api_version = engine.api_version;
    options.user_agent = std::string("rollout/") + ROLLOUT_VERSION;
    return options;
}

/// One command's work, and the signals that may ask it to end.
class engine_run {
  public:
    engine_run(const engine_api::engine_settings& engine, const engine_api::timeouts& limits,
               engine_api::credentials logins, compose::project project, renderer& out)
        : client_(io_.get_executor(), engine.where, client_options_of(engine, limits)),
          logins_(std::move(logins)),
          project_(std::move(project)),
          out_(out),
          ctx_{client_, logins_, project_, out, interrupted_},
          signals_(io_, SIGINT, SIGTERM, SIGHUP),
          next_drawing_(io_) {}

    /// Signals ask for nothing as long as `passed_on`.
    exit_code run(const frame::engine_work_function& work, frame::on_signal signal,
                  const bool& passed_on) {
        wait_for_signal(signal, passed_on);
        draw_again_and_again();
        std::exception_ptr problem;
        exit_code code = exit_code::failed;
        const auto all = [&]() -> net::awaitable<exit_code> {
            // Cancellation ends the wait that it meets; a clean-up behind it can still wait.
            co_await net::this_coro::throw_if_cancelled(false);
            co_await client_.negotiate();
            if (plan::uses_api_socket(project_)) co_await give_api_socket();
            co_return co_await work(ctx_);
        };
        const auto ended = [&](std::exception_ptr thrown, exit_code done) {
            problem = thrown;
            code = done;
            ended_ = true;
            signals_.cancel();
            next_drawing_.cancel();
        };
        net::co_spawn(io_, all, net::bind_cancellation_slot(cancel_.slot(), ended));
        io_.run();
        const bool seen_enough = signal == frame::on_signal::end_at_once && interrupted_.asked();
        if (problem && seen_enough) return interrupted_.or_else(code);
        if (problem) rethrow(problem);
        return code == exit_code::failed ? interrupted_.or_else(code) : code;
    }

  private:
    /// A command that a signal ended says so with its exit code, and what else it has to say.
    void rethrow(const std::exception_ptr& problem) const {
        if (!interrupted_.asked()) std::rethrow_exception(problem);
        try {
            std::rethrow_exception(problem);
        } catch (const engine_work::failure& e) {
            const bool plain = e.code() == exit_code::failed;
            throw engine_work::failure(plain ? interrupted_.or_else(e.code()) : e.code(), e.what(),
                                       e.details());
        } catch (const engine_api::error& e) {
            throw engine_work::failure(interrupted_.or_else(exit_code::failed), e.what());
        } catch (const std::exception&) {
            throw engine_work::failure(interrupted_.or_else(exit_code::failed), "interrupted");
        }
    }

    net::awaitable<void> give_api_socket() {
        const auto logins = co_await logins_.all();
        for (const auto& problem : logins.problems)
            ctx_.reporter.report(engine_work::login_missing{"use_api_socket", problem});
        auto with = plan::with_api_socket(project_, engine_api::docker_config_text(logins.found));
        project_ = std::move(with);
    }

    void wait_for_signal(frame::on_signal meaning, const bool& passed_on) {
        signals_.async_wait([this, meaning, &passed_on](boost::system::error_code ec, int number) {
            // One that came with the end is not taken back by cancel().
            if (ec || ended_) return;
            if (!passed_on) ask_to_end(meaning, number);
            wait_for_signal(meaning, passed_on);
        });
    }

    void draw_again_and_again() {
        constexpr auto period = std::chrono::milliseconds(100);
        if (ended_ || !out_.redraw()) return;
        next_drawing_.expires_after(period);
        next_drawing_.async_wait([this](boost::system::error_code ec) {
            if (!ec) draw_again_and_again();
        });
    }

    void ask_to_end(frame::on_signal meaning, int number) {
        interrupted_.ask(number);
        if (meaning == frame::on_signal::clean_up)
            ctx_.reporter.report(engine_work::interrupted{number});
        cancel_.emit(net::cancellation_type::terminal);
    }

    net::io_context io_{1};
    engine_work::interruption interrupted_;
    engine_api::client client_;
    engine_api::credentials logins_;
    compose::project project_;
    renderer& out_;
    engine_work::context ctx_;
    net::signal_set signals_;
    net::steady_timer next_drawing_;
    net::cancellation_signal cancel_;
    bool ended_ = false;
};

}  // namespace

signals_passed_on::signals_passed_on(const frame& f, const net::any_io_executor& executor)
    : frame_(f), waiting_(executor) {
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2})
        waiting_.add(number);
    frame_.signals_passed_on_ = true;
}

exit_code frame::on_engine(const compose::project& project, logins registry_logins,
                           const engine_work_function& work, on_signal signal) const {
    const auto engine =
        engine_api::find_engine(process_.environment, engine_api::host_files(),
                                engine_choice_of(what_.socket, what_.host, process_.environment));
    if (registry_logins == logins::unused) {
        const engine_api::credentials none;
        engine_run running(engine, process_.engine_limits, none, project, out_);
        return running.run(work, signal, signals_passed_on_);
    }
    auto whole = with_proxies(project, process_, engine.where.url(), out_);
    engine_run running(engine, process_.engine_limits, read_logins(process_, out_),
                       std::move(whole), out_);
    return running.run(work, signal, signals_passed_on_);
}

}  // namespace rollout::cli
