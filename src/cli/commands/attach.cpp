#include <engine_api/client.hpp>

#include <boost/asio/this_coro.hpp>
#include <cli/command.hpp>
#include <cli/commands/one_container.hpp>
#include <cli/frame.hpp>
#include <cli/terminal/attach_container.hpp>
#include <cli/terminal/detach_keys.hpp>

#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class attach_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"--no-stdin", "Do not send standard input", &no_stdin_},
            {"--sig-proxy",
             "Pass signals on to a program without a terminal (default; =false: they end "
             "this)",
             &pass_signals_on_},
            {"--detach-keys", "Keys that end this alone (default ctrl-p,ctrl-q)", &keys_},
            {"--index", "Number of the container, of a service with several", &container_.index},
            {"SERVICE", "Service; of an app with colors that which serves users",
             &container_.service}};
    }
    [[nodiscard]] bool output_is_a_programs() const override { return true; }

    exit_code run(frame& f) override {
        if (container_.service.empty()) throw std::invalid_argument("attach needs a SERVICE");
        const detach_keys checked(keys_);
        const auto found = load_or_find_any_project(f);
        const auto start = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            const auto chosen = co_await find_running(f, found, work, container_);
            co_return co_await be_part_of(f, work.engine.containers(), chosen.id);
        };
        return f.on_engine(found.project, frame::logins::unused, start);
    }

  private:
    net::awaitable<exit_code> be_part_of(const frame& f, engine_api::containers& containers,
                                         std::string id) const {
        const auto& here = f.process().descriptors;
        const auto container = co_await containers.inspect(id);
        engine_api::attach_options streams;
        streams.in = !no_stdin_;
        streams.detach_keys = keys_;
        auto program = co_await containers.attach(id, container.tty, streams);
        auto watch = co_await containers.watch_exit(id, engine_api::wait_condition::not_running);
        program_end end{std::move(watch)};
        const auto executor = co_await net::this_coro::executor;
        std::optional<signals_passed_on> ours;
        if (pass_signals_on_ && !container.tty) ours.emplace(f, executor);
        auto attached =
            attached_to(containers, id, container.tty, ours ? &ours->waiting() : nullptr, end);
        attached.input = streams.in;
        attached.detach_keys = keys_;
        const auto how = co_await be_attached(here, program, attached);
        co_return code_of(how, end);
    }

    named_container container_;
    std::string keys_;
    bool no_stdin_ = false;
    bool pass_signals_on_ = true;
};

}  // namespace

std::unique_ptr<command> make_attach() {
    return std::make_unique<attach_command>();
}

}  // namespace rollout::cli
