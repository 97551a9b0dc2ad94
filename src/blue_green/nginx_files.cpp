#include "nginx_files.hpp"

#include "nginx_command.hpp"
#include "path_below.hpp"

#include <algorithm>
#include <filesystem>
#include <fnmatch.h>

namespace rollout::blue_green {

namespace {

namespace fs = std::filesystem;
using nginx_words = std::vector<std::string>;

class directive_reader {
  public:
    explicit directive_reader(std::string_view text) : rest_(text) {}

    std::vector<nginx_words> run() {
        while (!rest_.empty())
            step();
        end_directive();
        return std::move(all_);
    }

  private:
    void step() {
        constexpr std::string_view marks = ";{}", blanks = " \t\r\n";
        const char c = rest_.front();
        if (blanks.find(c) != std::string_view::npos)
            rest_.remove_prefix(1);
        else if (c == '#')
            rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size()));
        else if (marks.find(c) != std::string_view::npos)
            end_directive(), rest_.remove_prefix(1);
        else if (c == '"' || c == '\'')
            quoted(c);
        else
            take(std::min(rest_.find_first_of(" \t\r\n;{}"), rest_.size()));
    }

    void quoted(char mark) {
        rest_.remove_prefix(1);
        std::size_t end = 0;
        while (end < rest_.size() && rest_[end] != mark)
            end += rest_[end] == '\\' ? 2 : 1;
        take(std::min(end, rest_.size()));
        if (!rest_.empty()) rest_.remove_prefix(1);
    }

    void take(std::size_t size) {
        words_.emplace_back(rest_.substr(0, size));
        rest_.remove_prefix(size);
    }

    void end_directive() {
        if (!words_.empty()) all_.push_back(std::move(words_));
        words_.clear();
    }

    std::string_view rest_;
    nginx_words words_;
    std::vector<nginx_words> all_;
};

/// The main file, as the container sees it; empty when that depends on the image.
std::string main_file(const compose::service& proxy) {
    const auto command = nginx_command(proxy);
    const auto has = [&](const char* option) {
        return std::find(command.begin(), command.end(), option);
    };
    if (const auto file = has("-c"); file != command.end())
        return fs::path(*(file + 1)).is_absolute() ? *(file + 1) : std::string();
    return has("-p") == command.end() ? "/etc/nginx/nginx.conf" : "";
}

class configuration {
  public:
    configuration(const compose::service& proxy, const base::files& files, std::string main)
        : proxy_(proxy), files_(files), folder_(fs::path(main).parent_path()) {
        waiting_.push_back(std::move(main));
    }

    std::optional<nginx_configuration> run() {
        if (!read_next()) return std::nullopt;
        while (!waiting_.empty() && seen_.size() < most_files)
            read_next();
        return std::move(found_);
    }

  private:
    static constexpr std::size_t most_files = 200;

    bool read_next() {
        const auto file = std::move(waiting_.back());
        waiting_.pop_back();
        const auto here = path_on_host(proxy_, file);
        if (!here || !seen_.insert(*here).second) return false;
        if (!files_.exists(*here)) found_.missing.insert(*here);
        const auto text = files_.find(*here);
        if (!text) return false;
        for (const auto& directive : nginx_directives(*text)) {
            found_.directives.insert(directive.front());
            if (directive.front() == "include" && directive.size() == 2) include(directive[1]);
        }
        return true;
    }

    void include(const std::string& pattern) {
        const auto path = (folder_ / pattern).lexically_normal();
        const auto name = path.filename().string();
        if (name.find_first_of("*?[") == std::string::npos) {
            waiting_.push_back(path.string());
            return;
        }
        const auto here = path_on_host(proxy_, path.parent_path().string());
        if (!here) return;
        for (const auto& found : files_.names_in(*here))
            if (::fnmatch(name.c_str(), found.c_str(), FNM_PERIOD) == 0)
                waiting_.push_back((path.parent_path() / found).string());
    }

    const compose::service& proxy_;
    const base::files& files_;
    fs::path folder_;
    std::vector<std::string> waiting_;
    std::set<std::string> seen_;
    nginx_configuration found_;
};

}  // namespace

std::vector<nginx_words> nginx_directives(std::string_view text) {
    return directive_reader(text).run();
}

std::optional<std::string> path_on_host(const compose::service& service,
                                        const std::string& in_container) {
    const auto wanted = fs::path(in_container).lexically_normal();
    const compose::volume_mount* innermost = nullptr;
    for (const auto& mount : service.volumes) {
        if (!path_below(fs::path(mount.target).lexically_normal(), wanted)) continue;
        if (!innermost || mount.target.size() > innermost->target.size()) innermost = &mount;
    }
    if (!innermost || innermost->type != compose::volume_mount::kind::bind) return std::nullopt;
    const auto inside = wanted.lexically_relative(fs::path(innermost->target).lexically_normal());
    const auto source = fs::path(innermost->source);
    return (inside == "." ? source : source / inside).lexically_normal().string();
}

std::optional<nginx_configuration> configuration_in_files(const compose::service& proxy,
                                                          const base::files& files) {
    auto file = main_file(proxy);
    if (file.empty()) return std::nullopt;
    return configuration(proxy, files, std::move(file)).run();
}

}  // namespace rollout::blue_green
