// Files of the engine's host, written through a container that is never started.
#include "at_work.hpp"

#include <rollout/engine_work/mounted_file.hpp>
#include <support/temp_dir.hpp>

#include <gmock/gmock.h>

#include <filesystem>
#include <sys/stat.h>

namespace {

namespace fs = std::filesystem;
using namespace rollout;
using testing::HasSubstr;
using testing::IsEmpty;

class MountedFile : public at_work {
  protected:
    void write(const std::string& text) {
        const auto failed = failure_of([&](const engine_work::context& ctx) {
            return engine_work::write_through_engine(ctx.engine, "shop", "app:1", where_, text);
        });
        EXPECT_FALSE(failed);
    }

    support::temp_dir host_;
    engine_work::mounted_file where_ = [this] {
        engine_work::mounted_file f;
        f.mount.type = "bind";
        f.mount.source = host_.path().string();
        f.mount.read_write = false;  // for the proxy
        f.inside = "conf.d/upstream.conf";
        return f;
    }();
};

TEST_F(MountedFile, IsWrittenThoughItsOwnContainerMountsItReadOnly) {
    const auto file = host_.write("conf.d/upstream.conf", "old");
    write("server app_green:8000;\n");
    EXPECT_EQ(support::read_file(file), "server app_green:8000;\n");
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

TEST_F(MountedFile, KeepsTheModeOfTheOneBefore) {
    const auto file = host_.write("conf.d/upstream.conf", "old");
    fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    write("new");
    struct stat info {};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(MountedFile, OfAVolumeIsWrittenByTheVolumesName) {
    engine_.call("POST", "/volumes/create", R"({"Name":"shop_conf"})");
    run_container("reader");
    where_.mount.type = "volume";
    where_.mount.name = "shop_conf";
    where_.inside = "upstream.conf";
    write("in the volume");
    engine_.call("POST", "/containers/create?name=other",
                 R"({"Image":"app:1","HostConfig":{"Binds":["shop_conf:/conf"]}})");
    EXPECT_THAT(engine_.call("GET", "/containers/other/archive?path=/conf/upstream.conf").body,
                HasSubstr("in the volume"));
}

TEST_F(MountedFile, LeavesNoContainerWhenItCannotBeWritten) {
    where_.inside = "no/such/folder/upstream.conf";
    EXPECT_THROW(write("text"), engine_api::error);
    EXPECT_THAT(engine_.containers(), IsEmpty());
}

}  // namespace
