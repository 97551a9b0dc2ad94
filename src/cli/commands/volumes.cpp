#include <engine_api/client.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>
#include <cli/render/listing.hpp>

#include <ostream>
#include <set>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_api::volume_summary;
using engine_work::exit_code;

listed_row volume_row(const volume_summary& v) {
    return {text_field("Driver", v.driver), text_field("Labels", pairs_text(v.labels, ",")),
            text_field("Name", v.name)};
}

/// By the engine's names.
std::set<std::string> volumes_of(const compose::project& p, const std::set<std::string>& services) {
    std::set<std::string> names;
    for (const auto& service : services)
        for (const auto& mount : p.services.at(service).volumes)
            if (const auto found = p.volumes.find(mount.source); found != p.volumes.end())
                names.insert(found->second.name);
    return names;
}

class volumes_command final : public command {
  public:
    option_list own_options() override {
        return {{"-q,--quiet", "Print names alone", &quiet_},
                {"--format", "table (default), json, or a template: '{{.Name}}'", &format_}};
    }
    [[nodiscard]] std::string services_help() const override {
        return "Services whose volumes are listed (default: all)";
    }

    exit_code run(frame& f) override {
        const auto project = load_or_find_project(f);
        const auto services = f.services();
        plan::check_known(project, services);
        const auto wanted = volumes_of(project, services);
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            engine_api::filters of_project;
            of_project.add("label", std::string(plan::project_label) + '=' + project.name);
            listing all;
            for (const auto& v : co_await work.engine.volumes().list(of_project))
                if (services.empty() || wanted.contains(v.name)) all.rows.push_back(volume_row(v));
            all.columns = {{"Driver", "DRIVER"}, {"Name", "VOLUME NAME"}};
            all.further_heads = {{"Labels", "LABELS"}};
            f.process().out << text_of(all, quiet_ ? "{{.Name}}" : format_) << std::flush;
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, print);
    }

  private:
    bool quiet_ = false;
    std::string format_;
};

}  // namespace

std::unique_ptr<command> make_volumes() {
    return std::make_unique<volumes_command>();
}

}  // namespace rollout::cli
