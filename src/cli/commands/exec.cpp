#include <engine_api/client.hpp>

#include <cli/command.hpp>
#include <cli/commands/one_container.hpp>
#include <cli/frame.hpp>
#include <cli/terminal/attached.hpp>
#include <cli/terminal/raw_terminal.hpp>
#include <cli/terminal/terminal_flags.hpp>

#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class exec_command final : public command {
  public:
    option_list own_options() override {
        option_list all = {
            {"-d,--detach", "Return once the command runs; its output goes nowhere", &detach_},
            {"-e,--env", "KEY=VALUE, or KEY with the value that it has here", &environment_},
            {"-u,--user", "User, or user:group (default: the container's)", &exec_.user},
            {"-w,--workdir", "Folder in the container", &exec_.working_dir},
            {"--privileged", "Give the command all capabilities", &exec_.privileged},
            {"--index", "Number of the container, of a service with several", &container_.index},
        };
        for (auto& o : terminal_.options("-T,--no-tty,--no-TTY"))
            all.push_back(std::move(o));
        all.push_back({"SERVICE", "Service; of an app with colors that which serves users",
                       &container_.service});
        all.push_back({"COMMAND", "Program and arguments", rest_of_line{&exec_.command}});
        return all;
    }
    [[nodiscard]] bool output_is_a_programs() const override { return true; }

    exit_code run(frame& f) override {
        const auto& here = f.process().descriptors;
        check_usage(here);
        const auto found = load_or_find_any_project(f);
        exec_.environment = with_our_values(environment_, found.project);
        exec_.tty = terminal_.gives_tty(here);
        exec_.attach_stdin = terminal_.interactive && !detach_;
        if (exec_.tty) exec_.console_size = size_of_terminal(here.out);
        const auto start = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const auto container = co_await find_running(f, found, work, container_);
            const auto id = co_await work.engine.exec().create(container.id, exec_);
            if (!detach_) co_return co_await be_part_of(here, work.engine, id);
            co_await work.engine.exec().start_detached(id, exec_.tty);
            co_return exit_code::done;
        };
        return f.on_engine(found.project, frame::logins::unused, start);
    }

  private:
    void check_usage(const standard_descriptors& here) const {
        if (container_.service.empty()) throw std::invalid_argument("exec needs a SERVICE");
        if (exec_.command.empty())
            throw std::invalid_argument("exec needs a COMMAND behind the service");
        terminal_.check(here, detach_);
    }

    /// The command's exit code.
    net::awaitable<exit_code> be_part_of(const standard_descriptors& here,
                                         engine_api::client& engine, std::string id) const {
        auto program = co_await engine.exec().start(id, exec_.tty);
        attached_options attached;
        attached.input = exec_.attach_stdin;
        attached.tty = exec_.tty;
        if (exec_.tty)
            attached.resize = [&engine, id](engine_api::terminal_size size) {
                return engine.exec().resize(id, size);
            };
        const auto end = co_await be_attached(here, program, attached);
        if (end == attached_end::by_keys) co_return exit_code::done;
        if (end == attached_end::of_a_reader) co_return exit_code{exit_code_of_sigpipe};
        const auto code = co_await engine.exec().wait(id);
        co_return exit_code{code};
    }

    named_container container_;
    engine_api::exec_options exec_;
    std::vector<std::string> environment_;
    terminal_flags terminal_;
    bool detach_ = false;
};

}  // namespace

std::unique_ptr<command> make_exec() {
    return std::make_unique<exec_command>();
}

}  // namespace rollout::cli
