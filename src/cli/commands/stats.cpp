#include <rollout/engine_work/observe.hpp>
#include <rollout/engine_work/usage.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>
#include <cli/render/usage_listing.hpp>

#include <ostream>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class stats_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"-a,--all", "Also those that do not run", &all_},
            {"--no-stream", "Measure once, and end", &once_},
            {"--no-trunc", "Do not cut ids", &whole_},
            {"--format", "table (default), json, or a template: '{{.Name}} {{.CPUPerc}}'",
             &format_},
        };
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    exit_code run(frame& f) override {
        const auto project = load_or_find_project(f);
        const auto services = f.services();
        plan::check_known(project, services);
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            do {
                auto containers = co_await engine_work::observe_containers(work.engine, project);
                std::erase_if(containers, [&](const plan::observed_container& c) {
                    return !is_wanted(c, services);
                });
                const auto usage = co_await engine_work::measure_usage(work, std::move(containers));
                print_round(f.process(), usage);
                if (usage.empty()) break;
            } while (!once_);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, print, frame::on_signal::end_at_once);
    }

  private:
    [[nodiscard]] bool is_wanted(const plan::observed_container& c,
                                 const std::set<std::string>& services) const {
        if (!all_ && !c.alive()) return false;
        return services.empty() || services.contains(c.service);
    }

    /// On a terminal in the place of the round before.
    void print_round(const process& p,
                     const std::vector<engine_work::container_usage>& usage) const {
        constexpr const char* clear_screen = "\x1b[H\x1b[2J";
        if (p.out_is_terminal && !once_) p.out << clear_screen;
        p.out << text_of(usage_listing(usage, !whole_), format_) << std::flush;
    }

    bool all_ = false;
    bool once_ = false;
    bool whole_ = false;
    std::string format_;
};

}  // namespace

std::unique_ptr<command> make_stats() {
    return std::make_unique<stats_command>();
}

}  // namespace rollout::cli
