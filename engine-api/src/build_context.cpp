#include "local_error.hpp"
#include "wire/dockerignore.hpp"
#include "wire/sha256.hpp"

#include <engine_api/build_context.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <sys/stat.h>
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

struct free_entry {
    void operator()(archive_entry* e) const { archive_entry_free(e); }
};
struct free_writer {
    void operator()(archive* a) const { archive_write_free(a); }
};

/// Writes one entry, or one piece of a file, each time more bytes are asked for.
class context_tar final : public body_source {
  public:
    /// `texts` are what those of `paths` hold that are not read from files.
    context_tar(fs::path root, std::vector<std::string> paths, text_map texts)
        : root_(std::move(root)),
          paths_(std::move(paths)),
          texts_(std::move(texts)),
          writer_(archive_write_new()) {
        archive_write_set_format_pax_restricted(writer_.get());
        archive_write_set_bytes_per_block(writer_.get(), 0);
        check(archive_write_open2(writer_.get(), this, nullptr, take_bytes, nullptr, nullptr));
    }

    std::size_t read(std::span<char> into) override {
        while (ready_.size() == taken_ && !finished_) {
            ready_.clear();
            taken_ = 0;
            step();
        }
        const auto n = std::min(into.size(), ready_.size() - taken_);
        std::memcpy(into.data(), ready_.data() + taken_, n);
        taken_ += n;
        return n;
    }

  private:
    static la_ssize_t take_bytes(archive*, void* self, const void* bytes, std::size_t n) {
        static_cast<context_tar*>(self)->ready_.append(static_cast<const char*>(bytes), n);
        return static_cast<la_ssize_t>(n);
    }

    void check(int result) {
        if (result < ARCHIVE_WARN)
            refuse_context(std::string("cannot write the build context: ") +
                           archive_error_string(writer_.get()));
    }

    void step() {
        if (left_ > 0) return write_piece();
        if (next_ < paths_.size()) return open_entry(paths_[next_++]);
        check(archive_write_close(writer_.get()));
        finished_ = true;
    }

    void open_entry(const std::string& path) {
        if (const auto text = texts_.find(path); text != texts_.end())
            return write_text(path, text->second);
        const auto full = root_ / path;
        struct stat info {};
        if (::lstat(full.c_str(), &info) != 0)
            refuse_context("cannot read " + full.string() + ": " + std::strerror(errno));
        if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode) && !S_ISLNK(info.st_mode)) return;
        std::unique_ptr<archive_entry, free_entry> entry(archive_entry_new());
        archive_entry_copy_stat(entry.get(), &info);
        archive_entry_set_uid(entry.get(), 0);
        archive_entry_set_gid(entry.get(), 0);
        archive_entry_copy_pathname(entry.get(), path.c_str());
        if (S_ISLNK(info.st_mode))
            archive_entry_copy_symlink(entry.get(), fs::read_symlink(full).c_str());
        if (S_ISREG(info.st_mode) && !is_second_name(path, info, entry.get()))
            open_file(full, static_cast<std::size_t>(info.st_size));
        check(archive_write_header(writer_.get(), entry.get()));
    }

    void write_text(const std::string& path, const std::string& text) {
        constexpr auto mode = 0644;
        std::unique_ptr<archive_entry, free_entry> entry(archive_entry_new());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), mode);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(text.size()));
        archive_entry_copy_pathname(entry.get(), path.c_str());
        check(archive_write_header(writer_.get(), entry.get()));
        if (archive_write_data(writer_.get(), text.data(), text.size()) < 0) check(ARCHIVE_FATAL);
    }

    /// A file that was sent under another name becomes a hard link to it.
    bool is_second_name(const std::string& path, const struct stat& info, archive_entry* entry) {
        if (info.st_nlink < 2) return false;
        const auto [first, is_new] = sent_.try_emplace({info.st_dev, info.st_ino}, path);
        if (is_new) return false;
        archive_entry_copy_hardlink(entry, first->second.c_str());
        archive_entry_set_size(entry, 0);
        return true;
    }

    void open_file(const fs::path& full, std::size_t size) {
        file_ = std::ifstream(full, std::ios::binary);
        if (!file_) refuse_context("cannot read " + full.string());
        file_path_ = full;
        left_ = size;
    }

    void write_piece() {
        std::array<char, 64 * 1024> buffer;
        const auto want = std::min(left_, buffer.size());
        file_.read(buffer.data(), static_cast<std::streamsize>(want));
        if (static_cast<std::size_t>(file_.gcount()) != want)
            refuse_context(file_path_.string() + " changed while it was read");
        if (archive_write_data(writer_.get(), buffer.data(), want) < 0) check(ARCHIVE_FATAL);
        left_ -= want;
    }

    fs::path root_;
    std::vector<std::string> paths_;
    text_map texts_;
    std::size_t next_ = 0;
    std::map<std::pair<dev_t, ino_t>, std::string> sent_;  // files that have several names
    std::ifstream file_;
    fs::path file_path_;
    std::size_t left_ = 0;  // bytes of the open file that are still to be sent
    std::string ready_;
    std::size_t taken_ = 0;
    bool finished_ = false;
    std::unique_ptr<archive, free_writer> writer_;  // last: closing it writes into the others
};

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
    return std::make_unique<context_tar>(root, chosen.paths(), text_map());
}

std::unique_ptr<body_source> build_context(const std::string& directory,
                                           const added_dockerfile& dockerfile) {
    const fs::path root(directory);
    require_directory(root);
    const auto name = dockerfile.name();
    const selection chosen(root, name, rules_for(root, dockerfile.path));
    text_map texts{{name, dockerfile.text}, {".dockerignore", ignoring(name, root)}};
    std::set<std::string> paths(chosen.paths().begin(), chosen.paths().end());
    for (const auto& [path, text] : texts)
        paths.insert(path);
    return std::make_unique<context_tar>(root, std::vector(paths.begin(), paths.end()),
                                         std::move(texts));
}

}  // namespace engine_api
