#include <support/engine/tar.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <cstddef>
#include <memory>
#include <stdexcept>

namespace support::engine {
namespace {

struct closer {
    void operator()(archive* one) const { archive_free(one); }
    void operator()(archive_entry* one) const { archive_entry_free(one); }
};
using archive_ptr = std::unique_ptr<archive, closer>;
using entry_ptr = std::unique_ptr<archive_entry, closer>;

la_ssize_t append(archive*, void* into, const void* bytes, std::size_t size) {
    static_cast<std::string*>(into)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
}

void add(archive* to, const file_entry& one) {
    const entry_ptr entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), (one.folder ? one.name + "/" : one.name).c_str());
    archive_entry_set_perm(entry.get(), one.mode);
    archive_entry_set_mtime(entry.get(), seconds_of(one.changed), 0);
    if (one.folder) {
        archive_entry_set_filetype(entry.get(), AE_IFDIR);
    } else if (!one.link.empty()) {
        archive_entry_set_filetype(entry.get(), AE_IFLNK);
        archive_entry_set_symlink(entry.get(), one.link.c_str());
    } else {
        archive_entry_set_filetype(entry.get(), AE_IFREG);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(one.content.size()));
    }
    if (archive_write_header(to, entry.get()) != ARCHIVE_OK) {
        throw std::runtime_error(archive_error_string(to));
    }
    archive_write_data(to, one.content.data(), one.content.size());
}

file_entry taken(archive* from, archive_entry* entry) {
    file_entry made;
    made.name = archive_entry_pathname(entry);
    while (made.name.size() > 1 && made.name.ends_with('/'))
        made.name.pop_back();
    made.folder = archive_entry_filetype(entry) == AE_IFDIR;
    made.mode = archive_entry_perm(entry);
    made.uid = archive_entry_uid(entry);
    made.gid = archive_entry_gid(entry);
    made.changed = instant(std::chrono::seconds(archive_entry_mtime(entry)));
    if (const char* link = archive_entry_symlink(entry)) made.link = link;
    made.content.resize(static_cast<std::size_t>(archive_entry_size(entry)));
    const auto got = archive_read_data(from, made.content.data(), made.content.size());
    if (got != static_cast<la_ssize_t>(made.content.size())) throw std::runtime_error("cut short");
    return made;
}

}  // namespace

std::string make_tar(const std::vector<file_entry>& entries) {
    std::string bytes;
    const archive_ptr writer(archive_write_new());
    archive_write_set_format_pax_restricted(writer.get());
    archive_write_set_bytes_in_last_block(writer.get(), 1);
    archive_write_open(writer.get(), &bytes, nullptr, append, nullptr);
    for (const auto& one : entries)
        add(writer.get(), one);
    archive_write_close(writer.get());
    return bytes;
}

std::optional<std::vector<file_entry>> read_tar(std::string_view bytes) {
    const archive_ptr reader(archive_read_new());
    archive_read_support_format_tar(reader.get());
    if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) {
        return std::nullopt;
    }
    std::vector<file_entry> entries;
    archive_entry* entry = nullptr;
    try {
        int result = archive_read_next_header(reader.get(), &entry);
        for (; result == ARCHIVE_OK; result = archive_read_next_header(reader.get(), &entry)) {
            entries.push_back(taken(reader.get(), entry));
        }
        if (result != ARCHIVE_EOF) return std::nullopt;
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
    return entries;
}

}  // namespace support::engine
