#include "local_error.hpp"
#include "wire/dockerignore.hpp"
#include "wire/sha256.hpp"
#include "wire/tar_writer.hpp"

#include <engine_api/build_context.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <vector>

namespace engine_api {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_context(const std::string& why) {
    throw refused_argument(why);
}

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

wire::dockerignore read_rules(const fs::path& file) {
    try {
        return wire::dockerignore(read_text(file));
    } catch (const std::runtime_error& e) {
        refuse_context(e.what());
    }
}

using text_map = std::map<std::string, std::string>;

void require_directory(const fs::path& root) {
    std::error_code ec;
    if (!fs::is_directory(root, ec))
        refuse_context("the build context " + root.string() + " is not a directory");
}

/// The path of a Dockerfile in its context.
std::string inside(const fs::path& root, const std::string& dockerfile) {
    const auto path = fs::path(dockerfile).lexically_normal().generic_string();
    if (path.starts_with("../") || path == ".." || fs::path(path).is_absolute())
        refuse_context("the Dockerfile " + dockerfile + " is outside of the build context");
    std::error_code ec;
    if (!fs::is_regular_file(root / path, ec))
        refuse_context("there is no Dockerfile " + (root / path).string());
    return path;
}

/// Those beside the Dockerfile, else those of the context.
wire::dockerignore rules_for(const fs::path& root, const fs::path& dockerfile) {
    std::error_code ec;
    const auto own = dockerfile.string() + ".dockerignore";
    if (!dockerfile.empty() && fs::exists(own, ec)) return read_rules(own);
    const auto shared = root / ".dockerignore";
    return fs::exists(shared, ec) ? read_rules(shared) : wire::dockerignore();
}

/// The context's `.dockerignore` with one more rule: the engine removes the Dockerfile and this
/// file from a context that names them.
std::string ignoring(const std::string& name, const fs::path& root) {
    const auto rules = root / ".dockerignore";
    std::error_code ec;
    return (fs::exists(rules, ec) ? read_text(rules) : ".dockerignore") + '\n' + name + '\n';
}

/// What of a context directory is sent, in the order in which it is sent.
class selection {
  public:
    selection(const fs::path& root, const std::string& dockerfile, wire::dockerignore rules)
        : root_(root), kept_{dockerfile, ".dockerignore"}, ignore_(std::move(rules)) {
        walk(root);
        std::sort(paths_.begin(), paths_.end());
    }

    [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }

  private:
    void walk(const fs::path& directory) {
        for (const auto& entry : fs::directory_iterator(directory)) {
            const auto path = entry.path().lexically_relative(root_).generic_string();
            const bool is_kept = std::find(kept_.begin(), kept_.end(), path) != kept_.end();
            const bool excluded = !is_kept && ignore_.excludes(path);
            if (!excluded) paths_.push_back(path);
            if (entry.is_directory() && !entry.is_symlink() &&
                (!excluded || ignore_.has_exceptions() || holds_kept(path)))
                walk(entry.path());
        }
    }

    [[nodiscard]] bool holds_kept(const std::string& directory) const {
        return std::any_of(kept_.begin(), kept_.end(), [&directory](const std::string& kept) {
            return kept.starts_with(directory + '/');
        });
    }

    fs::path root_;
    std::vector<std::string> kept_;
    wire::dockerignore ignore_;
    std::vector<std::string> paths_;
};

/// `texts` are what those of `paths` hold that are not read from files.
std::unique_ptr<body_source> tar_of(const fs::path& root, const std::vector<std::string>& paths,
                                    const text_map& texts) {
    std::vector<wire::tar_item> items;
    for (const auto& path : paths) {
        auto& item = items.emplace_back();
        item.path = (root / path).string();
        item.name = path;
        if (const auto text = texts.find(path); text != texts.end()) item.text = text->second;
    }
    return wire::make_tar(std::move(items), wire::tar_owner::root);
}

}  // namespace

std::string added_dockerfile::name() const {
    constexpr std::size_t digits = 20;
    return ".dockerfile." + wire::sha256_hex(text).substr(0, digits);
}

std::unique_ptr<body_source> build_context(const std::string& directory,
                                           const std::string& dockerfile) {
    const fs::path root(directory);
    require_directory(root);
    const auto path = inside(root, dockerfile);
    const selection chosen(root, path, rules_for(root, root / path));
    return tar_of(root, chosen.paths(), {});
}

std::unique_ptr<body_source> build_context(const std::string& directory,
                                           const added_dockerfile& dockerfile) {
    const fs::path root(directory);
    require_directory(root);
    const auto name = dockerfile.name();
    const selection chosen(root, name, rules_for(root, dockerfile.path));
    const text_map texts{{name, dockerfile.text}, {".dockerignore", ignoring(name, root)}};
    std::set<std::string> paths(chosen.paths().begin(), chosen.paths().end());
    for (const auto& [path, text] : texts)
        paths.insert(path);
    return tar_of(root, {paths.begin(), paths.end()}, texts);
}

}  // namespace engine_api
