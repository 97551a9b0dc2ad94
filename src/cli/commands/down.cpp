#include <rollout/blue_green/stack.hpp>
#include <rollout/engine_work/down.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/commands/manage.hpp>
#include <cli/frame.hpp>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

class down_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"-v,--volumes",
             "Remove the file's volumes and anonymous ones, too: their data is lost", &volumes_},
            {"--rmi",
             "Remove images, too: all, or those that have no `image` in the file (local)",
             &images_,
             {"all", "local"}},
            {"--remove-orphans",
             "Remove containers of services that are not in the file, and "
             "one-offs that run",
             &remove_orphans_},
            timeout_option(&timeout_),
        };
    }
    [[nodiscard]] std::vector<std::string> settings() const override { return {"lock_wait"}; }
    [[nodiscard]] std::string services_help() const override {
        return "Services to remove (default: all, and the networks)";
    }

    exit_code run(frame& f) override {
        const auto found = load_or_find_any_project(f);
        const auto& project = found.project;
        const auto& colors = found.colors;
        plan::check_known(project, f.services());
        engine_work::down_options down;
        down.what.services = f.services();
        down.what.volumes = volumes_;
        down.what.images = images_;
        down.what.remove_orphans = remove_orphans_ || f.is_set("COMPOSE_REMOVE_ORPHANS");
        down.stop_seconds = timeout_;
        down.lock_wait =
            blue_green::resolve_settings(project, f.environment_settings(), f.invocation().settings)
                .lock_wait;
        const auto remove = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            if (colors) {
                const blue_green::context ctx{work, *colors, f.out(), base::host_files()};
                co_await blue_green::down(ctx, down);
            } else {
                co_await engine_work::down(work, down);
            }
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, remove);
    }

  private:
    bool volumes_ = false;
    bool remove_orphans_ = false;
    std::string images_;
    std::optional<int> timeout_;
};

}  // namespace

std::unique_ptr<command> make_down() {
    return std::make_unique<down_command>();
}

}  // namespace rollout::cli
