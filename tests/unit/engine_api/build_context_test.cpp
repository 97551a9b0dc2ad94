#include <engine_api/build_context.hpp>
#include <engine_api/error.hpp>
#include <support/temp_dir.hpp>

#include <archive.h>
#include <archive_entry.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

namespace engine_api {
namespace {

namespace fs = std::filesystem;

struct entry {
    std::string content;
    std::string link;
    unsigned mode = 0;
    long uid = 0;
    long mtime = 0;
    unsigned type = 0;
};

struct unpacked {
    std::vector<std::string> order;
    std::map<std::string, entry> entries;
};

std::string all_of(body_source& source, std::size_t piece) {
    std::string bytes;
    std::vector<char> buffer(piece);
    while (const auto n = source.read(buffer))
        bytes.append(buffer.data(), n);
    return bytes;
}

std::string text(const char* maybe) {
    return maybe ? maybe : "";
}

unpacked unpack(const std::string& tar) {
    unpacked to;
    auto* const reader = archive_read_new();
    archive_read_support_format_tar(reader);
    EXPECT_EQ(archive_read_open_memory(reader, tar.data(), tar.size()), ARCHIVE_OK);
    archive_entry* header = nullptr;
    while (archive_read_next_header(reader, &header) == ARCHIVE_OK) {
        const auto name = text(archive_entry_pathname(header));
        to.order.push_back(name);
        auto& e = to.entries[name];
        e.link = text(archive_entry_symlink(header)) + text(archive_entry_hardlink(header));
        e.mode = archive_entry_perm(header);
        e.uid = archive_entry_uid(header);
        e.mtime = archive_entry_mtime(header);
        e.type = archive_entry_filetype(header);
        e.content.resize(static_cast<std::size_t>(archive_entry_size(header)));
        archive_read_data(reader, e.content.data(), e.content.size());
    }
    archive_read_free(reader);
    return to;
}

class BuildContext : public testing::Test {
  protected:
    BuildContext() { dir.write("Dockerfile", "FROM scratch\n"); }

    unpacked made(const std::string& dockerfile = "Dockerfile") const {
        const auto source = build_context(dir.path().string(), dockerfile);
        return unpack(all_of(*source, 64 * 1024));
    }
    static std::string refusal(const std::string& folder, const std::string& dockerfile) {
        try {
            (void)build_context(folder, dockerfile);
        } catch (const error& e) {
            EXPECT_EQ(e.kind(), error_kind::bad_request);
            return e.what();
        }
        return "accepted";
    }

    support::temp_dir dir;
};

TEST_F(BuildContext, SendsFilesInBytewiseOrderWithContentModeAndTime) {
    dir.write("b/two", "2");
    dir.write("b.txt", "text");
    fs::permissions(dir.write("a.sh", "#!"), fs::perms(0755));
    const auto got = made();
    EXPECT_EQ(got.order, (std::vector<std::string>{"Dockerfile", "a.sh", "b/", "b.txt", "b/two"}));
    EXPECT_EQ(got.entries.at("b/two").content, "2");
    EXPECT_EQ(got.entries.at("a.sh").mode, 0755u);
    EXPECT_EQ(got.entries.at("a.sh").uid, 0);
    struct stat info {};
    ::stat((dir / "b.txt").c_str(), &info);
    EXPECT_EQ(got.entries.at("b.txt").mtime, info.st_mtime);
}

TEST_F(BuildContext, IsTheSameHoweverItIsRead) {
    dir.write("file", std::string(200'000, 'x'));
    const auto folder = dir.path().string();
    const auto whole = all_of(*build_context(folder, "Dockerfile"), 1 << 20);
    EXPECT_EQ(all_of(*build_context(folder, "Dockerfile"), 777), whole);
}

TEST_F(BuildContext, KeepsSymbolicAndHardLinks) {
    dir.write("file", "text");
    fs::create_symlink("nowhere", dir / "dangling");
    fs::create_directory_symlink("..", dir / "up");
    fs::create_hard_link(dir / "file", dir / "second");
    const auto got = made();
    EXPECT_EQ(got.entries.at("dangling").link, "nowhere");
    EXPECT_EQ(got.entries.at("up").link, "..");
    EXPECT_EQ(got.entries.at("second").link, "file");
    EXPECT_EQ(got.entries.at("second").content, "");
    EXPECT_EQ(got.entries.at("file").content, "text");
}

TEST_F(BuildContext, LeavesOutWhatDockerignoreNamesButNeverTheDockerfile) {
    dir.write(".dockerignore", "*\n!src\nsrc/*.tmp\n");
    dir.write("README", "no");
    dir.write("src/a.cpp", "yes");
    dir.write("src/a.tmp", "no");
    EXPECT_EQ(made().order,
              (std::vector<std::string>{".dockerignore", "Dockerfile", "src/", "src/a.cpp"}));
}

TEST_F(BuildContext, ADockerfileInAnExcludedFolderIsSent) {
    dir.write(".dockerignore", "deploy\n");
    dir.write("deploy/Dockerfile", "FROM scratch\n");
    dir.write("deploy/secret", "no");
    const auto got = made("deploy/Dockerfile");
    EXPECT_EQ(got.entries.count("deploy/Dockerfile"), 1u);
    EXPECT_EQ(got.entries.count("deploy/secret"), 0u);
}

TEST_F(BuildContext, AnIgnoreFileOfTheDockerfileItselfComesFirst) {
    dir.write(".dockerignore", "a\n");
    dir.write("Dockerfile.dockerignore", "b\n");
    dir.write("a", "");
    dir.write("b", "");
    const auto got = made();
    EXPECT_EQ(got.entries.count("a"), 1u);
    EXPECT_EQ(got.entries.count("b"), 0u);
}

TEST_F(BuildContext, NamesThatAreNotAsciiAndLongNamesArrive) {
    const std::string accent = "caf\xC3\xA9";
    const std::string odd = "not-utf8-\xff";
    const std::string deep = std::string(120, 'd') + "/" + std::string(120, 'f');
    for (const auto& name : {accent, odd, deep})
        dir.write(name, name);
    const auto got = made();
    for (const auto& name : {accent, odd, deep}) {
        ASSERT_EQ(got.entries.count(name), 1u) << name;
        EXPECT_EQ(got.entries.at(name).content, name);
    }
}

TEST_F(BuildContext, PassesOverSocketsAndPipes) {
    ASSERT_EQ(::mkfifo((dir / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(made().order, std::vector<std::string>{"Dockerfile"});
}

TEST_F(BuildContext, ADockerfileFromElsewhereIsAddedAndHiddenFromTheBuild) {
    dir.write("file", "text");
    added_dockerfile added;
    added.text = "FROM scratch\nCOPY . /\n";
    const auto name = added.name();
    EXPECT_TRUE(name.starts_with(".dockerfile.")) << name;
    const auto source = build_context(dir.path().string(), added);
    const auto got = unpack(all_of(*source, 777));
    EXPECT_EQ(got.order, (std::vector<std::string>{name, ".dockerignore", "Dockerfile", "file"}));
    EXPECT_EQ(got.entries.at(name).content, added.text);
    EXPECT_EQ(got.entries.at(name).mode, 0644u);
    EXPECT_EQ(got.entries.at(".dockerignore").content, ".dockerignore\n" + name + '\n');
}

TEST_F(BuildContext, TheRulesOfTheContextStayWhenADockerfileIsAdded) {
    dir.write(".dockerignore", "*.tmp");
    dir.write("a.tmp", "no");
    added_dockerfile added;
    added.text = "FROM scratch\n";
    const auto source = build_context(dir.path().string(), added);
    const auto got = unpack(all_of(*source, 64 * 1024));
    EXPECT_EQ(got.entries.count("a.tmp"), 0u);
    EXPECT_EQ(got.entries.at(".dockerignore").content, "*.tmp\n" + added.name() + '\n');
}

TEST_F(BuildContext, AnIgnoreFileBesideADockerfileFromElsewhereComesFirst) {
    const support::temp_dir elsewhere;
    dir.write(".dockerignore", "a\n");
    dir.write("a", "");
    dir.write("b", "");
    added_dockerfile added;
    added.path = elsewhere.write("Other", "").string();
    elsewhere.write("Other.dockerignore", "b\n");
    const auto source = build_context(dir.path().string(), added);
    const auto got = unpack(all_of(*source, 64 * 1024));
    EXPECT_EQ(got.entries.count("a"), 1u);
    EXPECT_EQ(got.entries.count("b"), 0u);
}

TEST_F(BuildContext, AnAddedDockerfileHasTheSameNameForTheSameText) {
    added_dockerfile one;
    one.text = "FROM a\n";
    auto other = one;
    EXPECT_EQ(one.name(), other.name());
    other.text = "FROM b\n";
    EXPECT_NE(one.name(), other.name());
}

TEST_F(BuildContext, RefusesWhatIsNotThere) {
    EXPECT_NE(refusal((dir / "none").string(), "Dockerfile").find("is not a directory"),
              std::string::npos);
    EXPECT_NE(refusal(dir.path().string(), "Other").find("there is no Dockerfile"),
              std::string::npos);
    EXPECT_NE(refusal(dir.path().string(), "../Dockerfile").find("outside"), std::string::npos);
}

TEST_F(BuildContext, RefusesABrokenDockerignoreWithItsLine) {
    dir.write(".dockerignore", "ok\n[\n");
    EXPECT_NE(refusal(dir.path().string(), "Dockerfile").find("line 2"), std::string::npos);
}

TEST_F(BuildContext, AFileThatShrinksWhileItIsReadIsAnError) {
    const auto path = dir.write("large", std::string(300'000, 'x'));
    const auto source = build_context(dir.path().string(), "Dockerfile");
    std::vector<char> buffer(4096);
    for (int i = 0; i < 4; ++i)  // into the file
        ASSERT_GT(source->read(buffer), 0u);
    fs::resize_file(path, 10);
    EXPECT_THROW(while (source->read(buffer) > 0){}, error);
}

long peak_kib() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST_F(BuildContext, StreamsAGibibyteInConstantMemory) {
    const auto size = std::uintmax_t{1} << 30;
    fs::resize_file(dir.write("sparse", ""), size);
    std::vector<char> buffer(64 * 1024);
    const auto source = build_context(dir.path().string(), "Dockerfile");
    ASSERT_GT(source->read(buffer), 0u);
    const auto before = peak_kib();
    std::uintmax_t total = 0;
    while (const auto n = source->read(buffer))
        total += n;
    EXPECT_GT(total, size);
    EXPECT_LT(peak_kib() - before, 4 * 1024);
}

}  // namespace
}  // namespace engine_api
