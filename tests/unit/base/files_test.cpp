#include <rollout/base/files.hpp>
#include <support/temp_dir.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_file(const std::string& path) {
    return rollout::base::host_files().find(path);
}

void replace_file(const std::string& path, const std::string& text) {
    rollout::base::host_files().replace(path, text);
}
using testing::HasSubstr;

std::size_t entries(const fs::path& directory) {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(directory), fs::directory_iterator()));
}

TEST(ReplaceFile, MakesAMissingFileAndItsFolders) {
    const support::temp_dir dir;
    const auto path = (dir / "state/active-color").string();
    replace_file(path, "green\n");
    EXPECT_EQ(read_file(path), "green\n");
}

TEST(ReplaceFile, LeavesAReaderOfTheOldFileItsText) {
    const support::temp_dir dir;
    const auto path = dir.write("f", "old");
    const auto inode = [&path] {
        struct stat info {};
        EXPECT_EQ(::stat(path.c_str(), &info), 0);
        return info.st_ino;
    };
    fs::create_hard_link(path, dir / "reader");
    const auto before = inode();
    replace_file(path.string(), "new");
    EXPECT_NE(inode(), before);
    EXPECT_EQ(dir.read("reader"), "old");
    EXPECT_EQ(dir.read("f"), "new");
}

TEST(ReplaceFile, KeepsTheMode) {
    const support::temp_dir dir;
    const auto path = dir.write("f", "old");
    fs::permissions(path, fs::perms(0640));
    replace_file(path.string(), "new");
    EXPECT_EQ(fs::status(path).permissions(), fs::perms(0640));
}

TEST(ReplaceFile, ThatFailsNamesThePathAndLeavesNothingBehind) {
    const support::temp_dir dir;
    fs::create_directories(dir / "taken/by-a-directory");
    try {
        replace_file((dir / "taken").string(), "x");
        FAIL() << "a directory was replaced";
    } catch (const std::runtime_error& e) {
        EXPECT_THAT(e.what(), HasSubstr("cannot replace " + (dir / "taken").string()));
    }
    EXPECT_EQ(entries(dir.path()), 1u);
}

// Only who holds the deploy lock writes: another one's is what a killed run left.
TEST(ReplaceFile, RemovesWhatAKilledWriterLeft) {
    const support::temp_dir dir;
    dir.write(".upstream.conf.4711.tmp", "server app");
    dir.write(".upstream.conf.tmp", "somebody's own");
    dir.write(".other.conf.4711.tmp", "of another file");
    replace_file((dir / "upstream.conf").string(), "server app:8000;\n");
    EXPECT_THAT(
        rollout::base::host_files().names_in(dir.path().string()),
        testing::ElementsAre(".other.conf.4711.tmp", ".upstream.conf.tmp", "upstream.conf"));
}

TEST(NamesIn, AreThoseOfTheFolderInOrder) {
    const support::temp_dir dir;
    dir.write("b", "");
    dir.write("a/c", "");
    const auto& files = rollout::base::host_files();
    EXPECT_THAT(files.names_in(dir.path().string()), testing::ElementsAre("a", "b"));
    EXPECT_THAT(files.names_in((dir / "b").string()), testing::IsEmpty());
    EXPECT_THAT(files.names_in((dir / "none").string()), testing::IsEmpty());
}

TEST(IsWritable, WhatIsThereAndOurs) {
    const support::temp_dir dir;
    const auto& files = rollout::base::host_files();
    EXPECT_TRUE(files.is_writable(dir.path().string()));
    EXPECT_TRUE(files.is_writable(dir.write("f", "").string()));
    EXPECT_FALSE(files.is_writable((dir / "none").string()));
}

TEST(Modified, IsTheTimeOfTheLastChange) {
    const support::temp_dir dir;
    const auto& files = rollout::base::host_files();
    const auto file = dir.write("f", "");
    fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(1));
    const auto age = std::chrono::system_clock::now() - *files.modified(file.string());
    EXPECT_NEAR(std::chrono::duration<double>(age).count(), 3600, 60);
    EXPECT_EQ(files.modified((dir / "none").string()), std::nullopt);
}

TEST(ReadFile, OfWhatIsMissingOrNoFileIsAbsent) {
    const support::temp_dir dir;
    EXPECT_EQ(read_file((dir / "none").string()), std::nullopt);
    EXPECT_EQ(read_file(dir.path().string()), std::nullopt);
}

}  // namespace
