#include <rollout/engine_work/logs.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/commands/log_output.hpp>
#include <cli/frame.hpp>
#include <cli/moment.hpp>
#include <cli/words.hpp>

#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

std::optional<int> lines_in(const std::string& text) {
    if (text == "all") return std::nullopt;
    const auto lines = whole_number(text);
    if (!lines)
        throw std::invalid_argument("--tail: '" + text + "' is not a number of lines or all");
    return lines;
}

class logs_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"-f,--follow", "Go on as lines come, until all containers have ended",
             &wanted_.follow},
            {"-n,--tail", "Last lines of each container, or all (default)", &tail_},
            {"--since", "From that time on: 10m (ago), 2026-01-02T03:04:05Z", &since_},
            {"--until", "To that time, likewise", &until_},
            {"-t,--timestamps", "Say when each line was written", &style_.times},
            {"--no-log-prefix", "Print the lines alone", &no_prefix_},
            {"--no-color", "Use no colors", &no_color_},
            {"--index", "Only the containers of that number", &wanted_.index},
        };
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    exit_code run(frame& f) override {
        const auto found = load_or_find_any_project(f);
        wanted_.services = f.services();
        if (tail_) wanted_.tail = lines_in(*tail_);
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        if (since_) wanted_.since = parse_moment("--since", *since_, now);
        if (until_) wanted_.until = parse_moment("--until", *until_, now);
        wanted_.times = style_.times;
        style_.prefix = !no_prefix_;
        style_.color = !no_color_ && f.has_colors();
        log_output out(f, found.project.name, style_);
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            co_await engine_work::read_logs(work, wanted_, out.reader());
            co_return exit_code::done;
        };
        const auto signal =
            wanted_.follow ? frame::on_signal::end_at_once : frame::on_signal::clean_up;
        return f.on_engine(found.project, frame::logins::unused, print, signal);
    }

  private:
    engine_work::logs_options wanted_;
    log_style style_;
    bool no_prefix_ = false;
    bool no_color_ = false;
    std::optional<std::string> tail_;
    std::optional<std::string> since_;
    std::optional<std::string> until_;
};

}  // namespace

std::unique_ptr<command> make_logs() {
    return std::make_unique<logs_command>();
}

}  // namespace rollout::cli
