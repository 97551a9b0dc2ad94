#include <engine_api/client.hpp>
#include <engine_api/image_reference.hpp>
#include <engine_api/rfc3339.hpp>
#include <rollout/engine_work/observe.hpp>
#include <rollout/plan/plan.hpp>
#include <rollout/plan/platform.hpp>

#include <cli/command.hpp>
#include <cli/commands/any_project.hpp>
#include <cli/frame.hpp>
#include <cli/render/human.hpp>
#include <cli/render/json_text.hpp>
#include <cli/render/text_table.hpp>

#include <chrono>
#include <map>
#include <ostream>
#include <set>

namespace rollout::cli {

namespace {

namespace net = boost::asio;
using engine_work::exit_code;
using nlohmann::ordered_json;

/// The image of a container.
struct used_image {
    std::string container;
    std::string repository;
    std::string tag;
    engine_api::image_details image;
};

std::string platform_of(const engine_api::image_details& image) {
    return plan::to_string(plan::platform{image.os, image.arch, image.variant});
}

std::string without_algorithm(const std::string& id) {
    const auto colon = id.find(':');
    return colon == std::string::npos ? id : id.substr(colon + 1);
}

std::string created_text(const engine_api::image_details& image) {
    const auto created = engine_api::parse_rfc3339(image.created);
    if (!created) return "N/A";
    const auto age = std::chrono::system_clock::now() - *created;
    return human_age(std::chrono::duration_cast<std::chrono::seconds>(age).count()) + " ago";
}

std::string ids_of(const std::vector<used_image>& images) {
    std::set<std::string> seen;
    std::string text;
    for (const auto& used : images)
        if (seen.insert(used.image.id).second) text += without_algorithm(used.image.id) + '\n';
    return text;
}

std::string json_of(const std::vector<used_image>& images) {
    auto all = ordered_json::array();
    for (const auto& used : images)
        all.push_back({{"ID", used.image.id},
                       {"ContainerName", used.container},
                       {"Repository", used.repository},
                       {"Tag", used.tag},
                       {"Platform", platform_of(used.image)},
                       {"Size", used.image.size},
                       {"Created", used.image.created}});
    return json_text(all) + '\n';
}

std::string table_of(const std::vector<used_image>& images) {
    constexpr std::size_t gap = 3;
    constexpr std::size_t short_id = 12;
    std::vector<table_row> rows = {
        {"CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED"}};
    for (const auto& used : images)
        rows.push_back({used.container, used.repository.empty() ? "<none>" : used.repository,
                        used.tag.empty() ? "<none>" : used.tag, platform_of(used.image),
                        without_algorithm(used.image.id).substr(0, short_id),
                        human_size(used.image.size), created_text(used.image)});
    return table_text(std::move(rows), gap);
}

class images_command final : public command {
  public:
    option_list own_options() override {
        return {{"--format", "table (default) or json", &format_, {"table", "json"}},
                {"-q,--quiet", "Print ids alone", &quiet_}};
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    exit_code run(frame& f) override {
        const auto project = load_or_find_project(f);
        const auto services = f.services();
        plan::check_known(project, services);
        const auto print = [&](const engine_work::context& work) -> net::awaitable<exit_code> {
            auto containers = co_await engine_work::observe_containers(work.engine, project);
            std::erase_if(containers, [&](const plan::observed_container& c) {
                return !services.empty() && !services.contains(c.service);
            });
            const auto images = co_await images_of(work.engine, std::move(containers));
            f.process().out << text_of_all(images) << std::flush;
            co_return exit_code::done;
        };
        return f.on_engine(project, frame::logins::unused, print);
    }

  private:
    static net::awaitable<std::vector<used_image>> images_of(
        engine_api::client& engine, std::vector<plan::observed_container> containers) {
        std::map<std::string, engine_api::image_details> known;
        std::vector<used_image> images;
        for (const auto& c : containers) {
            if (!known.contains(c.image_id)) {
                auto found = co_await engine.images().find(c.image_id);
                if (!found) continue;  // removed by force, while a container uses it
                known[c.image_id] = std::move(*found);
            }
            auto& used = images.emplace_back();
            used.container = c.name;
            used.image = known[c.image_id];
            if (used.image.tags.empty()) continue;
            const auto reference = engine_api::parse_image_reference(used.image.tags.front());
            used.repository = reference.name;
            used.tag = reference.tag;
        }
        co_return images;
    }

    [[nodiscard]] std::string text_of_all(const std::vector<used_image>& images) const {
        if (quiet_) return ids_of(images);
        return format_ == "json" ? json_of(images) : table_of(images);
    }

    std::string format_;
    bool quiet_ = false;
};

}  // namespace

std::unique_ptr<command> make_images() {
    return std::make_unique<images_command>();
}

}  // namespace rollout::cli
