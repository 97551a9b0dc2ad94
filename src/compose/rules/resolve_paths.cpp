#include <rollout/compose/rules/resolve_paths.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/error.hpp>
#include <rollout/compose/tree/go_text.hpp>
#include <rollout/compose/tree/tree.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

namespace rollout::compose {

namespace {

constexpr std::string_view remote_prefixes[] = {"https://", "http://",     "git://",
                                                "ssh://",   "github.com/", "git@"};

bool is_remote_context(std::string_view context) {
    return context.find("://") != std::string_view::npos || starts_with(context, "service:") ||
           std::any_of(std::begin(remote_prefixes), std::end(remote_prefixes),
                       [context](std::string_view p) { return starts_with(context, p); });
}

/// `path` with its first symbolic link replaced by what that leads to.
std::string without_link(const base::files& disk, const std::string& path) {
    std::filesystem::path at;
    for (const auto& part : std::filesystem::path(path)) {
        at /= part;
        if (!disk.is_link(at.string())) continue;
        const auto target = disk.real_path(at.string());
        return target ? *target + path.substr(at.string().size()) : path;
    }
    return path;
}

class path_resolver {
  public:
    path_resolver(const base::files& disk, const std::string& base, const std::string& home)
        : disk_(disk), base_(base), home_(home) {}

    std::set<std::string> take_relative() { return std::move(relative_); }

    void service(const std::string& name, node& s) {
        if (auto* build = s.find("build")) this->build(*build);
        each(s.find("env_file"), [this](node& item) { path(item.find("path")); });
        each(s.find("label_file"), [this](node& item) { path(&item); });
        if (auto* extends = s.find("extends")) path(extends->find("file"));
        if (auto* develop = s.find("develop")) {
            each(develop->find("watch"), [this](node& item) { watched(item.find("path")); });
        }
        each(s.find("volumes"), [&](node& item) { mount(name, item); });
    }

    void volume(node& v) {
        const auto* driver = std::as_const(v).find("driver");
        auto* options = v.find("driver_opts");
        if (!driver || !options || go_text(*driver) != "local") return;
        const auto* kind = std::as_const(*options).find("o");
        if (kind && kind->is_string() && kind->string() == "bind") {
            host_path(options->find("device"));
        }
    }

    /// Where something on the host lies: a Windows path counts as absolute.
    void host_path(node* n) {
        if (!n || !n->is_string()) return;
        const auto written = expanded_home(n->string(), home_);
        auto resolved = resolved_path(written, base_, true);
        if (resolved != written) relative_.insert(resolved);
        n->value = std::move(resolved);
    }

  private:
    template <class Visit>
    static void each(node* list, Visit visit) {
        if (!list || !list->is_sequence()) return;
        for (auto& item : list->items())
            visit(item);
    }

    template <class Visit>
    static void each_value(node* map, Visit visit) {
        if (!map || !map->is_mapping()) return;
        for (auto& e : map->entries())
            visit(e.value);
    }

    void path(node* n) const {
        if (!n || !n->is_string() || n->string().empty()) return;
        n->value = resolved_path(expanded_home(n->string(), home_), base_);
    }

    void watched(node* n) const {
        path(n);
        if (n && n->is_string() && starts_with(n->string(), "/")) {
            n->value = without_link(disk_, n->string());
        }
    }

    void context(node* n) const {
        if (n && n->is_string() && !is_remote_context(n->string())) path(n);
    }

    void build(node& build) {
        context(build.find("context"));
        each_value(build.find("additional_contexts"), [this](node& n) { context(&n); });
        each_value(build.find("ssh"), [this](node& n) { host_path(&n); });
    }

    void mount(const std::string& service, node& m) {
        const auto* type = std::as_const(m).find("type");
        if (!type || go_text(*type) != "bind") return;
        auto* source = m.find("source");
        if (!source) {
            throw error(m.where, "services." + service +
                                     ".volumes.[]: invalid mount config for type \"bind\": field "
                                     "Source must not be empty");
        }
        host_path(source);
    }

    const base::files& disk_;
    const std::string& base_;
    const std::string& home_;
    std::set<std::string> relative_;
};

template <class Visit>
void each_of(node& root, const char* key, Visit visit) {
    auto* map = root.find(key);
    if (!map || !map->is_mapping()) return;
    for (auto& e : map->entries())
        visit(e.key, e.value);
}

}  // namespace

std::set<std::string> resolve_paths(const base::files& disk, node& root, const std::string& base,
                                    const std::string& home) {
    path_resolver resolver(disk, base, home);
    each_of(root, "services",
            [&resolver](const std::string& name, node& n) { resolver.service(name, n); });
    each_of(root, "volumes", [&resolver](const std::string&, node& n) { resolver.volume(n); });
    for (const auto* kind : {"secrets", "configs"}) {
        each_of(root, kind,
                [&resolver](const std::string&, node& n) { resolver.host_path(n.find("file")); });
    }
    return resolver.take_relative();
}

}  // namespace rollout::compose
