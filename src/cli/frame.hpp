#pragma once

#include <engine_api/find_engine.hpp>
#include <rollout/compose/read/load.hpp>
#include <rollout/engine_work/context.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/signal_set.hpp>
#include <cli/invocation.hpp>
#include <cli/process.hpp>
#include <cli/render/renderer.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace rollout::cli {

/// What a command can have: it takes what it needs and nothing else is prepared.
class frame {
  public:
    frame(const process& p, const invocation& what, renderer& out)
        : process_(p), what_(what), out_(out) {}

    [[nodiscard]] const cli::process& process() const { return process_; }
    [[nodiscard]] const cli::invocation& invocation() const { return what_; }
    [[nodiscard]] renderer& out() const { return out_; }

    /// Where the Compose files are and what they are read with.
    [[nodiscard]] compose::load_options load_options() const;
    /// The project with all its services, also those behind a profile; its warnings are reported.
    [[nodiscard]] compose::project load_project() const;
    /// The services that the user named.
    [[nodiscard]] std::set<std::string> services() const;
    /// Whether a variable says yes.
    [[nodiscard]] bool is_set(const std::string& variable) const;
    /// Settings from the environment.
    [[nodiscard]] blue_green::setting_values environment_settings() const;
    /// Refuses what starting `services`, and what they depend on, would need and cannot be had;
    /// reports keys without effect. Throws compose::error.
    void check_supported(const compose::project& project,
                         const std::set<std::string>& services) const;

    /// Whether what is printed may have colors: standard output is a terminal, and neither NO_COLOR
    /// nor `--ansi never` says otherwise.
    [[nodiscard]] bool has_colors() const;

    enum class logins { unused, read };
    /// What a signal means to the user: that the command is cut off and cleans up, which is said,
    /// or that he has seen enough.
    enum class on_signal { clean_up, end_at_once };
    using engine_work_function =
        std::function<boost::asio::awaitable<engine_work::exit_code>(const engine_work::context&)>;

    /// Runs `work` with the engine that the user means, until it ends, also when a signal asks it
    /// to end early: then its coroutine is cancelled and the context's `interrupted` says so.
    /// Throws what `work` throws, and std::runtime_error (interrupted) in its place after a signal,
    /// or with `end_at_once` returns the exit code of that signal.
    engine_work::exit_code on_engine(const compose::project& project, logins registry_logins,
                                     const engine_work_function& work,
                                     on_signal signal = on_signal::clean_up) const;

  private:
    friend class signals_passed_on;

    const cli::process& process_;
    const cli::invocation& what_;
    renderer& out_;
    mutable bool signals_passed_on_ = false;
};

/// While it lives, a signal does not ask the command of `on_engine` to end: it waits here until it
/// is passed on to the program that the command runs.
class signals_passed_on {
  public:
    signals_passed_on(const frame& f, const boost::asio::any_io_executor& executor);
    signals_passed_on(const signals_passed_on&) = delete;
    signals_passed_on& operator=(const signals_passed_on&) = delete;
    ~signals_passed_on() { frame_.signals_passed_on_ = false; }

    /// SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1 and SIGUSR2.
    [[nodiscard]] boost::asio::signal_set& waiting() { return waiting_; }

  private:
    const frame& frame_;
    boost::asio::signal_set waiting_;
};

/// What is said about the engine above the docker CLI's own variables and contexts: `--socket`,
/// `--host`, ROLLOUT_SOCKET.
[[nodiscard]] engine_api::engine_choice engine_choice_of(
    const std::optional<std::string>& socket, const std::optional<std::string>& host,
    const std::map<std::string, std::string>& environment);

/// The variable's value; empty when it is not set.
[[nodiscard]] std::string variable(const std::map<std::string, std::string>& environment,
                                   const char* name);

}  // namespace rollout::cli
