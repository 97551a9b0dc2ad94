// Which file of which host the proxy sees.
#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>

#include <blue_green/file_place.hpp>

namespace {

using namespace rollout;
using blue_green::place_of;
namespace fs = std::filesystem;

engine_api::mount mount_at(std::string source, std::string destination, std::string type = "bind") {
    engine_api::mount m;
    m.type = std::move(type);
    m.source = std::move(source);
    m.destination = std::move(destination);
    return m;
}

class FilePlace : public testing::Test {
  protected:
    blue_green::file_place place() {
        return place_of(here_, "/etc/nginx/conf.d/upstream.conf", stamp_, text_, mounts_,
                        base::host_files());
    }

    /// The proxy sees what is here, as it is.
    void see(const fs::path& file) {
        const auto changed = base::host_files().modified(file.string());
        const auto size = static_cast<std::int64_t>(fs::file_size(file));
        stamp_ = blue_green::file_stamp{size, *changed};
    }

    /// As `tar` and `touch -d` leave it.
    static void forget_fraction(const fs::path& file) {
        fs::last_write_time(file,
                            std::chrono::floor<std::chrono::seconds>(fs::last_write_time(file)));
    }

    support::temp_dir dir_;
    std::string here_ = dir_.write("nginx/conf.d/upstream.conf", "server app:8000;\n").string();
    std::optional<blue_green::file_stamp> stamp_;
    std::optional<std::string> text_;
    std::vector<engine_api::mount> mounts_ = {mount_at("/srv/nginx", "/etc/nginx")};
};

TEST_F(FilePlace, IsHereWhenSizeAndTimeAreThoseThatTheProxySees) {
    see(here_);
    EXPECT_EQ(place().here, here_);
    EXPECT_TRUE(place().writable);
    EXPECT_FALSE(place().same_paths);
}

TEST_F(FilePlace, OfACheckoutIsNotTheOneOfTheHost) {
    see(here_);
    stamp_->modified -= std::chrono::nanoseconds(1);
    EXPECT_EQ(place().here, std::nullopt);
    see(here_);
    stamp_->size += 1;
    EXPECT_EQ(place().here, std::nullopt);
    EXPECT_FALSE(place().writable);
}

TEST_F(FilePlace, OfAWholeSecondIsHereOnlyWhenTheTextIsTheSameToo) {
    forget_fraction(here_);
    see(here_);
    EXPECT_EQ(place().here, std::nullopt) << "others may be of that second";
    text_ = "server appl:8000;\n";
    EXPECT_EQ(place().here, std::nullopt);
    text_ = "server app:8000;\n";
    EXPECT_EQ(place().here, here_);
}

TEST_F(FilePlace, IsFoundWhereTheProxyMountsItToo) {
    const auto mounted = dir_.write("releases/1/conf.d/upstream.conf", "server app:8000;\n");
    mounts_ = {mount_at((dir_ / "releases/1").string(), "/etc/nginx")};
    fs::last_write_time(mounted, fs::last_write_time(mounted) - std::chrono::hours(1));
    see(mounted);
    EXPECT_EQ(place().here, mounted.string());
    EXPECT_TRUE(place().same_paths);
}

TEST_F(FilePlace, ForTheEngineIsInTheInnermostMount) {
    mounts_.push_back(mount_at("/srv/conf", "/etc/nginx/conf.d"));
    mounts_.push_back(mount_at("/srv/other", "/etc/nginx/conf.d.old"));
    const auto there = place().there;
    ASSERT_TRUE(there);
    EXPECT_EQ(there->mount.source, "/srv/conf");
    EXPECT_EQ(there->inside, "upstream.conf");
}

TEST_F(FilePlace, ForTheEngineIsNowhereWhenTheContainerAloneHasIt) {
    mounts_ = {mount_at("", "/etc/nginx", "tmpfs")};
    EXPECT_FALSE(place().there);
}

TEST_F(FilePlace, OfAFileBesideItIsInTheSameFolders) {
    see(here_);
    const auto beside = blue_green::neighbour(place(), "preview.conf");
    EXPECT_EQ(beside.here, (fs::path(here_).parent_path() / "preview.conf").string());
    EXPECT_TRUE(beside.writable);
    ASSERT_TRUE(beside.there);
    EXPECT_EQ(beside.there->inside, "conf.d/preview.conf");
}

}  // namespace
