#include <rollout/compose/model/check_project.hpp>
#include <rollout/compose/model/hash.hpp>
#include <rollout/compose/model/normal_form.hpp>
#include <rollout/compose/model/select.hpp>
#include <rollout/compose/read/variables_used.hpp>
#include <rollout/compose/text/interpolate.hpp>
#include <rollout/plan/create_request.hpp>

#include <cli/command.hpp>
#include <cli/frame.hpp>
#include <cli/image_digest.hpp>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <stdexcept>
#include <vector>

namespace rollout::cli {

namespace {

using compose::format;
using compose::node;

format format_of(const std::string& name) {
    if (name.empty() || name == "yaml") return format::yaml;
    if (name == "json") return format::json;
    throw std::invalid_argument("unsupported format \"" + name + "\"; use yaml or json");
}

/// Columns of at least 20 characters, three of them blank.
std::string table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths(rows.front().size(), 20);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size() + 3);
    }
    std::string text;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            text += row[i];
            if (i + 1 < row.size()) text.append(widths[i] - row[i].size(), ' ');
        }
        text += '\n';
    }
    return text;
}

/// Flag for flag those of `docker compose config`.
struct config_flags {
    std::string format;  // `yaml`, `json`; empty = the default of what is printed
    std::string hash;    // `*` or names
    std::string output;
    bool services = false;
    bool volumes = false;
    bool networks = false;
    bool models = false;
    bool images = false;
    bool profiles = false;
    bool variables = false;
    bool environment = false;
    bool quiet = false;
    bool no_interpolate = false;
    bool no_normalize = false;
    bool no_path_resolution = false;
    bool no_consistency = false;
    bool no_env_resolution = false;
    bool resolve_image_digests = false;
    bool lock_image_digests = false;
};

/// Prints the model, or the part of it that a flag asks for, as docker compose prints it. Needs no
/// engine.
class config_run {
  public:
    config_run(const frame& f, const config_flags& flags)
        : f_(f), flags_(flags), load_(f.load_options()) {
        load_.interpolate = !flags_.no_interpolate;
        load_.normalize = !flags_.no_normalize;
        load_.resolve_paths = !flags_.no_path_resolution;
        load_.check_consistency = !flags_.no_consistency;
        load_.files_are = compose::files_use::to_hash;
    }

    void run() {
        if (flags_.services) return print_services();
        if (flags_.volumes) return print_keys(project(false).volumes);
        if (flags_.networks) return print_keys(project(false).networks);
        if (flags_.models) return print_models();
        if (!flags_.hash.empty()) return print_hashes();
        if (flags_.profiles) return print_profiles();
        if (flags_.images) return print_images();
        if (flags_.variables) return print_variables();
        if (flags_.environment) return print_environment();
        print_model();
    }

  private:
    compose::project project(bool selected) {
        if (selected) load_.services = f_.invocation().services;
        auto loaded = compose::load(load_);
        warn(loaded.warnings);
        auto& project = loaded.project;
        if (!f_.invocation().all_resources) compose::drop_unused_resources(project);
        return std::move(project);
    }

    node model() {
        auto loaded = compose::load_model(load_);
        warn(loaded.warnings);
        return std::move(loaded.model);
    }

    void warn(const std::vector<std::string>& lines) const {
        for (const auto& line : lines)
            f_.out().report(engine_work::file_warning{line});
    }

    void print(const std::string& text) const { f_.process().out << text << std::flush; }

    void print_lines(const std::set<std::string>& lines) const {
        std::string text;
        for (const auto& line : lines)
            text += line + '\n';
        print(text);
    }

    template <class Map>
    void print_keys(const Map& map) const {
        std::set<std::string> keys;
        for (const auto& [key, value] : map)
            keys.insert(key);
        print_lines(keys);
    }

    void print_services() {
        if (load_.interpolate) return print_keys(project(false).services);
        std::set<std::string> names;
        const auto tree = model();
        if (const auto* services = tree.find("services")) {
            for (const auto& e : services->entries())
                names.insert(e.key);
        }
        print_lines(names);
    }

    void print_models() {
        std::set<std::string> images;
        for (const auto& [key, model] : project(false).models) {
            if (!model.image.empty()) images.insert(model.image);
        }
        print_lines(images);
    }

    void print_hashes() {
        auto loaded = project(false);
        compose::apply_default_platform(loaded);
        std::multiset<std::string> wanted;
        std::string rest = flags_.hash == "*" ? "" : flags_.hash + ',';
        for (auto comma = rest.find(','); comma != std::string::npos; comma = rest.find(',')) {
            wanted.insert(rest.substr(0, comma));
            rest.erase(0, comma + 1);
        }
        if (flags_.hash == "*") {
            for (const auto& [name, s] : loaded.services)
                wanted.insert(name);
        }
        std::string text;
        for (const auto& name : wanted) {
            const auto found = loaded.services.find(name);
            if (found == loaded.services.end()) {
                const bool disabled = loaded.disabled_services.count(name) > 0;
                throw std::invalid_argument("no such service: " + name +
                                            (disabled ? ": disabled" : ": not found"));
            }
            text += name + ' ' + compose::service_hash(found->second) + '\n';
        }
        print(text);
    }

    void print_profiles() {
        const auto loaded = project(true);
        std::set<std::string> names;
        for (const auto* services : {&loaded.services, &loaded.disabled_services}) {
            for (const auto& [name, s] : *services)
                names.insert(s.profiles.begin(), s.profiles.end());
        }
        print_lines(names);
    }

    void print_images() {
        const auto loaded = project(true);
        std::string text;
        for (const auto& [name, s] : loaded.services)
            text += plan::image_reference(loaded, s) + '\n';
        print(text);
    }

    void print_environment() {
        load_.files_are = compose::files_use::to_print;
        std::string text;
        for (const auto& [name, value] : project(true).environment)
            text += name + '=' + value + '\n';
        print(text);
    }

    void print_variables() {
        load_.interpolate = false;
        const auto used = compose::variables_used(model());
        if (flags_.format.empty() || flags_.format == "table") {
            std::vector<std::vector<std::string>> rows{
                {"NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"}};
            for (const auto& [name, use] : used) {
                rows.push_back(
                    {name, use.required ? "true" : "false", use.default_value, use.presence_value});
            }
            return print(table(rows));
        }
        const auto style = format_of(flags_.format);
        const bool json = style == format::json;
        node::mapping all;
        for (const auto& [name, use] : used) {
            node::mapping one;
            one.push_back({json ? "Name" : "name", {}, node(name, {})});
            one.push_back(
                {json ? "DefaultValue" : "defaultvalue", {}, node(use.default_value, {})});
            one.push_back(
                {json ? "PresenceValue" : "presencevalue", {}, node(use.presence_value, {})});
            one.push_back({json ? "Required" : "required", {}, node(use.required, {})});
            all.push_back({name, {}, node(std::move(one), {})});
        }
        constexpr std::size_t indent = 4;
        print(compose::text_of(node(std::move(all), {}), style, indent) + (json ? "\n\n" : ""));
    }

    void print_model() {
        const auto style = format_of(flags_.format);
        const auto text = load_.interpolate ? interpolated_text(style) : model_text(style);
        if (flags_.quiet) return;
        if (flags_.output.empty()) return print(text);
        std::ofstream out(flags_.output, std::ios::binary);
        out << text;
        if (!out.flush()) throw std::runtime_error(flags_.output + ": cannot be written");
    }

    std::string interpolated_text(format style) {
        load_.files_are = compose::files_use::to_print;
        auto loaded = project(true);
        if (flags_.resolve_image_digests || flags_.lock_image_digests) {
            for (auto& [name, s] : loaded.services) {
                if (!s.image.empty()) s.image = with_known_digest(s.image);
            }
        }
        if (!flags_.no_consistency) compose::check_container_names(loaded);
        if (flags_.lock_image_digests) loaded = images_only(loaded);
        return compose::escape_dollars(
            compose::text_of(compose::normal_form(loaded, style), style));
    }

    static compose::project images_only(const compose::project& from) {
        compose::project only;
        for (const auto& [name, s] : from.services)
            only.services[name].image = s.image;
        return only;
    }

    std::string model_text(format style) {
        auto tree = compose::sorted_form(model(), style);
        if (flags_.resolve_image_digests || flags_.lock_image_digests) pin_images(tree);
        if (flags_.lock_image_digests) keep_images(tree);
        return compose::text_of(tree, style);
    }

    static void pin_images(node& tree) {
        auto* services = tree.find("services");
        if (!services) return;
        for (auto& e : services->entries()) {
            auto* image = e.value.find("image");
            if (image && image->is_string()) image->value = with_known_digest(image->string());
        }
    }

    static void keep_images(node& tree) {
        const auto keep = [](node::mapping& map, const std::string& key) {
            std::erase_if(map, [&key](const node::entry& e) { return e.key != key; });
        };
        keep(tree.entries(), "services");
        for (auto& section : tree.entries()) {
            for (auto& service : section.value.entries())
                keep(service.value.entries(), "image");
        }
    }

    const frame& f_;
    const config_flags& flags_;
    compose::load_options load_;
};

class config_command final : public command {
  public:
    option_list own_options() override {
        return {
            {"--format", "Output: yaml (default) or json", &flags_.format},
            {"--hash", "Print hashes of services: a list, or * for all", &flags_.hash},
            {"-o,--output", "Write to a file", &flags_.output},
            {"--services", "Print the names of services", &flags_.services},
            {"--volumes", "Print the names of volumes", &flags_.volumes},
            {"--networks", "Print the names of networks", &flags_.networks},
            {"--models", "Print the names of models", &flags_.models},
            {"--images", "Print the names of images", &flags_.images},
            {"--profiles", "Print the names of profiles", &flags_.profiles},
            {"--variables", "Print the variables of the files and their defaults",
             &flags_.variables},
            {"--environment", "Print what variables are replaced by", &flags_.environment},
            {"-q,--quiet", "Only check, print nothing", &flags_.quiet},
            {"--no-interpolate", "Leave variables as they are", &flags_.no_interpolate},
            {"--no-normalize", "Leave out what is implied", &flags_.no_normalize},
            {"--no-path-resolution", "Leave paths relative", &flags_.no_path_resolution},
            {"--no-consistency", "Do not check what refers to what", &flags_.no_consistency},
            {"--no-env-resolution", "Accepted; does nothing, as in compose",
             &flags_.no_env_resolution},
            {"--resolve-image-digests", "Pin images to digests", &flags_.resolve_image_digests},
            {"--lock-image-digests", "Print only images, with digests", &flags_.lock_image_digests},
        };
    }
    [[nodiscard]] std::string services_help() const override { return "Services (default: all)"; }

    engine_work::exit_code run(frame& f) override {
        config_run(f, flags_).run();
        return engine_work::exit_code::done;
    }

  private:
    config_flags flags_;
};

}  // namespace

std::unique_ptr<command> make_config() {
    return std::make_unique<config_command>();
}

}  // namespace rollout::cli
