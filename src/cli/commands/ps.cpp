#include <rollout/engine_work/list.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>
#include <cli/render/container_listing.hpp>

#include <algorithm>
#include <ctime>
#include <set>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_api::container_summary;
using engine_work::exit_code;

class ps_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"-a,--all", "Also those that do not run, and one-offs", &all_},
            {"-q,--quiet", "Print ids alone", &quiet_},
            {"--services", "Print the names of their services alone", &services_},
            {"--format",
             "table (default), json, or a template: '{{.Name}} {{.State}}', 'table {{.Name}}'",
             &format_},
            {"--status",
             "Those of that state",
             &states_,
             {"paused", "restarting", "removing", "running", "dead", "created", "exited"}},
            {"--filter", "status=STATE, as --status", &filters_},
            {"--orphans", "Those of services that are not in the file, too (default: true)",
             &orphans_},
            {"--no-trunc", "Do not cut long ids and commands", &whole_},
        };
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    exit_code run(frame& f) override {
        const auto project = load_or_find_project(f);
        plan::check_known(project, f.services());
        take_filters();
        const auto list = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            auto rows = co_await engine_work::list_containers(work.engine, project.name,
                                                              all_ || !states_.empty());
            std::erase_if(rows, [&](const container_summary& c) {
                return !is_wanted(c, project, f.services());
            });
            container_list found;
            found.project = project.name;
            for (const auto& row : rows)
                found.containers.push_back(engine_work::observed_from(row));
            found.text = text_of_all(rows);
            f.out().show(found);
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, list);
    }

  private:
    void take_filters() {
        for (const auto& filter : filters_) {
            constexpr std::string_view key = "status=";
            if (!filter.starts_with(key))
                throw std::invalid_argument("--filter: '" + filter + "' is not status=STATE");
            states_.push_back(filter.substr(key.size()));
        }
    }

    [[nodiscard]] bool is_wanted(const container_summary& c, const compose::project& project,
                                 const std::set<std::string>& named) const {
        const auto service = engine_work::observed_from(c).service;
        if (engine_work::is_one_off(c.labels) && !all_) return false;
        if (!states_.empty() && std::find(states_.begin(), states_.end(), c.state) == states_.end())
            return false;
        if (!named.empty()) return named.contains(service);
        return orphans_ || project.services.contains(service);
    }

    [[nodiscard]] std::string text_of_all(const std::vector<container_summary>& rows) const {
        std::string text;
        if (quiet_) {
            for (const auto& c : rows)
                text += c.id + '\n';
            return text;
        }
        if (services_) {
            std::set<std::string> names;
            for (const auto& c : rows)
                if (const auto name = engine_work::observed_from(c).service;
                    names.insert(name).second)
                    text += name + '\n';
            return text;
        }
        return text_of(container_listing(rows, std::time(nullptr), !whole_), format_);
    }

    bool all_ = false;
    bool quiet_ = false;
    bool services_ = false;
    bool orphans_ = true;
    bool whole_ = false;
    std::string format_;
    std::vector<std::string> states_;
    std::vector<std::string> filters_;
};

}  // namespace

std::unique_ptr<command> make_ps() {
    return std::make_unique<ps_command>();
}

}  // namespace rollout::cli
