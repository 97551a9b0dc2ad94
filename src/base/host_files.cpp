#include <rollout/base/files.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace rollout::base {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& what, const fs::path& path) {
    throw std::runtime_error("cannot " + what + ' ' + path.string() + ": " + std::strerror(errno));
}

class descriptor {
  public:
    explicit descriptor(int fd) : fd_(fd) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const { return fd_; }

  private:
    int fd_;
};

void write_all(int fd, const std::string& text, const fs::path& path) {
    std::size_t done = 0;
    while (done < text.size()) {
        const auto n = ::write(fd, text.data() + done, text.size() - done);
        if (n < 0 && errno != EINTR) fail("write", path);
        if (n > 0) done += static_cast<std::size_t>(n);
    }
}

mode_t mode_of(const fs::path& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0644;
}

void write_temporary(const fs::path& temporary, const std::string& text, mode_t mode) {
    const descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (file.get() < 0) fail("create", temporary);
    write_all(file.get(), text, temporary);
    if (::fchmod(file.get(), mode) != 0) fail("set the mode of", temporary);
    if (::fsync(file.get()) != 0) fail("sync", temporary);
}

void sync_directory(const fs::path& directory) {
    const descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.get() < 0 || ::fsync(opened.get()) != 0) fail("sync", directory);
}

fs::path temporary_of(const fs::path& target, const std::string& writer) {
    return target.parent_path() / ('.' + target.filename().string() + '.' + writer + ".tmp");
}

bool is_temporary_of(const std::string& target, std::string_view name) {
    const auto begin = '.' + target + '.';
    constexpr std::string_view end = ".tmp";
    if (!name.starts_with(begin) || !name.ends_with(end)) return false;
    if (name.size() <= begin.size() + end.size()) return false;
    const auto writer = name.substr(begin.size(), name.size() - begin.size() - end.size());
    return writer.find_first_not_of("0123456789") == std::string_view::npos;
}

void remove_what_the_killed_left(const fs::path& target) {
    std::error_code failed;
    for (fs::directory_iterator entry(target.parent_path(), failed), end; !failed && entry != end;
         entry.increment(failed))
        if (is_temporary_of(target.filename().string(), entry->path().filename().string()))
            ::unlink(entry->path().c_str());
}

/// As Go's os package says it.
std::string reason_of(int code) {
    std::string why = std::strerror(code != 0 ? code : EIO);
    why.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(why.front())));
    return why;
}

class disk final : public files {
  public:
    std::variant<std::string, file_problem> read(const std::string& path,
                                                 std::size_t limit) const override {
        if (is_folder(path)) return file_problem{"read " + path + ": is a directory"};
        errno = 0;
        std::ifstream in(path, std::ios::binary);
        if (!in) return file_problem{"open " + path + ": " + reason_of(errno)};
        std::string text;
        std::array<char, 64U << 10U> part{};
        while (in) {
            in.read(part.data(), part.size());
            text.append(part.data(), static_cast<std::size_t>(in.gcount()));
            if (text.size() > limit)
                return file_problem{"read " + path + ": larger than " +
                                    std::to_string(limit >> 20U) + " MiB"};
        }
        return text;
    }

    bool exists(const std::string& path) const override {
        std::error_code code;
        return fs::exists(path, code);
    }
    bool is_regular(const std::string& path) const override {
        std::error_code code;
        return fs::is_regular_file(path, code);
    }
    bool is_folder(const std::string& path) const override {
        std::error_code code;
        return fs::is_directory(path, code);
    }
    bool is_link(const std::string& path) const override {
        std::error_code code;
        return fs::is_symlink(path, code);
    }
    bool is_writable(const std::string& path) const override {
        const int wanted = is_folder(path) ? W_OK | X_OK : W_OK;
        return ::faccessat(AT_FDCWD, path.c_str(), wanted, AT_EACCESS) == 0;
    }
    std::optional<std::chrono::system_clock::time_point> modified(
        const std::string& path) const override {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) return std::nullopt;
        return std::chrono::system_clock::from_time_t(info.st_mtim.tv_sec) +
               std::chrono::nanoseconds(info.st_mtim.tv_nsec);
    }
    std::vector<std::string> names_in(const std::string& folder) const override {
        std::vector<std::string> names;
        std::error_code code;
        for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
             entry.increment(code))
            names.push_back(entry->path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }
    std::optional<std::string> real_path(const std::string& path) const override {
        std::error_code code;
        auto real = fs::canonical(path, code).string();
        return code ? std::nullopt : std::optional(std::move(real));
    }

    /// Temporary file in the same folder, fsync, rename, fsync of the folder.
    void replace(const std::string& path, const std::string& text) override {
        const fs::path target(path);
        const auto directory = target.parent_path();
        std::error_code ignored;
        fs::create_directories(directory, ignored);
        const auto temporary = temporary_of(target, std::to_string(::getpid()));
        try {
            write_temporary(temporary, text, mode_of(target));
            if (::rename(temporary.c_str(), target.c_str()) != 0) fail("replace", target);
        } catch (...) {
            ::unlink(temporary.c_str());
            throw;
        }
        remove_what_the_killed_left(target);
        sync_directory(directory);
    }

    bool remove(const std::string& path) override {
        std::error_code code;
        const bool removed = fs::remove(path, code);
        if (code) throw std::runtime_error("cannot remove " + path + ": " + code.message());
        return removed;
    }
};

}  // namespace

std::optional<std::string> files::find(const std::string& path) const {
    constexpr std::size_t small = 1U << 20U;
    if (!is_regular(path)) return std::nullopt;
    auto found = read(path, small);
    auto* text = std::get_if<std::string>(&found);
    return text ? std::optional(std::move(*text)) : std::nullopt;
}

files& host_files() {
    static disk the_hosts;
    return the_hosts;
}

}  // namespace rollout::base
