#include "cast.hpp"
#include "check_project.hpp"
#include "decode.hpp"
#include "files.hpp"
#include "invalid_value.hpp"
#include "project_name.hpp"
#include "schema.hpp"
#include "service_environment.hpp"
#include "yaml.hpp"

#include <rollout/compose/load.hpp>

#include <map>
#include <memory>
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

std::optional<std::string> read_if_there(const std::string& path) {
    if (!is_regular_file(path)) return {};
    return read_file(path);
}

class loader {
  public:
    explicit loader(const load_options& options)
        : options_(options), environment_(options.environment.begin(), options.environment.end()) {
        environment_.try_emplace("PWD", options.working_dir);
    }

    load_result run() {
        add_default_env_files(options_, first_env_folder(options_), environment_, notes_);
        const auto files = find_compose_files(options_, environment_, notes_);
        const auto folder = project_folder(options_, files);
        add_default_env_files(options_, folder, environment_, notes_);
        try {
            return {read_project(files, folder), notes_.lines()};
        } catch (error& e) {
            const auto text = texts_.find(std::string(e.where().file_name()));
            if (text != texts_.end()) e.set_source_line(line_of(text->second, e.where().line));
            throw;
        }
    }

  private:
    project read_project(const std::vector<std::string>& files, const std::string& folder) {
        auto root = read_tree(files);
        decode_context context;
        context.project_name = choose_name(root, folder);
        context.working_dir = folder;
        context.notes = &notes_;
        environment_["COMPOSE_PROJECT_NAME"] = context.project_name;
        context.environment = environment_;
        auto expand = make_interpolator();
        interpolate_and_cast(root, expand, notes_);
        warn_of_version(root);
        check_schema(root);
        auto result = decode_project(root, context);
        result.config_files = files;
        for (auto& [name, s] : result.services) {
            apply_env_files(s, environment_, read_if_there, notes_);
        }
        check_project(result);
        return result;
    }

    node read_tree(const std::vector<std::string>& files) {
        if (files.size() > 1) {
            throw error(
                {}, files[1] + ": several compose files are not supported; give only " + files[0]);
        }
        const auto shown =
            std::make_shared<const std::string>(shown_path(files.front(), options_.working_dir));
        const auto& text = texts_[*shown] = read_file(files.front());
        auto documents = parse_yaml(text, shown);
        if (documents.empty() || documents.front().is_null()) {
            throw error({shown, 0, 0}, "empty compose file");
        }
        if (documents.size() > 1) {
            throw error(documents[1].where, "several documents in one file are not supported");
        }
        if (!documents.front().is_mapping()) {
            throw error(documents.front().where, "a compose file is a mapping of keys to values");
        }
        return std::move(documents.front());
    }

    std::string choose_name(const node& root, const std::string& folder) {
        if (options_.project_name) {
            require_normal_project_name(*options_.project_name);
            return *options_.project_name;
        }
        if (const auto it = environment_.find("COMPOSE_PROJECT_NAME");
            it != environment_.end() && !it->second.empty()) {
            require_normal_project_name(it->second);
            return it->second;
        }
        const auto* written = root.find("name");
        if (written && written->is_string()) return written_name(*written);
        auto name = normal_project_name(folder.substr(folder.rfind('/') + 1));
        if (name.empty()) {
            throw error({},
                        "the folder " + folder + " gives no project name; set `name:` or use -p");
        }
        return name;
    }

    std::string written_name(const node& written) {
        try {
            auto expand = make_interpolator();
            auto name = normal_project_name(expand(written.string()));
            if (name.empty()) throw invalid_value("project name must not be empty");
            return name;
        } catch (const invalid_value& e) {
            throw error(written.where, std::string("name: ") + e.what());
        }
    }

    interpolator make_interpolator() {
        return {[this](std::string_view name) -> std::optional<std::string> {
                    const auto it = environment_.find(name);
                    if (it == environment_.end()) return {};
                    return it->second;
                },
                notes_};
    }

    void warn_of_version(const node& root) {
        const auto* version = root.find("version");
        if (!version) return;
        notes_.add(std::string(version->where.file_name()) +
                   ": the attribute `version` is obsolete, it will be ignored, please remove it "
                   "to avoid potential confusion");
    }

    const load_options& options_;
    variables environment_;
    warnings notes_;
    std::map<std::string, std::string> texts_;  ///< of the files read, by shown path
};

}  // namespace

load_result load(const load_options& options) {
    return loader(options).run();
}

}  // namespace rollout::compose
