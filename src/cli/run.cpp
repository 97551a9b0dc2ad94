#include "load_options.hpp"

#include <engine_api/client.hpp>
#include <engine_api/credentials.hpp>
#include <rollout/cli/command_line.hpp>
#include <rollout/cli/config_command.hpp>
#include <rollout/cli/plain_reporter.hpp>
#include <rollout/cli/run.hpp>
#include <rollout/compose/load.hpp>
#include <rollout/deploy/smoke.hpp>
#include <rollout/plan/check_supported.hpp>
#include <rollout/plan/plan.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <exception>
#include <optional>
#include <ostream>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using deploy::exit_code;
using environment_map = std::map<std::string, std::string>;

compose::project load_project(const process& p, const invocation& what,
                              deploy::reporter& reporter) {
    auto options = load_options_of(p, what);
    options.all_services = true;  // green waits behind a profile
    auto loaded = compose::load(options);
    for (const auto& warning : loaded.warnings)
        reporter.warning("compose", warning);
    return std::move(loaded.project);
}

/// The address that the proxy publishes on this host; empty when it publishes none.
std::string default_smoke_url(const compose::service& proxy) {
    for (const auto& port : proxy.ports) {
        if (port.published.empty() || port.protocol != "tcp") continue;
        const bool any = port.host_ip.empty() || port.host_ip == "0.0.0.0" || port.host_ip == "::";
        const bool v6 = port.host_ip.find(':') != std::string::npos;
        const auto host = any ? "127.0.0.1" : v6 ? '[' + port.host_ip + ']' : port.host_ip;
        return "http://" + host + ':' + port.published + '/';
    }
    return {};
}

void complete_smoke_settings(strategy::settings& s, const compose::project& project,
                             const invocation& what) {
    if (s.smoke.url.empty()) s.smoke.url = default_smoke_url(project.services.at(s.proxy));
    if (what.command != command::deploy) return;
    if (s.smoke.url.empty())
        throw std::invalid_argument("no URL for the smoke test: '" + s.proxy +
                                    "' publishes no port; give --smoke-url");
    deploy::check_smoke_url(s.smoke.url);
}

net::awaitable<exit_code> carry_out(const deploy::context& ctx, const invocation& what) {
    switch (what.command) {
        case command::up: co_return co_await deploy::up(ctx, what.up);
        case command::plan:
        case command::deploy: co_return co_await deploy::deploy(ctx, what.deploy);
        case command::status: co_return co_await deploy::status(ctx);
        case command::down: co_return co_await deploy::down(ctx);
        case command::logs: co_return co_await deploy::logs(ctx, what.logs);
        case command::build: co_return co_await deploy::build(ctx, what.services);
        case command::config:
        case command::version: break;
    }
    co_return exit_code::usage;
}

engine_api::engine_settings find_engine(const process& p, const invocation& what) {
    return engine_api::find_engine(p.environment, engine_api::host_files(),
                                   engine_choice_of(what.socket, what.host, p.environment));
}

/// The registry logins of the docker config, for the commands that may pull or build.
engine_api::credentials find_logins(const process& p, const invocation& what,
                                    deploy::reporter& reporter) {
    const bool needed = what.command == command::up || what.command == command::deploy ||
                        what.command == command::build;
    if (!needed) return {};
    try {
        return engine_api::credentials::load(p.environment, engine_api::host_files());
    } catch (const engine_api::error& e) {
        reporter.warning("logins", std::string(e.what()) + "; going on without registry logins");
        return {};
    }
}

/// Runs one command until it ends, also when a signal asks it to end early.
class command_run {
  public:
    command_run(const process& p, const invocation& what, const compose::project& project,
                const strategy::settings& settings, deploy::reporter& reporter)
        : what_(what),
          engine_(find_engine(p, what)),
          client_(io_.get_executor(), engine_.where, options(engine_)),
          logins_(find_logins(p, what, reporter)),
          ctx_{client_, logins_, project, settings, reporter, interrupted_by_},
          signals_(io_, SIGINT, SIGTERM) {}

    exit_code run() {
        wait_for_signal();
        std::exception_ptr problem;
        exit_code code = exit_code::failed;
        const auto work = [this]() -> net::awaitable<exit_code> {
            co_await client_.negotiate();
            co_return co_await carry_out(ctx_, what_);
        };
        net::co_spawn(io_, work,
                      net::bind_cancellation_slot(cancel_.slot(),
                                                  [&](std::exception_ptr thrown, exit_code done) {
                                                      problem = thrown;
                                                      code = done;
                                                      signals_.cancel();
                                                  }));
        io_.run();
        if (problem) std::rethrow_exception(problem);
        return code;
    }

    [[nodiscard]] int interrupted_by() const { return interrupted_by_; }

  private:
    static engine_api::client_options options(const engine_api::engine_settings& engine) {
        engine_api::client_options o;
        o.api_version = engine.api_version;
        o.user_agent = std::string("rollout/") + ROLLOUT_VERSION;
        return o;
    }

    void wait_for_signal() {
        signals_.async_wait([this](boost::system::error_code ec, int number) {
            if (ec) return;
            interrupted_by_ = number;
            ctx_.reporter.warning("signal", "asked to end; cleaning up");
            cancel_.emit(net::cancellation_type::terminal);
            wait_for_signal();
        });
    }

    const invocation& what_;
    net::io_context io_{1};
    int interrupted_by_ = 0;
    engine_api::engine_settings engine_;
    engine_api::client client_;
    engine_api::credentials logins_;
    deploy::context ctx_;
    net::signal_set signals_;
    net::cancellation_signal cancel_;
};

exit_code code_of(const engine_api::error& e) {
    using kind = engine_api::error_kind;
    switch (e.kind()) {
        case kind::no_engine:
        case kind::unsupported: return exit_code::no_engine;
        case kind::permission: return e.status() == 0 ? exit_code::no_engine : exit_code::failed;
        case kind::bad_request: return e.status() == 0 ? exit_code::usage : exit_code::failed;
        default: return exit_code::failed;
    }
}

exit_code after_interruption(exit_code code, int signal) {
    if (signal == 0 || code != exit_code::failed) return code;
    return signal == SIGTERM ? exit_code::terminated : exit_code::interrupted;
}

/// Refuses what a command would need to carry out and cannot, before anything is touched.
void check_supported(const compose::project& project, const strategy::settings& settings,
                     const invocation& what, deploy::reporter& reporter) {
    std::set<std::string> wanted;
    if (what.command == command::deploy) wanted = {settings.blue, settings.green, settings.proxy};
    if (what.command == command::up) {
        wanted = what.services.empty() ? plan::default_services(project) : what.services;
    }
    for (const auto& name : plan::start_order(project, wanted)) {
        const auto& service = project.services.at(name);
        plan::check_supported(project, service);
        for (const auto& key : plan::ignored_keys(service))
            reporter.warning("compose", key + " has no effect without Swarm");
    }
}

exit_code run_command(const process& p, const invocation& what, deploy::reporter& reporter) {
    if (what.command == command::config) {
        run_config(p, what);
        return exit_code::live;
    }
    auto project = load_project(p, what, reporter);
    auto settings = strategy::resolve_settings(
        project, strategy::settings_from_environment(p.environment), what.settings);
    if (what.command != command::build) {
        strategy::derive_green(project, settings);
        strategy::check_services(project, settings);
        complete_smoke_settings(settings, project, what);
        check_supported(project, settings, what, reporter);
    }
    command_run running(p, what, project, settings, reporter);
    exit_code code = exit_code::failed;
    std::string problem;
    try {
        return after_interruption(running.run(), running.interrupted_by());
    } catch (const deploy::failure& e) {
        for (const auto& line : e.details())
            reporter.detail("why", line);
        problem = e.what();
        code = e.code();
    } catch (const engine_api::error& e) {
        problem = e.what();
        code = code_of(e);
    } catch (const std::exception&) {
        if (running.interrupted_by() == 0) throw;
        problem = "interrupted";
    }
    code = after_interruption(code, running.interrupted_by());
    reporter.error("rollout", problem);
    return code;
}

}  // namespace

engine_api::engine_choice engine_choice_of(const std::optional<std::string>& socket,
                                           const std::optional<std::string>& host,
                                           const environment_map& environment) {
    engine_api::engine_choice choice;
    choice.socket = socket;
    choice.host = host;
    const auto ours = variable(environment, "ROLLOUT_SOCKET");
    if (!socket && !host && !ours.empty()) choice.host = ours;
    return choice;
}

int run(const process& p) {
    const auto parsed = parse_command_line(p.args);
    if (!parsed.invocation) {
        (parsed.exit_code == 0 ? p.out : p.err) << parsed.text << std::flush;
        return parsed.exit_code;
    }
    if (parsed.invocation->command == command::version) {
        p.out << "rollout " << ROLLOUT_VERSION << std::endl;
        return 0;
    }
    plain_reporter reporter(p.out, p.err);
    exit_code code = exit_code::failed;
    try {
        code = run_command(p, *parsed.invocation, reporter);
    } catch (const compose::error& e) {
        reporter.error("compose", e.what());
        p.err << compose::excerpt(e) << std::flush;
        code = exit_code::usage;
    } catch (const std::invalid_argument& e) {
        reporter.error("rollout", e.what());
        code = exit_code::usage;
    } catch (const engine_api::error& e) {
        reporter.error("rollout", e.what());
        code = code_of(e);
    } catch (const std::exception& e) {
        reporter.error("rollout", e.what());
    }
    return static_cast<int>(code);
}

}  // namespace rollout::cli
