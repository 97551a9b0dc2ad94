#include "wire/tar_reader.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace engine_api::wire {

namespace {

using reader = std::unique_ptr<archive, decltype(&archive_read_free)>;

std::string read_data(archive* from, std::int64_t size, std::size_t limit) {
    if (size < 0 || static_cast<std::uint64_t>(size) > limit)
        throw std::runtime_error("the archive ends in the middle of a file");
    std::string content(static_cast<std::size_t>(size), '\0');
    std::size_t got = 0;
    while (got < content.size()) {
        const auto n = archive_read_data(from, content.data() + got, content.size() - got);
        if (n <= 0) throw std::runtime_error("the archive ends in the middle of a file");
        got += static_cast<std::size_t>(n);
    }
    return content;
}

}  // namespace

std::optional<tar_file> first_file(std::string_view tar) {
    reader r(archive_read_new(), archive_read_free);
    archive_read_support_format_tar(r.get());
    if (archive_read_open_memory(r.get(), tar.data(), tar.size()) != ARCHIVE_OK)
        throw std::runtime_error("not a tar archive");
    archive_entry* entry = nullptr;
    for (;;) {
        const int got = archive_read_next_header(r.get(), &entry);
        if (got == ARCHIVE_EOF) return std::nullopt;
        if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
            throw std::runtime_error("not a valid tar archive");
        if (archive_entry_filetype(entry) != AE_IFREG) continue;
        tar_file file;
        file.modified = std::chrono::system_clock::from_time_t(archive_entry_mtime(entry)) +
                        std::chrono::duration_cast<std::chrono::system_clock::duration>(
                            std::chrono::nanoseconds(archive_entry_mtime_nsec(entry)));
        file.content = read_data(r.get(), archive_entry_size(entry), tar.size());
        return file;
    }
}

}  // namespace engine_api::wire
