#include <engine_api/client.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>
#include <cli/render/text_table.hpp>

#include <algorithm>
#include <map>
#include <ostream>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;

/// The processes of all containers, whose columns may differ.
class process_listing {
  public:
    void add(const plan::observed_container& c, const engine_api::process_table& table) {
        for (const auto& title : table.titles)
            if (std::find(titles_.begin(), titles_.end(), title) == titles_.end())
                titles_.push_back(title);
        for (const auto& process : table.rows) {
            auto& row = rows_.emplace_back();
            row["SERVICE"] = c.service;
            row["#"] = std::to_string(c.number);
            for (std::size_t i = 0; i < std::min(process.size(), table.titles.size()); ++i)
                row[table.titles[i]] = process[i];
        }
    }

    /// The command, which may be long, comes last.
    [[nodiscard]] std::string text() const {
        if (rows_.empty()) return {};
        auto titles = titles_;
        std::stable_partition(titles.begin(), titles.end(),
                              [](const std::string& title) { return title != "CMD"; });
        std::vector<table_row> table{titles};
        for (const auto& row : rows_) {
            auto& cells = table.emplace_back();
            for (const auto& title : titles) {
                const auto cell = row.find(title);
                cells.push_back(cell == row.end() ? "-" : cell->second);
            }
        }
        return table_text(std::move(table));
    }

  private:
    table_row titles_{"SERVICE", "#"};
    std::vector<std::map<std::string, std::string>> rows_;
};

class top_command final : public command {
  public:
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    exit_code run(frame& f) override {
        const auto project = load_or_find_project(f);
        const auto services = f.services();
        plan::check_known(project, services);
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            process_listing all;
            for (const auto& c : co_await engine_work::observe_containers(work.engine, project)) {
                if (!c.running() || (!services.empty() && !services.contains(c.service))) continue;
                const auto table = co_await work.engine.containers().top(c.id, "");
                all.add(c, table);
            }
            f.process().out << all.text() << std::flush;
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, print);
    }
};

}  // namespace

std::unique_ptr<command> make_top() {
    return std::make_unique<top_command>();
}

}  // namespace rollout::cli
