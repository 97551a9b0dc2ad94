// One test a rule of `check` that the files of this host decide.
#include "check_fixture.hpp"

#include <support/temp_dir.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <blue_green/check_facts.hpp>
#include <blue_green/nginx_files.hpp>

namespace check_tests {

namespace {

using blue_green::facts;
using blue_green::written_file;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using testing::UnorderedElementsAre;

facts with_one_snippet() {
    facts known;
    known.snippets.resize(1);
    known.previews.resize(1);
    return known;
}

class CheckFacts : public testing::Test {
  protected:
    std::vector<std::string> lines() {
        return lines_of(blue_green::check_facts(it_.project, it_.settings, known_));
    }

    good it_;
    facts known_ = with_one_snippet();
};

written_file holding(const std::string& text) {
    return {true, text, true};
}

TEST_F(CheckFacts, HaveNothingToSayBeforeTheFirstDeploy) {
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(CheckFacts, ARecordHoldsOneColorOrNothing) {
    for (const auto* text : {"blue\n", " green ", "", "\n"}) {
        known_.record = holding(text);
        EXPECT_THAT(lines(), IsEmpty()) << text;
    }
}

TEST_F(CheckFacts, ADiskThatIsNearlyFullIsAWarning) {
    known_.record.free_bytes = known_.snippets.front().free_bytes = std::uint64_t{64} << 20;
    EXPECT_THAT(lines(), IsEmpty());
    known_.snippets.front().free_bytes = std::uint64_t{63} << 20;
    EXPECT_THAT(lines(), ElementsAre(AllOf(StartsWith("warning"), HasSubstr("snippet"),
                                           HasSubstr("has 63 MiB left"))));
}

TEST_F(CheckFacts, WhatIsNoRecordIsNotWrittenOver) {
    for (const auto* text : {"purple", "services: {}\n", "blue green"}) {
        known_.record = holding(text);
        EXPECT_THAT(lines(), ElementsAre(HasSubstr("active-color is there and is no record")));
    }
    known_.record = {true, std::nullopt, true};  // a folder
    EXPECT_THAT(lines(), ElementsAre(StartsWith("error record: ")));
}

TEST_F(CheckFacts, WhatIsNoSnippetIsNotWrittenOver) {
    known_.snippets.front() = holding("# ours\nserver elsewhere:80 weight=2;\n");
    EXPECT_THAT(lines(), IsEmpty());
    for (const auto* text : {"events {}\n", "server app:80; keepalive 4;", "server { listen 80; }",
                             "services:\n  app: {}\n"}) {
        known_.snippets.front() = holding(text);
        EXPECT_THAT(lines(), ElementsAre(HasSubstr("upstream.conf is there and is no snippet")));
    }
}

TEST_F(CheckFacts, AFolderThatCannotBeWrittenToIsNoHindrance) {
    known_.record.writable = false;
    known_.snippets.front().writable = false;
    EXPECT_THAT(lines(), ElementsAre(StartsWith("warning record: the folder of /srv/shop/state"),
                                     StartsWith("advice snippet: the folder of /srv/shop/nginx")));
}

TEST_F(CheckFacts, AMountOfWhatIsNotThereIsSaid) {
    known_.missing = {"/srv/shop/nginx"};
    EXPECT_THAT(lines(), ElementsAre(AllOf(StartsWith("warning proxy: it mounts /srv/shop/nginx"),
                                           HasSubstr("make an empty folder"))));
    it_.proxy().volumes.front().bind->create_host_path = false;
    EXPECT_THAT(lines(), ElementsAre(HasSubstr("will refuse that")));
}

TEST_F(CheckFacts, NginxHasWhatItIncludesOnceUpHasMadeItsOwnFiles) {
    known_.nginx.emplace().directives = {"keepalive_min_timeout", "worker_shutdown_timeout",
                                         "resolver"};
    const auto own = it_.settings.upstreams().front();
    known_.nginx->missing = {own.snippet, own.preview, "/srv/shop/nginx/tls.conf"};
    EXPECT_THAT(lines(),
                UnorderedElementsAre(AllOf(StartsWith("warning preview: "), HasSubstr(own.preview)),
                                     AllOf(StartsWith("warning proxy: its nginx includes "),
                                           HasSubstr("/srv/shop/nginx/tls.conf"))));
}

TEST_F(CheckFacts, NginxIsTunedForReloads) {
    known_.nginx.emplace().directives = {"http"};
    EXPECT_THAT(lines(),
                ElementsAre(AllOf(StartsWith("advice proxy: "), HasSubstr("keepalive_min_timeout")),
                            HasSubstr("worker_shutdown_timeout"), HasSubstr("resolver")));
    known_.nginx->directives = {"keepalive_min_timeout", "worker_shutdown_timeout", "resolver"};
    EXPECT_THAT(lines(), IsEmpty());
}

TEST(WatchedSources, AreThoseBelowTheProjectsFolder) {
    good it;
    it.blue().volumes = {bind_mount("/var/run/docker.sock", "/var/run/docker.sock"),
                         bind_mount("/srv/shop/data", "/data")};
    EXPECT_THAT(blue_green::watched_sources(it.project, it.settings),
                UnorderedElementsAre("/srv/shop/data", "/srv/shop/nginx"));
}

/// The project in a folder of this host.
class CheckFiles : public testing::Test {
  protected:
    CheckFiles() {
        const auto root = dir_.path().string();
        it_.project.working_dir = root;
        it_.settings.snippet = root + "/nginx/conf.d/upstream.conf";
        it_.settings.record = root + "/state/active-color";
        it_.proxy().volumes = {bind_mount(root + "/nginx", "/etc/nginx", true)};
    }

    facts gather() {
        return blue_green::gather_facts(it_.project, it_.settings, base::host_files());
    }

    support::temp_dir dir_;
    good it_;
};

TEST_F(CheckFiles, AreFoundWhereTheSettingsSay) {
    dir_.write("nginx/conf.d/upstream.conf", "server app:8000;\n");
    const auto known = gather();
    EXPECT_EQ(known.snippets.at(0).text, "server app:8000;\n");
    EXPECT_FALSE(known.record.exists);
    EXPECT_TRUE(known.record.writable);
    EXPECT_THAT(known.missing, IsEmpty());
    EXPECT_FALSE(known.nginx);
}

TEST_F(CheckFiles, ThatAreMissingAreNamed) {
    EXPECT_THAT(gather().missing, ElementsAre(dir_.path().string() + "/nginx"));
}

TEST_F(CheckFiles, BelowAFileCannotBeWritten) {
    dir_.write("state", "a file");
    EXPECT_FALSE(gather().record.writable);
}

TEST_F(CheckFiles, OfNginxAreReadWithWhatTheyInclude) {
    dir_.write(
        "nginx/nginx.conf",
        "# resolver 127.0.0.11;\nworker_shutdown_timeout 60s;\nhttp {\n  include sites/*.conf;\n"
        "  include \"one.conf\"; include mime.types; include /usr/share/nginx/modules/*.conf;\n"
        "  include nginx.conf;\n}\n");
    dir_.write("nginx/sites/a.conf", "keepalive_min_timeout 5s;");
    dir_.write("nginx/sites/b.txt", "resolver 127.0.0.11;");
    dir_.write("nginx/one.conf", "gzip on;");
    EXPECT_THAT(gather().nginx->directives,
                UnorderedElementsAre("worker_shutdown_timeout", "http", "include",
                                     "keepalive_min_timeout", "gzip"));
}

TEST_F(CheckFiles, ThatNginxIncludesByNameAreMissedWhereTheyAreNot) {
    dir_.write("nginx/nginx.conf",
               "include one.conf;\ninclude more/*.conf;\ninclude conf.d/upstream.conf;\n"
               "include conf.d/preview.conf;\ninclude /usr/share/nginx/modules.conf;\n");
    const auto nginx = dir_.path().string() + "/nginx/";
    EXPECT_THAT(gather().nginx->missing,
                UnorderedElementsAre(nginx + "one.conf", nginx + "conf.d/upstream.conf",
                                     nginx + "conf.d/preview.conf"));
}

TEST_F(CheckFiles, TheFileThatNginxIsStartedWithIsRead) {
    dir_.write("nginx/other.conf", "events {}");
    it_.proxy().command = {"nginx", "-c", "/etc/nginx/other.conf"};
    EXPECT_THAT(gather().nginx->directives, ElementsAre("events"));
}

TEST(NginxDirectives, AreWordsWithoutCommentsAndQuotes) {
    EXPECT_THAT(
        blue_green::nginx_directives("a 1; # b;\nlog_format x '{\"k\": \"; \\'\"}' ; c{d}"),
        ElementsAre(ElementsAre("a", "1"), ElementsAre("log_format", "x", "{\"k\": \"; \\'\"}"),
                    ElementsAre("c"), ElementsAre("d")));
}

TEST(NginxDirectives, OfATextThatBreaksOffAreThoseThatAreThere) {
    EXPECT_THAT(blue_green::nginx_directives("a 'b"), ElementsAre(ElementsAre("a", "b")));
    EXPECT_THAT(blue_green::nginx_directives("a 'b\\"), ElementsAre(ElementsAre("a", "b\\")));
    EXPECT_THAT(blue_green::nginx_directives("a #"), ElementsAre(ElementsAre("a")));
}

TEST(PathOnHost, IsSeenThroughTheInnermostMount) {
    good it;
    EXPECT_EQ(blue_green::path_on_host(it.proxy(), "/etc/nginx/a/b"), "/srv/shop/nginx/a/b");
    EXPECT_EQ(blue_green::path_on_host(it.proxy(), "/etc/nginx"), "/srv/shop/nginx");
    EXPECT_EQ(blue_green::path_on_host(it.proxy(), "/etc/nginx.conf"), std::nullopt);
    auto& volume = it.proxy().volumes.emplace_back();
    volume.target = "/etc/nginx/a";
    EXPECT_EQ(blue_green::path_on_host(it.proxy(), "/etc/nginx/a/b"), std::nullopt);
}

TEST_F(CheckFacts, WhatIsNoPreviewFileIsNotWrittenOver) {
    for (const auto* text : {"# no preview\n", "", "\"s3cret\" app_green:8000;\n"}) {
        known_.previews.front() = holding(text);
        EXPECT_THAT(lines(), IsEmpty()) << text;
    }
    for (const auto* text : {"include mime.types;\n", "\"a\" b; server { }\n", "\"a\" b c;"}) {
        known_.previews.front() = holding(text);
        EXPECT_THAT(lines(), ElementsAre(HasSubstr("is there and is no preview file"))) << text;
    }
}

}  // namespace

}  // namespace check_tests
