#include <rollout/base/files.hpp>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

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

}  // namespace

std::optional<std::string> read_file(const std::string& path) {
    std::error_code ec;
    if (!fs::is_regular_file(path, ec)) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void replace_file(const std::string& path, const std::string& text) {
    const fs::path target(path);
    const auto directory = target.parent_path();
    std::error_code ec;
    fs::create_directories(directory, ec);
    const auto temporary =
        directory / ('.' + target.filename().string() + '.' + std::to_string(::getpid()) + ".tmp");
    try {
        write_temporary(temporary, text, mode_of(target));
        if (::rename(temporary.c_str(), target.c_str()) != 0) fail("replace", target);
    } catch (...) {
        ::unlink(temporary.c_str());
        throw;
    }
    sync_directory(directory);
}

bool remove_file(const std::string& path) {
    std::error_code ec;
    const bool removed = fs::remove(path, ec);
    if (ec) throw std::runtime_error("cannot remove " + path + ": " + ec.message());
    return removed;
}

}  // namespace rollout::base
