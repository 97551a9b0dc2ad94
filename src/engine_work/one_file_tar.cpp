#include "one_file_tar.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstddef>
#include <ctime>
#include <span>
#include <stdexcept>
#include <utility>

namespace rollout::engine_work {

namespace {

/// For its header, the padding and the end.
constexpr std::size_t tar_overhead = 16UL * 1024;

void check(archive* writer, int result) {
    if (result != ARCHIVE_OK) throw std::runtime_error(archive_error_string(writer));
}

class text_source final : public engine_api::body_source {
  public:
    explicit text_source(std::string text) : text_(std::move(text)) {}

    std::size_t read(std::span<char> into) override {
        const auto n = std::min(into.size(), text_.size() - sent_);
        std::copy_n(text_.begin() + static_cast<std::ptrdiff_t>(sent_), n, into.begin());
        sent_ += n;
        return n;
    }

  private:
    std::string text_;
    std::size_t sent_ = 0;
};

}  // namespace

std::string one_file_tar(const std::string& name, const std::string& text,
                         const tar_access& access) {
    std::string tar(text.size() + tar_overhead, '\0');
    std::size_t used = 0;
    const std::unique_ptr<archive, decltype(&archive_write_free)> writer(archive_write_new(),
                                                                         &archive_write_free);
    const std::unique_ptr<archive_entry, decltype(&archive_entry_free)> entry(archive_entry_new(),
                                                                              &archive_entry_free);
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), access.permissions);
    archive_entry_set_uid(entry.get(), access.uid);
    archive_entry_set_gid(entry.get(), access.gid);
    archive_entry_set_mtime(entry.get(), std::time(nullptr), 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(text.size()));
    auto* const out = writer.get();
    check(out, archive_write_set_format_ustar(out));
    check(out, archive_write_set_bytes_per_block(out, 0));
    check(out, archive_write_open_memory(out, tar.data(), tar.size(), &used));
    check(out, archive_write_header(out, entry.get()));
    if (archive_write_data(out, text.data(), text.size()) < 0) check(out, ARCHIVE_FATAL);
    check(out, archive_write_close(out));
    tar.resize(used);
    return tar;
}

std::unique_ptr<engine_api::body_source> text_body(std::string text) {
    return std::make_unique<text_source>(std::move(text));
}

}  // namespace rollout::engine_work
