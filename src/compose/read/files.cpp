#include "files.hpp"

#include "read_file.hpp"

#include <rollout/base/joined.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/text/text.hpp>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

namespace rollout::compose {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view usual_names[] = {"compose.yaml", "compose.yml", "docker-compose.yml",
                                            "docker-compose.yaml"};
constexpr std::string_view override_names[] = {"compose.override.yml", "compose.override.yaml",
                                               "docker-compose.override.yml",
                                               "docker-compose.override.yaml"};

/// A variable's value; absent also when it is empty.
template <class Map>
std::optional<std::string> setting(const Map& environment, const char* name) {
    const auto it = environment.find(name);
    if (it == environment.end() || it->second.empty()) return {};
    return it->second;
}

std::vector<std::string> files_of_variable(const base::files& disk, const std::string& list,
                                           const std::string& separator, const std::string& base) {
    std::vector<std::string> files;
    for (const auto& path : split(list, separator)) {
        files.push_back(path == "-" ? path : absolute_path(path, base));
        if (path != "-" && !disk.exists(files.back())) {
            throw error({}, "stat " + files.back() + ": no such file or directory");
        }
    }
    return files;
}

template <class Names>
std::vector<std::string> present(const base::files& disk, const Names& names,
                                 const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto name : names) {
        auto path = (folder / name).string();
        if (disk.exists(path)) found.push_back(std::move(path));
    }
    return found;
}

void warn_of_several(const std::vector<std::string>& found, const std::string& kind,
                     warnings& notes) {
    if (found.size() < 2) return;
    notes.add("Found multiple " + kind +
              " files with supported names: " + base::joined(found, ", "));
    notes.add("Using " + found.front());
}

/// The usual files of the nearest folder that has some.
std::vector<std::string> usual_files(const base::files& disk, const std::string& start,
                                     warnings& notes) {
    for (fs::path folder(start);; folder = folder.parent_path()) {
        auto found = present(disk, usual_names, folder);
        if (!found.empty()) {
            warn_of_several(found, "config", notes);
            found.resize(1);
            auto overrides = present(disk, override_names, folder);
            warn_of_several(overrides, "override", notes);
            if (!overrides.empty()) found.push_back(std::move(overrides.front()));
            return found;
        }
        if (folder == folder.parent_path()) break;
    }
    throw no_file({},
                  "no configuration file provided: not found; no compose.yaml, compose.yml, "
                  "docker-compose.yml or docker-compose.yaml in " +
                      start + " or above; name one with -f");
}

bool env_file_disabled(const load_options& options) {
    const auto it = options.environment.find("COMPOSE_DISABLE_ENV_FILE");
    if (it == options.environment.end()) return false;
    static constexpr std::string_view yes[] = {"1", "t", "T", "true", "True", "TRUE"};
    static constexpr std::string_view no[] = {"0", "f", "F", "false", "False", "FALSE"};
    if (std::find(std::begin(yes), std::end(yes), it->second) != std::end(yes)) return true;
    if (std::find(std::begin(no), std::end(no), it->second) != std::end(no)) return false;
    throw error({}, "COMPOSE_DISABLE_ENV_FILE: strconv.ParseBool: parsing \"" + it->second +
                        "\": invalid syntax");
}

}  // namespace

void require_file(const base::files& disk, const std::string& path, const position& where) {
    if (!disk.exists(path)) throw error(where, "stat " + path + ": no such file or directory");
    if (disk.is_folder(path)) throw error(where, path + " is not a file");
}

void refuse_remote(const std::string& path, const position& where) {
    static constexpr std::string_view prefixes[] = {"https://", "http://", "git://",     "ssh://",
                                                    "git@",     "oci://",  "github.com/"};
    const bool remote = std::any_of(std::begin(prefixes), std::end(prefixes),
                                    [&path](std::string_view p) { return starts_with(path, p); });
    if (remote) throw error(where, path + ": remote Compose files are not supported");
}

std::string shown_path(const std::string& path, const std::string& base) {
    const auto folder = base.empty() || base.back() == '/' ? base : base + '/';
    const bool below = !folder.empty() && path.size() > folder.size() && starts_with(path, folder);
    return below ? path.substr(folder.size()) : path;
}

std::string home_folder(const load_options& options) {
    return setting(options.environment, "HOME").value_or("");
}

std::string project_folder(const load_options& options, const std::vector<std::string>& files) {
    const auto& given = options.project_directory;
    if (given && !given->empty()) return absolute_path(*given, options.working_dir);
    for (const auto& file : files) {
        if (file != "-") return folder_of(absolute_path(file, options.working_dir));
    }
    return options.working_dir;
}

std::vector<std::string> find_compose_files(const load_options& options,
                                            const variables& environment, warnings& notes) {
    std::vector<std::string> files;
    for (const auto& file : options.files)
        files.push_back(file == "-" ? file : absolute_path(file, options.working_dir));
    if (!files.empty()) return files;
    if (const auto list = environment.find("COMPOSE_FILE"); list != environment.end()) {
        const auto separator = setting(environment, "COMPOSE_PATH_SEPARATOR").value_or(":");
        return files_of_variable(*options.disk, list->second, separator, options.working_dir);
    }
    return usual_files(*options.disk, project_folder(options, {}), notes);
}

void add_env_files(const base::files& disk, const std::vector<std::string>& files,
                   const std::string& base, variables& environment, warnings& notes) {
    variables found;
    const auto outer = [&environment](std::string_view name) {
        const auto it = environment.find(name);
        return it == environment.end() ? std::nullopt : std::optional(it->second);
    };
    for (const auto& file : files) {
        if (!disk.exists(file)) throw error({}, "couldn't find env file: " + file);
        if (disk.is_folder(file)) throw error({}, file + " is a directory");
        const auto shown = std::make_shared<const std::string>(shown_path(file, base));
        try {
            parse_dotenv(read_file(disk, file), outer, found, notes);
        } catch (const dotenv_error& e) {
            throw error({shown, e.line, 1}, "failed to read " + file + ": " + e.what());
        }
    }
    environment.merge(found);
}

std::vector<std::string> given_env_files(const load_options& options) {
    auto files = options.env_files;
    if (files.empty()) {
        files = split(setting(options.environment, "COMPOSE_ENV_FILES").value_or(""), ',');
        std::erase(files, "");
    }
    return files;
}

void add_default_env_files(const load_options& options, const std::string& folder,
                           variables& environment, warnings& notes) {
    std::vector<std::string> files;
    for (const auto& file : given_env_files(options))
        files.push_back(absolute_path(file, options.working_dir));
    if (files.empty() && !env_file_disabled(options)) {
        const auto usual = absolute_path(".env", folder);
        if (options.disk->exists(usual) && !options.disk->is_folder(usual)) files.push_back(usual);
    }
    add_env_files(*options.disk, files, options.working_dir, environment, notes);
}

}  // namespace rollout::compose
