#include "wire/tar_reader.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>

namespace engine_api::wire {
namespace {

la_ssize_t append(archive*, void* to, const void* bytes, std::size_t n) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), n);
    return static_cast<la_ssize_t>(n);
}

class Tar : public testing::Test {
  protected:
    Tar() {
        archive_write_set_format_pax(writer_);
        archive_write_open2(writer_, &bytes_, nullptr, append, nullptr, nullptr);
    }
    ~Tar() override { archive_write_free(writer_); }

    void add(const char* path, unsigned type, const std::string& content = "") {
        auto* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, path);
        archive_entry_set_filetype(entry, type);
        archive_entry_set_perm(entry, 0644);
        archive_entry_set_mtime(entry, 1'700'000'000, 5'000'000);
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        if (type == AE_IFLNK) archive_entry_set_symlink(entry, "elsewhere");
        archive_write_header(writer_, entry);
        archive_write_data(writer_, content.data(), content.size());
        archive_entry_free(entry);
    }
    const std::string& bytes() {
        archive_write_close(writer_);
        return bytes_;
    }

  private:
    std::string bytes_;
    archive* writer_ = archive_write_new();
};

TEST_F(Tar, FirstRegularFileIsFoundBehindOthers) {
    add("dir", AE_IFDIR);
    add("dir/link", AE_IFLNK);
    add("dir/file", AE_IFREG, "text\n");
    add("dir/second", AE_IFREG, "no");
    const auto file = first_file(bytes());
    ASSERT_TRUE(file);
    EXPECT_EQ(file->content, "text\n");
    EXPECT_EQ(file->modified,
              std::chrono::system_clock::from_time_t(1'700'000'000) + std::chrono::milliseconds(5));
}

TEST_F(Tar, WithoutARegularFileGivesNothing) {
    add("dir", AE_IFDIR);
    EXPECT_FALSE(first_file(bytes()));
}

TEST_F(Tar, EmptyFileIsAFile) {
    add("file", AE_IFREG);
    EXPECT_EQ(first_file(bytes())->content, "");
}

TEST_F(Tar, CutInTheFileIsAnError) {
    add("file", AE_IFREG, std::string(2000, 'x'));
    const auto whole = bytes();
    for (const std::size_t n : {100, 600, 1000, 2000})
        EXPECT_THROW((void)first_file(whole.substr(0, n)), std::runtime_error) << n;
}

// A header may claim any size: it must not be reserved before it is seen.
TEST_F(Tar, SizeLargerThanTheArchiveIsAnError) {
    add("file", AE_IFREG, "x");
    auto whole = bytes();
    whole.replace(124, 11, "77777777777");
    unsigned sum = 0;
    for (std::size_t i = 0; i < 512; ++i)
        sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(whole[i]);
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%06o", sum);
    whole.replace(148, 8, std::string(text.data(), 7) + ' ');
    EXPECT_THROW((void)first_file(whole), std::runtime_error);
}

TEST(TarReader, RefusesWhatIsNoTar) {
    EXPECT_THROW((void)first_file(std::string(600, 'x')), std::runtime_error);
}

}  // namespace
}  // namespace engine_api::wire
