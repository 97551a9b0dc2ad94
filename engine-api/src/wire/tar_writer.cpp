#include "wire/tar_writer.hpp"

#include "local_error.hpp"

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
#include <span>
#include <sys/stat.h>
#include <utility>

namespace engine_api::wire {

namespace {

struct free_entry {
    void operator()(archive_entry* e) const { archive_entry_free(e); }
};
struct free_writer {
    void operator()(archive* a) const { archive_write_free(a); }
};

/// Writes one entry, or one piece of a file, each time more bytes are asked for.
class tar_of_items final : public body_source {
  public:
    tar_of_items(std::vector<tar_item> items, tar_owner owner)
        : items_(std::move(items)), owner_(owner), writer_(archive_write_new()) {
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
        static_cast<tar_of_items*>(self)->ready_.append(static_cast<const char*>(bytes), n);
        return static_cast<la_ssize_t>(n);
    }

    void check(int result) {
        if (result < ARCHIVE_WARN)
            throw refused_argument(std::string("cannot write the archive: ") +
                                   archive_error_string(writer_.get()));
    }

    void step() {
        if (left_ > 0) return write_piece();
        if (next_ < items_.size()) return open_entry(items_[next_++]);
        check(archive_write_close(writer_.get()));
        finished_ = true;
    }

    void open_entry(const tar_item& item) {
        if (item.text) return write_text(item.name, *item.text);
        const auto& full = item.path;
        struct stat info {};
        if (::lstat(full.c_str(), &info) != 0)
            throw refused_argument("cannot read " + full + ": " + std::strerror(errno));
        if (!S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode) && !S_ISLNK(info.st_mode)) return;
        std::unique_ptr<archive_entry, free_entry> entry(archive_entry_new());
        archive_entry_copy_stat(entry.get(), &info);
        if (owner_ == tar_owner::root) {
            archive_entry_set_uid(entry.get(), 0);
            archive_entry_set_gid(entry.get(), 0);
        }
        archive_entry_copy_pathname(entry.get(), item.name.c_str());
        if (S_ISLNK(info.st_mode))
            archive_entry_copy_symlink(entry.get(), std::filesystem::read_symlink(full).c_str());
        if (S_ISREG(info.st_mode) && !is_second_name(item.name, info, entry.get()))
            open_file(full, static_cast<std::size_t>(info.st_size));
        check(archive_write_header(writer_.get(), entry.get()));
    }

    void write_text(const std::string& name, const std::string& text) {
        constexpr auto mode = 0644;
        std::unique_ptr<archive_entry, free_entry> entry(archive_entry_new());
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_perm(entry.get(), mode);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(text.size()));
        archive_entry_copy_pathname(entry.get(), name.c_str());
        check(archive_write_header(writer_.get(), entry.get()));
        if (archive_write_data(writer_.get(), text.data(), text.size()) < 0) check(ARCHIVE_FATAL);
    }

    /// A file that was sent under another name becomes a hard link to it.
    bool is_second_name(const std::string& name, const struct stat& info, archive_entry* entry) {
        if (info.st_nlink < 2) return false;
        const auto [first, is_new] = sent_.try_emplace({info.st_dev, info.st_ino}, name);
        if (is_new) return false;
        archive_entry_copy_hardlink(entry, first->second.c_str());
        archive_entry_set_size(entry, 0);
        return true;
    }

    void open_file(const std::string& full, std::size_t size) {
        file_ = std::ifstream(full, std::ios::binary);
        if (!file_) throw refused_argument("cannot read " + full);
        file_path_ = full;
        left_ = size;
    }

    void write_piece() {
        std::array<char, 64 * 1024> buffer;
        const auto want = std::min(left_, buffer.size());
        file_.read(buffer.data(), static_cast<std::streamsize>(want));
        if (static_cast<std::size_t>(file_.gcount()) != want)
            throw refused_argument(file_path_ + " changed while it was read");
        if (archive_write_data(writer_.get(), buffer.data(), want) < 0) check(ARCHIVE_FATAL);
        left_ -= want;
    }

    std::vector<tar_item> items_;
    tar_owner owner_;
    std::size_t next_ = 0;
    std::map<std::pair<dev_t, ino_t>, std::string> sent_;  // files that have several names
    std::ifstream file_;
    std::string file_path_;
    std::size_t left_ = 0;  // bytes of the open file that are still to be sent
    std::string ready_;
    std::size_t taken_ = 0;
    bool finished_ = false;
    std::unique_ptr<archive, free_writer> writer_;  // last: closing it writes into the others
};

}  // namespace

std::unique_ptr<body_source> make_tar(std::vector<tar_item> items, tar_owner owner) {
    return std::make_unique<tar_of_items>(std::move(items), owner);
}

}  // namespace engine_api::wire
