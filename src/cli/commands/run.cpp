#include <engine_api/client.hpp>
#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/protect.hpp>
#include <rollout/engine_work/run_container.hpp>
#include <rollout/engine_work/up.hpp>
#include <rollout/plan/check_supported.hpp>

#include <boost/asio/this_coro.hpp>
#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/commands/bring_up.hpp>
#include <cli/commands/run_flags.hpp>
#include <cli/frame.hpp>
#include <cli/render/quiet.hpp>
#include <cli/terminal/attach_container.hpp>
#include <cli/terminal/terminal_flags.hpp>

#include <exception>
#include <ostream>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

/// As shells tell why a program could not be started.
exit_code code_of_start(const engine_api::error& e) {
    constexpr exit_code not_found{127};
    constexpr exit_code not_executable{126};
    const auto& words = e.engine_message();
    const auto says = [&words](const char* part) { return words.find(part) != std::string::npos; };
    if (says("executable file not found") || says("no such file or directory")) return not_found;
    if (says("permission denied") || says("is a directory")) return not_executable;
    return exit_code::failed;
}

/// Those that are to run beside it.
std::set<std::string> dependencies_of(const compose::project& project, const std::string& service) {
    const auto enabled = plan::default_services(project);
    std::set<std::string> names;
    for (const auto& [name, edge] : project.services.at(service).depends_on)
        if (edge.required || enabled.contains(name)) names.insert(name);
    return names;
}

class run_command final : public command {
  public:
    option_list own_options() override {
        option_list all = {
            {"-d,--detach", "Return once it runs, and print its container's id", &detach_},
            {"--no-deps", "Do not start what the service depends on", &no_deps_},
            {"--build", "Build images although they are there", &build_},
            {"--remove-orphans", "Remove containers of services that are not in the file",
             &remove_orphans_},
            {"-q,--quiet", "Say nothing but what is wrong", &quiet_.all},
            {"--quiet-pull", "Do not show how a pull goes", &quiet_.pulls},
            {"--quiet-build", "Do not show what a build says", &quiet_.builds},
        };
        for (const auto& more : {terminal_.options("-T,--no-TTY,--no-tty"), flags_.options()})
            all.insert(all.end(), more.begin(), more.end());
        all.push_back({"SERVICE", "Service whose container it is like", &flags_.what.service});
        all.push_back({"COMMAND", "Program and arguments, in place of the service's command",
                       rest_of_line{&flags_.what.command}});
        return all;
    }
    [[nodiscard]] std::vector<std::string> settings() const override {
        return {"pull", "health_timeout", "eager_probe", "lock_wait"};
    }
    [[nodiscard]] bool output_is_a_programs() const override { return true; }

    exit_code run(frame& f) override {
        const auto& here = f.process().descriptors;
        check_usage(here);
        const auto found = load_any_project(f);
        auto& service = flags_.what.service;
        plan::check_known(found.project, {service});
        check_supported(f, found.project);
        run_.what = read_run_flags(flags_, found.project, f.process().working_dir);
        run_.what.tty = terminal_.gives_tty(here);
        run_.what.interactive = terminal_.interactive;
        run_.with_dependencies = !no_deps_;
        const auto any = blue_green::resolve_settings(found.project, f.environment_settings(),
                                                      f.invocation().settings);
        run_.images = any.images;
        run_.images.build_anew = build_;
        run_.health = any.health;
        quiet_reporter reporter(f.out(), quiet_);
        const auto start = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const auto ctx = telling(work, reporter);
            co_await start_dependencies(f, found, ctx);
            const auto id = co_await engine_work::create_run(ctx, run_);
            co_return co_await start_it(f, ctx, id);
        };
        return f.on_engine(found.project, frame::logins::read, start);
    }

  private:
    void check_usage(const standard_descriptors& here) const {
        if (flags_.what.service.empty()) throw std::invalid_argument("run needs a SERVICE");
        terminal_.check(here, detach_);
    }

    void check_supported(const frame& f, const compose::project& project) const {
        const auto& name = flags_.what.service;
        if (no_deps_)
            plan::check_supported(project, project.services.at(name));
        else
            f.check_supported(project, {name});
    }

    net::awaitable<void> start_dependencies(const frame& f, const any_project& found,
                                            const engine_work::context& ctx) const {
        engine_work::up_options up;
        if (!no_deps_) up.services = dependencies_of(found.project, flags_.what.service);
        if (up.services.empty()) {
            if (remove_orphans_)
                ctx.reporter.report(engine_work::file_warning{
                    "no orphan is removed, as no other service is brought up; `rollout up "
                    "--remove-orphans` does that"});
            co_return;
        }
        up.images = run_.images;
        up.health = run_.health;
        up.remove_orphans = remove_orphans_ || f.is_set("COMPOSE_REMOVE_ORPHANS");
        up.ignore_orphans = true;
        co_await bring_up(f, ctx, found, std::move(up));
    }

    /// However that ends, `--rm` leaves nothing behind.
    net::awaitable<exit_code> start_it(const frame& f, const engine_work::context& ctx,
                                       std::string id) const {
        std::exception_ptr problem;
        try {
            if (!detach_) co_return co_await be_part_of(f, ctx, id);
            co_await start_program(ctx, id);
            f.process().out << id << std::endl;
            co_return exit_code::done;
        } catch (...) {
            problem = std::current_exception();
        }
        if (run_.what.remove) co_await engine_work::protect(remove(ctx, id));
        std::rethrow_exception(problem);
    }

    static net::awaitable<void> start_program(const engine_work::context& ctx, std::string id) {
        std::optional<engine_work::failure> refused;
        try {
            co_await ctx.engine.containers().start(id);
        } catch (const engine_api::error& e) {
            if (e.status() == 0) throw;
            refused.emplace(code_of_start(e), "it cannot be started: " + e.engine_message());
        }
        if (refused) throw *refused;
    }

    /// The program's exit code.
    net::awaitable<exit_code> be_part_of(const frame& f, const engine_work::context& ctx,
                                         std::string id) const {
        const auto& what = run_.what;
        auto& containers = ctx.engine.containers();
        engine_api::attach_options streams;
        streams.in = what.interactive;
        auto program = co_await containers.attach(id, what.tty, streams);
        const auto end = what.remove ? engine_api::wait_condition::removed
                                     : engine_api::wait_condition::next_exit;
        auto watch = co_await containers.watch_exit(id, end);
        program_end ends{std::move(watch)};
        const auto executor = co_await net::this_coro::executor;
        std::optional<signals_passed_on> ours;
        if (!what.tty) ours.emplace(f, executor);
        co_await start_program(ctx, id);
        auto attached =
            attached_to(containers, id, what.tty, ours ? &ours->waiting() : nullptr, ends);
        attached.input = what.interactive;
        const auto how = co_await be_attached(f.process().descriptors, program, attached);
        co_return code_of(how, ends);
    }

    static net::awaitable<void> remove(const engine_work::context& ctx, std::string id) {
        engine_api::remove_options options;
        options.force = options.volumes = true;
        try {
            co_await ctx.engine.containers().remove(id, options);
        } catch (const engine_api::error&) {
            // The engine may be removing it already; and what went wrong before is to be told.
        }
    }

    run_flags flags_;
    engine_work::run_options run_;
    quiet_about quiet_;
    terminal_flags terminal_;
    bool detach_ = false;
    bool no_deps_ = false;
    bool build_ = false;
    bool remove_orphans_ = false;
};

}  // namespace

std::unique_ptr<command> make_run() {
    return std::make_unique<run_command>();
}

}  // namespace rollout::cli
