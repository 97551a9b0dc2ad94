#include <rollout/engine_work/attached.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/commands/bring_up.hpp>
#include <cli/commands/log_output.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <set>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

/// What docker compose's attached `up` can be told.
struct attach_flags {
    bool abort_on_exit = false;
    bool abort_on_failure = false;
    bool dependencies = false;
    bool no_log_prefix = false;
    bool no_color = false;
    bool timestamps = false;
    bool menu = false;
    std::string exit_code_from;
    std::vector<std::string> attach;
    std::vector<std::string> no_attach;

    /// Whether somebody wants to see the logs.
    [[nodiscard]] bool wanted() const {
        return abort_on_exit || abort_on_failure || dependencies || !exit_code_from.empty() ||
               !attach.empty() || !no_attach.empty();
    }

    void refuse_contradictions() const {
        if (abort_on_exit && abort_on_failure)
            throw std::invalid_argument(
                "--abort-on-container-exit and --abort-on-container-failure exclude each other");
        if (dependencies && !attach.empty())
            throw std::invalid_argument("--attach and --attach-dependencies exclude each other");
    }

    [[nodiscard]] engine_work::abort_on aborts() const {
        if (abort_on_failure) return engine_work::abort_on::failure;
        return abort_on_exit || !exit_code_from.empty() ? engine_work::abort_on::exit
                                                        : engine_work::abort_on::nothing;
    }

    /// Of `named` services, or of `all` with what they depend on: those whose logs are printed.
    [[nodiscard]] std::set<std::string> shown(const compose::project& project,
                                              const std::set<std::string>& named,
                                              const std::set<std::string>& all) const {
        std::set<std::string> chosen(attach.begin(), attach.end());
        if (attach.empty())
            for (const auto& name : dependencies ? all : named)
                if (project.services.at(name).attach.value_or(true)) chosen.insert(name);
        for (const auto& name : no_attach)
            chosen.erase(name);
        return chosen;
    }
};

class up_command final : public command {
  public:
    option_list own_options() override {
        auto all = bring_up_options(flags_);
        for (auto& o : further_options())
            all.push_back(std::move(o));
        for (auto& o : attach_options())
            all.push_back(std::move(o));
        return all;
    }
    [[nodiscard]] std::vector<std::string> settings() const override { return bring_up_settings(); }
    [[nodiscard]] std::string services_help() const override {
        return "Services to start (default: those without a profile)";
    }

    [[nodiscard]] bool writes_meanwhile() const override { return attached_.wanted(); }

    exit_code run(frame& f) override {
        flags_.start = !no_start_;
        const auto found = load_to_bring_up(f, flags_);
        refuse_to_attach(f, found);
        const auto services = f.invocation().services;
        f.check_supported(found.project, f.services());
        log_output out(f, found.project.name, style_of(f));
        const auto start = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const auto began = std::chrono::system_clock::now().time_since_epoch();
            co_await bring_up(f, work, found, flags_, services);
            if (!attached_.wanted()) co_return exit_code::done;
            auto options = attached_options_for(f, found.project);
            options.logs.since = began;
            const int code =
                co_await engine_work::stay_attached(work, std::move(options), out.reader());
            co_return static_cast<exit_code>(code);
        };
        return f.on_engine(found.project, frame::logins::read, start);
    }

  private:
    option_list further_options() {
        constexpr bool hidden = true;
        return {
            {"-d,--detach", "Return once all is started, which it does by itself", &detach_},
            {"--wait", "Wait until all services run, or are healthy", &flags_.wait},
            {"--wait-timeout", "How many seconds to wait for a service at most",
             &flags_.wait_timeout},
            {"--no-deps", "Leave services alone that nobody named", &flags_.no_deps},
            {"--always-recreate-deps", "Make what they depend on anew, too",
             &flags_.always_recreate_deps},
            {"--no-start", "Make what is missing, and start nothing", &no_start_},
            {"-V,--renew-anon-volumes", "Give what is made anew no anonymous volume of the old one",
             &flags_.renew_volumes},
            timeout_option(&flags_.timeout),
            {"--quiet-build", "Say of builds only what goes wrong", &flags_.quiet_build},
            {"--recreate",
             "Make the proxy anew when it changed, too",
             &flags_.recreate_proxy,
             {},
             hidden},
            {"-w,--watch", "",
             refused{"it is for developing; `rollout up --build` brings a change to the engine"}},
        };
    }

    option_list attach_options() {
        constexpr bool hidden = true;
        auto& a = attached_;
        return {
            {"--abort-on-container-exit",
             "Print the logs, and stop all when one container ends, with its exit code",
             &a.abort_on_exit},
            {"--abort-on-container-failure", "The same when one ends with another code than 0",
             &a.abort_on_failure},
            {"--exit-code-from", "The same, with the exit code of that service", &a.exit_code_from},
            {"--attach", "Print the logs of that service until all have ended", &a.attach},
            {"--no-attach", "Print the logs of all but that service, likewise", &a.no_attach},
            {"--attach-dependencies", "Print the logs of what the named services depend on, too",
             &a.dependencies},
            {"--timestamps", "Say when each line was written", &a.timestamps},
            {"--no-log-prefix", "Print the lines alone", &a.no_log_prefix},
            {"--no-color", "Use no colors", &a.no_color},
            {"--menu", "", &a.menu, {}, hidden},
        };
    }

    void refuse_to_attach(const frame& f, const any_project& found) const {
        if (attached_.menu)
            throw std::invalid_argument(
                "--menu is not supported: there is no menu; --menu=false is");
        if (!attached_.wanted()) return;
        if (detach_ || flags_.wait || flags_.wait_timeout || no_start_)
            throw std::invalid_argument(
                "-d, --wait and --no-start return; flags that print logs until the end do not go "
                "with them");
        if (found.colors)
            throw std::invalid_argument(
                "a project with colors is not stopped with the command that started it; use "
                "`rollout up` and `rollout logs -f`");
        attached_.refuse_contradictions();
        const auto all = brought_up(f, found.project);
        for (const auto& name : attached_.attach)
            refuse_other("--attach", name, all);
        if (!attached_.exit_code_from.empty())
            refuse_other("--exit-code-from", attached_.exit_code_from, all);
    }

    static void refuse_other(const std::string& flag, const std::string& name,
                             const std::set<std::string>& all) {
        if (!all.contains(name))
            throw std::invalid_argument(flag + ": service '" + name +
                                        "' is not part of this up; name it among the services too");
    }

    [[nodiscard]] std::set<std::string> brought_up(const frame& f,
                                                   const compose::project& project) const {
        const auto order = plan::up_order(project, f.services(), !flags_.no_deps);
        return {order.begin(), order.end()};
    }

    /// Whose ends matter, as with docker compose: without names those whose logs are printed.
    [[nodiscard]] std::set<std::string> followed(std::set<std::string> named,
                                                 const std::set<std::string>& shown,
                                                 const std::set<std::string>& all) const {
        named.insert(shown.begin(), shown.end());
        if (!attached_.exit_code_from.empty()) named.insert(attached_.exit_code_from);
        return named.empty() ? all : named;
    }

    [[nodiscard]] log_style style_of(const frame& f) const {
        log_style style;
        style.prefix = !attached_.no_log_prefix;
        style.color = !attached_.no_color && f.has_colors();
        style.times = attached_.timestamps;
        return style;
    }

    [[nodiscard]] engine_work::attached_options attached_options_for(
        const frame& f, const compose::project& project) const {
        engine_work::attached_options options;
        const auto all = brought_up(f, project);
        const auto named = f.services();
        options.services = named.empty() ? all : named;
        const auto shown = attached_.shown(project, options.services, all);
        options.logs.services = followed(named, shown, all);
        std::set_difference(options.logs.services.begin(), options.logs.services.end(),
                            shown.begin(), shown.end(),
                            std::inserter(options.logs.silent, options.logs.silent.end()));
        options.logs.times = attached_.timestamps;
        options.stop_seconds = flags_.timeout;
        options.exit_code_from = attached_.exit_code_from;
        options.aborts = attached_.aborts();
        return options;
    }

    bring_up_flags flags_;
    attach_flags attached_;
    bool detach_ = false;
    bool no_start_ = false;
};

}  // namespace

std::unique_ptr<command> make_up() {
    return std::make_unique<up_command>();
}

}  // namespace rollout::cli
