#include <engine_api/error.hpp>
#include <engine_api/local_copy.hpp>
#include <support/temp_dir.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace engine_api {
namespace {

namespace fs = std::filesystem;

la_ssize_t append_bytes(archive*, void* to, const void* bytes, std::size_t n) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), n);
    return static_cast<la_ssize_t>(n);
}

/// What a hostile engine may send: libarchive writes any name.
class sent_tar {
  public:
    sent_tar() {
        archive_write_set_format_pax(writer_);
        archive_write_open2(writer_, &bytes_, nullptr, append_bytes, nullptr, nullptr);
    }
    ~sent_tar() { archive_write_free(writer_); }
    sent_tar(const sent_tar&) = delete;
    sent_tar& operator=(const sent_tar&) = delete;

    void add(const char* name, unsigned type, const char* text = "") {
        auto* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, name);
        archive_entry_set_filetype(entry, type);
        archive_entry_set_perm(entry, type == AE_IFDIR ? 0755 : 0640);
        const bool is_file = type == AE_IFREG;
        if (type == AE_IFLNK) archive_entry_set_symlink(entry, text);
        archive_entry_set_size(entry, is_file ? static_cast<la_int64_t>(std::strlen(text)) : 0);
        archive_write_header(writer_, entry);
        if (is_file) archive_write_data(writer_, text, std::strlen(text));
        archive_entry_free(entry);
    }
    void add_hard_link(const char* name, const char* to) {
        auto* const entry = archive_entry_new();
        archive_entry_set_pathname(entry, name);
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_hardlink(entry, to);
        archive_write_header(writer_, entry);
        archive_entry_free(entry);
    }
    std::string done() {
        archive_write_close(writer_);
        return bytes_;
    }

  private:
    std::string bytes_;
    archive* writer_ = archive_write_new();
};

class LocalCopy : public testing::Test {
  protected:
    LocalCopy() { fs::create_directory(dir_ / "to"); }

    void unpack(const std::string& tar, const std::string& name) {
        collected_archive all(dir_.path().string());
        all.add(tar.substr(0, tar.size() / 2));
        all.add(tar.substr(tar.size() / 2));
        all.unpack((dir_ / "to").string(), name);
    }
    std::string refusal(sent_tar& tar, const std::string& name = "x") {
        try {
            unpack(tar.done(), name);
        } catch (const error& e) {
            return e.what();
        }
        return "unpacked";
    }
    static std::string all_of(std::unique_ptr<body_source> source) {
        std::string bytes;
        std::vector<char> buffer(1000);
        while (const auto n = source->read(buffer))
            bytes.append(buffer.data(), n);
        return bytes;
    }

    support::temp_dir dir_;
};

TEST_F(LocalCopy, AFolderComesBackAsItWasSent) {
    dir_.write("from/a/file", "text");
    fs::permissions(dir_ / "from/a/file", fs::perms(0750));
    fs::create_symlink("file", dir_ / "from/a/link");
    fs::create_hard_link(dir_ / "from/a/file", dir_ / "from/z");
    fs::create_directory(dir_ / "from/empty");
    unpack(all_of(archive_of((dir_ / "from").string(), "from")), "copy");
    EXPECT_EQ(dir_.read("to/copy/a/file"), "text");
    EXPECT_EQ(fs::status(dir_ / "to/copy/a/file").permissions(), fs::perms(0750));
    EXPECT_EQ(fs::read_symlink(dir_ / "to/copy/a/link"), "file");
    EXPECT_TRUE(fs::equivalent(dir_ / "to/copy/z", dir_ / "to/copy/a/file"));
    EXPECT_TRUE(fs::is_directory(dir_ / "to/copy/empty"));
    const auto in_seconds = [this](const char* name) {
        return std::chrono::floor<std::chrono::seconds>(fs::last_write_time(dir_ / name));
    };
    EXPECT_EQ(in_seconds("to/copy/a/file"), in_seconds("from/a/file"));
}

TEST_F(LocalCopy, WhatAFolderHoldsGoesIntoTheOneThatIsThere) {
    dir_.write("from/a", "new");
    dir_.write("to/b", "stays");
    unpack(all_of(archive_of((dir_ / "from").string(), ".")), ".");
    EXPECT_EQ(dir_.read("to/a"), "new");
    EXPECT_EQ(dir_.read("to/b"), "stays");
}

TEST_F(LocalCopy, AFileGetsItsNewNameAndTakesThePlaceOfAnother) {
    dir_.write("from", std::string(300'000, 'x'));
    dir_.write("to/copy", "old");
    unpack(all_of(archive_of((dir_ / "from").string(), "from")), "copy");
    EXPECT_EQ(dir_.read("to/copy"), std::string(300'000, 'x'));
}

TEST_F(LocalCopy, WritesNothingOutside) {
    for (const auto* name : {"x/../../evil", "../evil", "/evil"}) {
        sent_tar tar;
        tar.add(name, AE_IFREG, "evil");
        EXPECT_NE(refusal(tar).find("leads out of it"), std::string::npos) << name;
    }
    sent_tar linked;
    linked.add("x", AE_IFDIR);
    linked.add("x/way", AE_IFLNK, dir_.path().c_str());
    linked.add("x/way/evil", AE_IFREG, "evil");
    EXPECT_NE(refusal(linked), "unpacked");
    sent_tar hard;
    hard.add_hard_link("x", "../../evil");
    EXPECT_NE(refusal(hard).find("leads out of it"), std::string::npos);
    EXPECT_FALSE(fs::exists(dir_ / "evil"));
}

TEST_F(LocalCopy, FollowsNoLinkThatTheFolderHasAlready) {
    dir_.write("secret", "mine");
    fs::create_directory_symlink(dir_.path(), dir_ / "to/way");
    fs::create_symlink(dir_ / "secret", dir_ / "to/file");
    sent_tar tar;
    tar.add("x/way/secret", AE_IFREG, "evil");
    EXPECT_NE(refusal(tar, "."), "unpacked");
    sent_tar direct;
    direct.add("x/file", AE_IFREG, "new");
    EXPECT_EQ(refusal(direct, "."), "unpacked");
    EXPECT_EQ(dir_.read("secret"), "mine");
    EXPECT_EQ(dir_.read("to/file"), "new");
}

TEST_F(LocalCopy, NeverReplacesAFolderByAFileOrTheOtherWayRound) {
    fs::create_directory(dir_ / "to/folder");
    sent_tar file;
    file.add("x", AE_IFREG, "text");
    EXPECT_NE(refusal(file, "folder").find("is a folder, and would be replaced by a file"),
              std::string::npos);
    dir_.write("to/file", "text");
    sent_tar folder;
    folder.add("x", AE_IFDIR);
    EXPECT_NE(refusal(folder, "file").find("is no folder, and would be replaced by one"),
              std::string::npos);
}

TEST_F(LocalCopy, RefusesWhatIsNoTarAndDevices) {
    collected_archive broken(dir_.path().string());
    broken.add("no tar at all");
    EXPECT_THROW(broken.unpack((dir_ / "to").string(), "x"), error);
    sent_tar device;
    device.add("x", AE_IFIFO);
    EXPECT_NE(refusal(device).find("neither a file, a folder nor a link"), std::string::npos);
}

TEST_F(LocalCopy, SaysWhatCannotBeRead) {
    EXPECT_THROW(all_of(archive_of((dir_ / "nowhere").string(), "x")), error);
}

}  // namespace
}  // namespace engine_api
