#include "files.hpp"

#include "cast.hpp"
#include "paths.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

namespace rollout::compose {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view usual_names[] = {"compose.yaml", "compose.yml", "docker-compose.yml",
                                            "docker-compose.yaml"};
constexpr std::string_view override_names[] = {"compose.override.yml", "compose.override.yaml",
                                               "docker-compose.override.yml",
                                               "docker-compose.override.yaml"};

std::string folder_of(const std::string& path) {
    const auto parent = fs::path(path).parent_path().string();
    return parent.empty() ? "." : parent;
}

/// A variable's value; absent also when it is empty.
std::optional<std::string> setting(const variables& environment, std::string_view name) {
    const auto it = environment.find(name);
    if (it == environment.end() || it->second.empty()) return {};
    return it->second;
}

std::vector<std::string> split(const std::string& text, const std::string& separator) {
    std::vector<std::string> parts;
    std::size_t begin = 0;
    while (true) {
        const auto end = text.find(separator, begin);
        parts.push_back(text.substr(begin, end - begin));
        if (end == std::string::npos) return parts;
        begin = end + separator.size();
    }
}

std::vector<std::string> given_files(const std::vector<std::string>& paths,
                                     const std::string& base) {
    std::vector<std::string> files;
    for (const auto& path : paths) {
        if (path == "-")
            throw error({}, "reading a compose file from standard input is not supported");
        files.push_back(absolute_path(path, base));
    }
    return files;
}

template <class Names>
std::vector<std::string> present(const Names& names, const fs::path& folder) {
    std::vector<std::string> found;
    for (const auto name : names) {
        auto path = (folder / name).string();
        if (is_regular_file(path)) found.push_back(std::move(path));
    }
    return found;
}

/// The usual files of the nearest folder that has some.
std::vector<std::string> usual_files(const std::string& start, warnings& notes) {
    for (fs::path folder(start);; folder = folder.parent_path()) {
        auto found = present(usual_names, folder);
        if (!found.empty()) {
            if (found.size() > 1) {
                std::string all;
                for (const auto& path : found)
                    all += (all.empty() ? "" : ", ") + path;
                notes.add("Found multiple config files with supported names: " + all);
                notes.add("Using " + found.front());
            }
            found.resize(1);
            auto overrides = present(override_names, folder);
            if (!overrides.empty()) found.push_back(std::move(overrides.front()));
            return found;
        }
        if (folder == folder.parent_path()) break;
    }
    throw error({}, "no compose file found in " + start +
                        " or above (compose.yaml, compose.yml, docker-compose.yml, "
                        "docker-compose.yaml); name one with -f");
}

bool env_file_disabled(const variables& environment) {
    const auto value = setting(environment, "COMPOSE_DISABLE_ENV_FILE");
    return value && (*value == "1" || *value == "t" || *value == "T" || *value == "true" ||
                     *value == "True" || *value == "TRUE");
}

}  // namespace

std::string read_file(const std::string& path) {
    std::error_code code;
    if (fs::is_directory(path, code)) throw error({}, path + ": is a directory, not a file");
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) throw error({}, path + ": cannot be read: " + std::strerror(errno ? errno : EIO));
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool is_regular_file(const std::string& path) {
    std::error_code code;
    return fs::is_regular_file(path, code);
}

std::string shown_path(const std::string& path, const std::string& base) {
    const auto folder = base.empty() || base.back() == '/' ? base : base + '/';
    const bool below = !folder.empty() && path.size() > folder.size() &&
                       path.compare(0, folder.size(), folder) == 0;
    return below ? path.substr(folder.size()) : path;
}

std::string first_env_folder(const load_options& options) {
    if (options.project_directory) {
        return absolute_path(*options.project_directory, options.working_dir);
    }
    if (!options.files.empty()) {
        return folder_of(absolute_path(options.files.front(), options.working_dir));
    }
    return options.working_dir;
}

std::string project_folder(const load_options& options, const std::vector<std::string>& files) {
    if (options.project_directory) {
        return absolute_path(*options.project_directory, options.working_dir);
    }
    return folder_of(files.front());
}

std::vector<std::string> find_compose_files(const load_options& options,
                                            const variables& environment, warnings& notes) {
    std::vector<std::string> files;
    if (!options.files.empty()) {
        files = given_files(options.files, options.working_dir);
    } else if (const auto list = setting(environment, "COMPOSE_FILE")) {
        const auto separator = setting(environment, "COMPOSE_PATH_SEPARATOR").value_or(":");
        files = given_files(split(*list, separator), options.working_dir);
    } else {
        return usual_files(options.working_dir, notes);
    }
    for (const auto& file : files) {
        std::error_code code;
        if (!fs::exists(file, code)) {
            throw error({}, file + ": no such compose file; name an existing one with -f");
        }
    }
    return files;
}

void add_default_env_files(const load_options& options, const std::string& folder,
                           variables& environment, warnings& notes) {
    std::vector<std::string> files;
    if (const auto list = setting(environment, "COMPOSE_ENV_FILES")) {
        for (const auto& path : split(*list, ",")) {
            files.push_back(absolute_path(path, options.working_dir));
            if (!is_regular_file(files.back())) {
                throw error({}, "couldn't find env file: " + files.back());
            }
        }
    } else if (const auto path = absolute_path(".env", folder);
               !env_file_disabled(environment) && is_regular_file(path)) {
        files.push_back(path);
    }
    variables found;
    const auto outer = [&environment](std::string_view name) {
        const auto it = environment.find(name);
        return it == environment.end() ? std::nullopt : std::optional(it->second);
    };
    for (const auto& file : files) {
        const auto shown =
            std::make_shared<const std::string>(shown_path(file, options.working_dir));
        try {
            parse_dotenv(read_file(file), outer, found, notes);
        } catch (const dotenv_error& e) {
            throw error({shown, e.line, 1}, e.what());
        }
    }
    environment.merge(found);
}

}  // namespace rollout::compose
