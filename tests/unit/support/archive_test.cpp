#include "engine_fixture.hpp"

#include <support/engine/tar.hpp>
#include <support/temp_dir.hpp>

namespace support {
namespace {

using engine::file_entry;

class Archive : public FakeEngine {
  protected:
    Archive() {
        dir.write("conf/a.conf", "server app:8000;\n");
        body["HostConfig"]["Binds"] = {bind("/etc/nginx/conf.d:ro")};
    }

    std::string bind(const std::string& rest) const { return (dir / "conf").string() + ":" + rest; }
    static std::string tar_of(const std::string& name, const std::string& content) {
        return engine::make_tar({file_entry{name, false, content, "", 0644, engine::now()}});
    }
    std::vector<file_entry> fetched(const std::string& path) const {
        const auto answer = ask("GET", "/containers/one/archive?path=" + path);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(answer.header("Content-Type"), "application/x-tar");
        return engine::read_tar(answer.body).value();
    }

    temp_dir dir;
    json body;
};

TEST_F(Archive, GetReadsTheHostsFileThroughAMount) {
    run("one", body);
    auto entries = fetched("/etc/nginx/conf.d/a.conf");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].name, "a.conf");
    EXPECT_EQ(entries[0].content, "server app:8000;\n");
    dir.write("conf/a.conf", "server app_green:8000;\n");
    EXPECT_EQ(fetched("/etc/nginx/conf.d/a.conf")[0].content, "server app_green:8000;\n");
}

TEST_F(Archive, GetOfAFolderHoldsItAndAllBelow) {
    dir.write("conf/sub/b.conf", "b");
    run("one", body);
    std::vector<std::string> names;
    for (const auto& entry : fetched("/etc/nginx/conf.d"))
        names.push_back(entry.name);
    EXPECT_EQ(names, (std::vector<std::string>{"conf.d", "conf.d/a.conf", "conf.d/sub",
                                               "conf.d/sub/b.conf"}));
    EXPECT_EQ(fetched("/etc/nginx/conf.d/.")[1].name, "./a.conf");
}

TEST_F(Archive, HeadTellsTheStatInItsHeader) {
    run("one", body);
    const auto answer = ask("HEAD", "/containers/one/archive?path=/etc/nginx/conf.d/a.conf");
    EXPECT_EQ(answer.status, 200);
    // {"name":"a.conf","size":17,"mode":4...
    EXPECT_TRUE(answer.header("X-Docker-Container-Path-Stat")
                    .starts_with("eyJuYW1lIjoiYS5jb25mIiwic2l6ZSI6MTcsIm1vZGUiOjQ"));
    EXPECT_EQ(answer.header("Content-Length"), "");
    EXPECT_EQ(ask("HEAD", "/containers/one/archive?path=/nope").status, 404);
}

TEST_F(Archive, PutWritesThroughTheMountOfAContainerThatNeverRan) {
    body["HostConfig"]["Binds"] = {bind("/work")};
    create("one", body);
    EXPECT_EQ(ask("PUT", "/containers/one/archive?path=/work", tar_of("a.conf", "new")).status,
              200);
    EXPECT_EQ(dir.read("conf/a.conf"), "new");
    EXPECT_EQ(engine.file_in("one", "/work/a.conf"), "new");
}

TEST_F(Archive, PutIntoAReadOnlyMountIsRefused) {
    run("one", body);
    const auto answer =
        ask("PUT", "/containers/one/archive?path=/etc/nginx/conf.d", tar_of("a.conf", "new"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(message(answer), "mounted volume is marked read-only");
    EXPECT_EQ(dir.read("conf/a.conf"), "server app:8000;\n");
}

TEST_F(Archive, PutKeepsFilesThatNoMountLeadsOut) {
    create("one");
    EXPECT_EQ(ask("PUT", "/containers/one/archive?path=/", tar_of("etc/lock", "mine")).status, 200);
    EXPECT_EQ(engine.file_in("one", "/etc/lock"), "mine");
    EXPECT_EQ(fetched("/etc/lock")[0].content, "mine");
}

TEST_F(Archive, PutWritesIntoAVolume) {
    body["HostConfig"]["Binds"] = {"data:/data"};
    create("one", body);
    create("two", body);
    EXPECT_EQ(ask("PUT", "/containers/one/archive?path=/data", tar_of("x", "kept")).status, 200);
    EXPECT_EQ(engine.file_in("two", "/data/x"), "kept");
}

TEST_F(Archive, IsRefusedInTheEnginesWords) {
    create("one");
    EXPECT_EQ(message(ask("GET", "/containers/one/archive?path=/nope")),
              "Could not find the file /nope in container one");
    EXPECT_EQ(message(ask("GET", "/containers/one/archive")), "bad parameter: pathcannot be empty");
    EXPECT_EQ(ask("PUT", "/containers/one/archive?path=/nope", tar_of("x", "")).status, 404);
    ask("PUT", "/containers/one/archive?path=/tmp", tar_of("x", "y"));
    EXPECT_EQ(message(ask("PUT", "/containers/one/archive?path=/tmp/x", tar_of("x", ""))),
              "extraction point is not a directory");
    EXPECT_EQ(message(ask("PUT", "/containers/one/archive?path=/tmp", "garbage")),
              "Error processing tar file(exit status 1): unexpected EOF");
}

}  // namespace
}  // namespace support
