#include <cli/terminal/attach_container.hpp>

namespace rollout::cli {

namespace net = boost::asio;
using engine_work::exit_code;

attached_options attached_to(engine_api::containers& containers, const std::string& id, bool tty,
                             net::signal_set* signals, program_end& end) {
    attached_options attached;
    attached.tty = tty;
    if (tty)
        attached.resize = [&containers, id](engine_api::terminal_size size) {
            return containers.resize(id, size);
        };
    attached.signals = signals;
    attached.pass_on = [&containers, id](int number) {
        return containers.kill(id, std::to_string(number));
    };
    attached.until = [&end]() -> net::awaitable<void> {
        const auto result = co_await end.watch.result();
        end.exit_code = result.exit_code;
    };
    return attached;
}

exit_code code_of(attached_end how, const program_end& end) {
    if (how == attached_end::by_keys) return exit_code::done;
    if (how == attached_end::of_a_reader) return exit_code{exit_code_of_sigpipe};
    return exit_code{end.exit_code};
}

}  // namespace rollout::cli
