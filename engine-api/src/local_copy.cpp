#include "folder_writer.hpp"
#include "local_error.hpp"
#include "wire/tar_writer.hpp"

#include <engine_api/local_copy.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace engine_api {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t block = 64UL * 1024;

void add_items(std::vector<wire::tar_item>& to, const std::string& path, const std::string& name) {
    to.push_back({path, name});
    std::error_code ec;
    if (fs::is_symlink(path, ec) || !fs::is_directory(path, ec)) return;
    std::vector<std::string> inside;
    for (const auto& entry : fs::directory_iterator(path, ec))
        inside.push_back(entry.path().filename().string());
    if (ec) throw refused_argument("cannot read " + path + ": " + ec.message());
    std::sort(inside.begin(), inside.end());
    for (const auto& one : inside)
        add_items(to, path + '/' + one, name + '/' + one);
}

/// O_TMPFILE is not for every file system.
int open_unnamed(const std::string& folder) {
    constexpr int own = 0600;
    int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, own);
    if (file >= 0) return file;
    auto name = folder + "/.copy-XXXXXX";
    file = ::mkostemp(name.data(), O_CLOEXEC);
    if (file < 0) throw std::system_error(errno, std::generic_category(), folder);
    ::unlink(name.c_str());
    return file;
}

struct free_reader {
    void operator()(archive* a) const { archive_read_free(a); }
};

file_facts facts_of(archive_entry* entry) {
    file_facts facts;
    facts.permissions = archive_entry_perm(entry);
    facts.modified.tv_sec = archive_entry_mtime(entry);
    facts.modified.tv_nsec = archive_entry_mtime_nsec(entry);
    return facts;
}

class unpacking {
  public:
    unpacking(int file, const std::string& folder, std::string name)
        : name_(std::move(name)), from_(archive_read_new()), to_(folder) {
        archive_read_support_format_tar(from_.get());
        check(archive_read_open_fd(from_.get(), file, block));
    }

    void run() {
        archive_entry* entry = nullptr;
        for (;;) {
            const int got = archive_read_next_header(from_.get(), &entry);
            if (got == ARCHIVE_EOF) break;
            check(got);
            unpack(entry);
        }
        to_.finish();
    }

  private:
    void check(int result) {
        if (result < ARCHIVE_WARN)
            throw refused_argument(std::string("cannot unpack the archive: ") +
                                   archive_error_string(from_.get()));
    }

    /// Where it goes, from the folder; empty for the folder itself.
    std::string place_of(const char* in_archive) const {
        const std::string text = in_archive ? in_archive : "";
        const fs::path path(text);
        const bool climbs = std::any_of(path.begin(), path.end(),
                                        [](const fs::path& part) { return part == ".."; });
        if (path.is_absolute() || climbs)
            throw refused_argument("the archive holds " + text + ", which leads out of it");
        auto part = path.begin();
        if (part != path.end()) ++part;  // the thing itself
        fs::path inside(name_ == "." ? "" : name_);
        for (; part != path.end(); ++part)
            if (!part->empty() && *part != ".") inside /= *part;
        return inside.string();
    }

    void unpack(archive_entry* entry) {
        const auto place = place_of(archive_entry_pathname(entry));
        if (place.empty()) return;
        const auto facts = facts_of(entry);
        const char* const first_name = archive_entry_hardlink(entry);
        if (first_name) return to_.make_second_name(place, place_of(first_name));
        switch (archive_entry_filetype(entry)) {
            case AE_IFDIR: return to_.make_folder(place, facts);
            case AE_IFLNK: return to_.make_link(place, archive_entry_symlink(entry), facts);
            case AE_IFREG: return copy_file(place, facts, archive_entry_size(entry));
            default: throw refused_argument(place + " is neither a file, a folder nor a link");
        }
    }

    void copy_file(const std::string& place, const file_facts& facts, la_int64_t whole) {
        to_.begin_file(place, facts);
        const void* bytes = nullptr;
        std::size_t size = 0;
        la_int64_t at = 0;
        for (;;) {
            const int got = archive_read_data_block(from_.get(), &bytes, &size, &at);
            if (got == ARCHIVE_EOF) break;
            check(got);
            to_.write(bytes, size, at);
        }
        to_.end_file(whole);
    }

    std::string name_;
    std::unique_ptr<archive, free_reader> from_;
    folder_writer to_;
};

}  // namespace

std::unique_ptr<body_source> archive_of(const std::string& path, const std::string& name) {
    std::vector<wire::tar_item> items;
    add_items(items, path, name);
    return wire::make_tar(std::move(items), wire::tar_owner::as_it_is);
}

collected_archive::collected_archive(const std::string& folder) : file_(open_unnamed(folder)) {}

collected_archive::~collected_archive() {
    ::close(file_);
}

void collected_archive::add(const std::string& piece) {
    std::size_t done = 0;
    while (done < piece.size()) {
        const auto n = ::write(file_, piece.data() + done, piece.size() - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw std::system_error(errno, std::generic_category(), "the copy");
        done += static_cast<std::size_t>(n);
    }
}

void collected_archive::unpack(const std::string& folder, const std::string& name) {
    ::lseek(file_, 0, SEEK_SET);
    unpacking(file_, folder, name).run();
}

}  // namespace engine_api
