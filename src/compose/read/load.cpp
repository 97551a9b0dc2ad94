#include "files.hpp"
#include "project_name.hpp"
#include "read_file.hpp"
#include "service_environment.hpp"
#include "tree_reader.hpp"

#include <rollout/compose/model/check_project.hpp>
#include <rollout/compose/model/decode.hpp>
#include <rollout/compose/model/security_opt.hpp>
#include <rollout/compose/model/select.hpp>
#include <rollout/compose/read/load.hpp>
#include <rollout/compose/rules/normalize.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/scalar_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <utility>

namespace rollout::compose {

namespace {

/// Line `number` of a text, without its end; empty when there is none.
std::string line_of(const std::string& text, int number) {
    std::size_t begin = 0;
    for (int line = 1; line < number && begin != std::string::npos; ++line) {
        const auto end = text.find('\n', begin);
        begin = end == std::string::npos ? end : end + 1;
    }
    if (number < 1 || begin == std::string::npos) return {};
    auto line = text.substr(begin, text.find('\n', begin) - begin);
    if (!line.empty() && line.back() == '\r') line.pop_back();
    return line;
}

std::vector<std::string> active_profiles(const load_options& options,
                                         const variables& environment) {
    if (!options.profiles.empty()) return options.profiles;
    const auto it = environment.find("COMPOSE_PROFILES");
    auto profiles = split(it == environment.end() ? "" : it->second, ',');
    for (auto& profile : profiles) {
        profile.erase(0, std::min(profile.find_first_not_of(" \t"), profile.size()));
        profile.erase(profile.find_last_not_of(" \t") + 1);
    }
    return profiles;
}

class loader {
  public:
    explicit loader(const load_options& options)
        : options_(options),
          environment_(options.environment.begin(), options.environment.end()),
          reader_(options, notes_) {
        environment_.try_emplace("PWD", options.working_dir);
    }

    /// `read()`, whose errors then show the line that they are about.
    template <class Read>
    auto run(Read read) {
        try {
            return read();
        } catch (error& e) {
            const auto text = reader_.text_of(e.where().file_name());
            e.set_source_line(line_of(text, e.where().line));
            throw;
        }
    }

    /// Without a project to make the files see nothing of the environment but the project's name.
    node read_bare_model() {
        bare_ = true;
        return read_model();
    }

    node read_model() {
        add_default_env_files(options_, project_folder(options_, options_.files), environment_,
                              notes_);
        files_ = find_compose_files(options_, environment_, notes_);
        folder_ = project_folder(options_, files_);
        add_default_env_files(options_, folder_, environment_, notes_);
        name_ = choose_name();
        if (bare_) environment_.clear();
        environment_["COMPOSE_PROJECT_NAME"] = name_;
        auto model = reader_.read(files_, {folder_, folder_, {}}, environment_);
        if (model.entries().empty()) throw error(whole_file(), "empty compose file");
        if (name_.empty()) throw error({}, "project name must not be empty");
        if (options_.normalize) normalize(model, name_, environment_);
        return model;
    }

    project read_project() {
        auto model = read_model();
        project result;
        result.name = name_;
        result.working_dir = folder_;
        result.config_files = files_;
        result.env_files = given_env_files(options_);
        result.relative_host_paths = reader_.relative_host_paths();
        result.environment.insert(environment_.begin(), environment_.end());
        erase_key(model.entries(), "name");
        separate_extensions(model);
        decode_project(model, result, notes_);
        const auto profiles = active_profiles(options_, environment_);
        apply_profiles(result, options_.all_services ? std::vector<std::string>{"*"} : profiles);
        result.profiles = profiles;
        if (options_.check_consistency) check_project(result);
        select_services(result, options_.services);
        for (auto& [name, s] : result.services)
            read_files_of(s);
        if (options_.files_are == files_use::to_run) read_profiles(result);
        return result;
    }

    std::vector<std::string> warnings() const { return notes_.lines(); }

  private:
    void read_files_of(service& s) {
        const auto& disk = *options_.disk;
        const auto read_if_there = [&disk](const std::string& path) {
            return disk.exists(path) ? std::optional(read_file(disk, path)) : std::nullopt;
        };
        if (options_.files_are != files_use::to_hash) {
            apply_env_files(s, environment_, read_if_there, notes_);
            s.env_files.clear();
        }
        apply_label_files(s, read_if_there, notes_);
        if (options_.files_are != files_use::to_run) s.label_files.clear();
    }

    /// One that cannot be read concerns only who makes a container.
    void read_profiles(project& into) const {
        const auto home = environment_.find("HOME");
        for (const auto& [name, s] : into.services)
            for (const auto& option : s.security_opt) {
                const auto file = seccomp_file(option);
                if (!file) continue;
                const auto path =
                    expanded_home(*file, home == environment_.end() ? "" : home->second);
                auto& profile = into.seccomp_profiles[*file];
                try {
                    profile.text = read_file(*options_.disk, absolute_path(path, folder_));
                } catch (const error& e) {
                    profile.problem = e.what();
                }
            }
    }

    [[nodiscard]] position whole_file() const {
        const auto shown = shown_path(files_.front(), options_.working_dir);
        return {std::make_shared<const std::string>(shown), 0, 0};
    }

    std::string choose_name() {
        const auto from_environment = environment_.find("COMPOSE_PROJECT_NAME");
        if (options_.project_name && !options_.project_name->empty()) {
            require_normal_project_name(*options_.project_name);
            return *options_.project_name;
        }
        const auto written = written_name();
        if (from_environment != environment_.end() && !from_environment->second.empty()) {
            require_normal_project_name(from_environment->second);
            return from_environment->second;
        }
        return written ? *written : folder_name();
    }

    std::string folder_name() {
        const auto base = folder_.substr(folder_.rfind('/') + 1);
        const auto real = options_.disk->real_path(folder_);
        if (real && real->substr(real->rfind('/') + 1) != base) {
            notes_.add(
                "project has been loaded without an explicit name from a symlink. Using "
                "name \"" +
                base + '"');
        }
        return normal_project_name(base);
    }

    /// The last `name` of the files, replaced variables and all.
    std::optional<std::string> written_name() {
        const node* last = nullptr;
        for (const auto& file : files_) {
            for (const auto& document : reader_.documents(file)) {
                const auto* found = document.find("name");
                if (found && !scalar_text(*found).value_or("").empty()) last = found;
            }
        }
        if (!last) return {};
        const auto text = scalar_text(*last).value_or("");
        if (!options_.interpolate) return normal_project_name(text);
        try {
            interpolator expand(
                [this](std::string_view name) -> std::optional<std::string> {
                    const auto it = environment_.find(name);
                    return it == environment_.end() ? std::nullopt : std::optional(it->second);
                },
                notes_);
            return normal_project_name(expand(text));
        } catch (const invalid_template& e) {
            throw error(last->where,
                        "invalid interpolation format for name. You may need to "
                        "escape any $ with another $. " +
                            e.text());
        } catch (const invalid_value& e) {
            throw error(last->where, std::string("error while interpolating name: ") + e.what());
        }
    }

    const load_options& options_;
    variables environment_;
    compose::warnings notes_;
    tree_reader reader_;
    std::vector<std::string> files_;
    std::string folder_;
    std::string name_;
    bool bare_ = false;
};

}  // namespace

load_result load(const load_options& options) {
    loader one(options);
    auto project = one.run([&one] { return one.read_project(); });
    return {std::move(project), one.warnings()};
}

model_result load_model(const load_options& options) {
    loader one(options);
    auto model = one.run([&one] { return one.read_bare_model(); });
    return {std::move(model), one.warnings()};
}

}  // namespace rollout::compose
