#pragma once

#include <rollout/compose/read/load.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>

namespace rollout::compose::test {

/// A folder named `shop` with files of a project in it, removed at the end.
class project_folder {
  public:
    project_folder() {
        auto pattern = (std::filesystem::temp_directory_path() / "compose-XXXXXX").string();
        if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
        top_ = pattern;
        path_ = top_ / "shop";
        std::filesystem::create_directory(path_);
        options.working_dir = path_.string();
        options.environment["HOME"] = "/home/me";
        options.all_services = true;
    }
    explicit project_folder(const std::string& compose) : project_folder() {
        write("compose.yaml", compose);
    }
    project_folder(const project_folder&) = delete;
    project_folder& operator=(const project_folder&) = delete;
    ~project_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(top_, ignored);
    }

    void write(const std::string& name, const std::string& text) const {
        const auto file = path_ / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary) << text;
    }

    [[nodiscard]] std::string path(const std::string& name = {}) const {
        return name.empty() ? path_.string() : (path_ / name).string();
    }

    [[nodiscard]] load_result load() const { return compose::load(options); }
    [[nodiscard]] project read() const { return load().project; }

    /// What the user is told when loading fails; fails itself when loading does not.
    [[nodiscard]] std::string complaint() const {
        try {
            compose::load(options);
        } catch (const error& e) {
            return e.what();
        }
        return "no complaint";
    }

    load_options options;

  private:
    std::filesystem::path top_;
    std::filesystem::path path_;
};

/// The only service of a project: `keys` are the lines below its name, not indented.
inline service read_service(const std::string& keys, const std::string& rest = {}) {
    std::string text = "services:\n  a:\n    image: img\n    ";
    for (const char c : keys) {
        text += c;
        if (c == '\n') text += "    ";
    }
    return project_folder(text + "\n" + rest).read().services.at("a");
}

inline std::string service_complaint(const std::string& keys, const std::string& rest = {}) {
    try {
        read_service(keys, rest);
    } catch (const error& e) {
        return e.what();
    }
    return "no complaint";
}

}  // namespace rollout::compose::test
