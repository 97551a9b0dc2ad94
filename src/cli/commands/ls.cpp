#include <engine_api/client.hpp>
#include <rollout/base/joined.hpp>
#include <rollout/plan/create_request.hpp>

#include <cli/command.hpp>
#include <cli/frame.hpp>
#include <cli/render/json_text.hpp>
#include <cli/render/text_table.hpp>

#include <map>
#include <ostream>
#include <regex>
#include <stdexcept>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using nlohmann::ordered_json;

struct listed_project {
    std::map<std::string, int> states;  ///< how many containers are in each
    std::string files;

    /// `exited(1), running(2)`
    [[nodiscard]] std::string status() const {
        std::vector<std::string> words;
        for (const auto& [state, count] : states)
            words.push_back(state + '(' + std::to_string(count) + ')');
        return base::joined(words, ", ");
    }
};

using project_map = std::map<std::string, listed_project>;

project_map projects_of(const std::vector<engine_api::container_summary>& rows) {
    project_map all;
    for (const auto& c : rows) {
        auto& project = all[c.labels.at(plan::project_label)];
        ++project.states[c.state];
        const auto files = c.labels.find(plan::files_label);
        if (files != c.labels.end() && project.files.empty()) project.files = files->second;
    }
    return all;
}

class ls_command final : public command {
  public:
    option_list own_options() override {
        return {{"-a,--all", "Also projects of which nothing runs", &all_},
                {"-q,--quiet", "Print names alone", &quiet_},
                {"--filter", "name=EXPRESSION: whose names it is found in", &filters_},
                {"--format", "table (default) or json", &format_, {"table", "json"}}};
    }

    exit_code run(frame& f) override {
        const auto names = name_filters();
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            engine_api::list_containers_options options;
            options.all = all_;
            options.filter.add("label", plan::project_label).add("label", plan::config_hash_label);
            const auto rows = co_await work.engine.containers().list(options);
            auto projects = projects_of(rows);
            std::erase_if(projects, [&](const auto& p) { return !is_wanted(p.first, names); });
            f.process().out << text_of_all(projects) << std::flush;
            co_return exit_code::done;
        };
        const compose::project none;
        return f.on_engine(none, frame::logins::unused, print);
    }

  private:
    [[nodiscard]] std::vector<std::regex> name_filters() const {
        std::vector<std::regex> names;
        for (const auto& filter : filters_) {
            constexpr std::string_view key = "name=";
            if (!filter.starts_with(key))
                throw std::invalid_argument("--filter: '" + filter + "' is not name=EXPRESSION");
            try {
                names.emplace_back(filter.substr(key.size()));
            } catch (const std::regex_error&) {
                throw std::invalid_argument("--filter: '" + filter + "' has no expression in it");
            }
        }
        return names;
    }

    static bool is_wanted(const std::string& name, const std::vector<std::regex>& expressions) {
        for (const auto& expression : expressions)
            if (std::regex_search(name, expression)) return true;
        return expressions.empty();
    }

    [[nodiscard]] std::string text_of_all(const project_map& projects) const {
        constexpr std::size_t gap = 4;
        std::string names;
        auto objects = ordered_json::array();
        std::vector<table_row> rows = {{"NAME", "STATUS", "CONFIG FILES"}};
        for (const auto& [name, project] : projects) {
            names += name + '\n';
            objects.push_back(
                {{"Name", name}, {"Status", project.status()}, {"ConfigFiles", project.files}});
            rows.push_back({name, project.status(), project.files});
        }
        if (quiet_) return names;
        if (format_ == "json") return json_text(objects) + '\n';
        return table_text(std::move(rows), gap);
    }

    bool all_ = false;
    bool quiet_ = false;
    std::string format_;
    std::vector<std::string> filters_;
};

}  // namespace

std::unique_ptr<command> make_ls() {
    return std::make_unique<ls_command>();
}

}  // namespace rollout::cli
