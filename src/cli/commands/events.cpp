#include <engine_api/client.hpp>
#include <rollout/engine_work/list.hpp>
#include <rollout/plan/create_request.hpp>
#include <rollout/plan/plan.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>
#include <cli/moment.hpp>
#include <cli/render/json_text.hpp>
#include <cli/render/listing.hpp>
#include <cli/render/printable.hpp>

#include <cstdio>
#include <ctime>
#include <map>
#include <ostream>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_api::event;
using engine_work::exit_code;
using engine_work::label_of;

constexpr std::int64_t second = 1'000'000'000;

/// Its local time; `pattern` says what stands before its fraction, which has `digits`.
std::string local_text(const event& e, const char* pattern, int digits) {
    const std::time_t at = e.time_nano / second;
    std::tm parts{};
    ::localtime_r(&at, &parts);
    char text[64];
    std::strftime(text, sizeof text, pattern, &parts);
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, "%09d", static_cast<int>(e.time_nano % second));
    return text + ('.' + std::string(fraction).substr(0, static_cast<std::size_t>(digits)));
}

/// `+01:00`
std::string zone_text(const event& e) {
    const std::time_t at = e.time_nano / second;
    std::tm parts{};
    ::localtime_r(&at, &parts);
    char text[8];
    std::strftime(text, sizeof text, "%z", &parts);
    const std::string zone = text;
    return zone == "+0000" ? "Z" : zone.substr(0, 3) + ':' + zone.substr(3);
}

/// What docker compose tells of it: the labels of its own are known anyway.
std::map<std::string, std::string> attributes_of(const event& e) {
    auto all = e.attributes;
    std::erase_if(all,
                  [](const auto& one) { return one.first.starts_with("com.docker.compose."); });
    return all;
}

std::string line_of(const event& e) {
    return printable(local_text(e, "%Y-%m-%d %H:%M:%S", 6) + " container " + e.action + ' ' +
                     e.actor_id + " (" + pairs_text(attributes_of(e), ", ") + ")");
}

std::string json_of(const event& e) {
    const nlohmann::json line = {{"time", local_text(e, "%Y-%m-%dT%H:%M:%S", 9) + zone_text(e)},
                                 {"type", "container"},
                                 {"service", label_of(e.attributes, plan::service_label)},
                                 {"id", e.actor_id},
                                 {"action", e.action},
                                 {"attributes", attributes_of(e)}};
    return json_text(line);
}

class events_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"--json", "Print an object a line", &json_},
            {"--since", "Begin with those of that time: 10m (ago), 2026-01-02T03:04:05Z", &since_},
            {"--until", "End at that time, likewise", &until_}};
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    exit_code run(frame& f) override {
        const auto project = load_or_find_project(f);
        plan::check_known(project, f.services());
        const auto wanted = events_of(project.name);
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            auto events = co_await work.engine.system().events(wanted);
            while (const auto e = co_await events.next()) {
                if (is_wanted(*e, f.services()))
                    f.process().out << (json_ ? json_of(*e) : line_of(*e)) << std::endl;
            }
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, print, frame::on_signal::end_at_once);
    }

  private:
    [[nodiscard]] engine_api::events_options events_of(const std::string& project) const {
        const auto now = std::chrono::system_clock::now().time_since_epoch();
        engine_api::events_options wanted;
        wanted.filter.add("type", "container")
            .add("label", std::string(plan::project_label) + '=' + project);
        if (since_) wanted.since = parse_moment("--since", *since_, now);
        if (until_) wanted.until = parse_moment("--until", *until_, now);
        return wanted;
    }

    static bool is_wanted(const event& e, const std::set<std::string>& services) {
        if (engine_work::is_one_off(e.attributes)) return false;
        return services.empty() || services.contains(label_of(e.attributes, plan::service_label));
    }

    bool json_ = false;
    std::optional<std::string> since_;
    std::optional<std::string> until_;
};

}  // namespace

std::unique_ptr<command> make_events() {
    return std::make_unique<events_command>();
}

}  // namespace rollout::cli
