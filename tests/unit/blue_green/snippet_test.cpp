#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include <blue_green/nginx_command.hpp>
#include <blue_green/snippet.hpp>

namespace {

using namespace rollout;
using blue_green::color;
using testing::ElementsAre;
using testing::HasSubstr;

blue_green::upstream sample() {
    blue_green::settings s;
    s.snippet = "/srv/stack/nginx/conf.d/upstream.conf";
    return s.upstreams().front();
}

compose::service proxy_with(std::vector<compose::volume_mount> mounts) {
    compose::service proxy;
    proxy.name = "proxy";
    proxy.volumes = std::move(mounts);
    return proxy;
}

compose::volume_mount bind_mount(std::string source, std::string target) {
    compose::volume_mount m;
    m.type = compose::volume_mount::kind::bind;
    m.source = std::move(source);
    m.target = std::move(target);
    return m;
}

std::string refusal(const compose::service& proxy) {
    try {
        return "accepted as " + blue_green::path_in_proxy(sample().snippet, proxy);
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

TEST(SnippetText, IsOneServerDirective) {
    EXPECT_EQ(blue_green::snippet_text(sample(), color::blue), "server app:8000;\n");
    EXPECT_EQ(blue_green::snippet_text(sample(), color::green), "server app_green:8000;\n");
}

TEST(SnippetText, HasTheParametersOfTheSettingsBehindTheAddress) {
    auto s = sample();
    s.server_parameters = "resolve max_fails=0";
    EXPECT_EQ(blue_green::snippet_text(s, color::green),
              "server app_green:8000 resolve max_fails=0;\n");
}

TEST(LandingText, GivesAResolvedServerABackupThatHasItsAddressAtOnce) {
    const std::string landing =
        "server app:8000 max_fails=0 resolve; server app:8000 max_fails=0 backup;\n";
    EXPECT_EQ(blue_green::landing_text("server app:8000 resolve;\n"), landing);
    EXPECT_EQ(blue_green::landing_text("# ours\n server\tapp:8000\nresolve ; # x"), landing);
    EXPECT_EQ(blue_green::landing_text("server app:8000 weight=2 resolve;\n"),
              "server app:8000 weight=2 max_fails=0 resolve; "
              "server app:8000 weight=2 max_fails=0 backup;\n");
    EXPECT_EQ(blue_green::snippet_color(sample(), landing), color::blue);
    EXPECT_TRUE(blue_green::has_only_servers(landing));
}

TEST(LandingText, IsTheSnippetItselfWhereNothingIsResolvedLater) {
    for (const std::string text :
         {"server app:8000;\n", "server app:8000 max_fails=0; # resolve\n", "", "resolve;", ";",
          "server app:8000 resolve", "server app:1 resolve; server app:2 resolve;\n",
          "zone a resolve;", "server app:8000 resolve; trailing"})
        EXPECT_EQ(blue_green::landing_text(text), text);
    const auto landing = blue_green::landing_text("server app:8000 resolve;");
    EXPECT_EQ(blue_green::landing_text(landing), landing);
}

TEST(SnippetColor, ReadsWhatItWrote) {
    auto s = sample();
    for (const auto* parameters : {"", "resolve"}) {
        s.server_parameters = parameters;
        for (const auto c : {color::blue, color::green}) {
            const auto text = blue_green::snippet_text(s, c);
            EXPECT_EQ(blue_green::snippet_color(s, text), c);
            EXPECT_TRUE(blue_green::has_only_servers(text));
        }
    }
}

TEST(SnippetColor, ForgivesCommentsBlanksAndParameters) {
    EXPECT_EQ(blue_green::snippet_color(sample(),
                                        "# server app:1;\n  server\tapp_green:8000 max_fails=0 ;"),
              color::green);
}

TEST(SnippetColor, IsUnknownForAnythingElse) {
    EXPECT_EQ(blue_green::snippet_color(sample(), ""), std::nullopt);
    EXPECT_EQ(blue_green::snippet_color(sample(), "server elsewhere:8000;"), std::nullopt);
    EXPECT_EQ(blue_green::snippet_color(sample(), "server app:8000"), std::nullopt);
    EXPECT_EQ(blue_green::snippet_color(sample(), "upstream app { server app:8000; }"),
              std::nullopt);
    EXPECT_EQ(blue_green::snippet_color(sample(), "server app:8000; server app_green:8000;"),
              std::nullopt);
    EXPECT_EQ(blue_green::snippet_color(sample(), "server app:8000; trailing"), std::nullopt);
}

TEST(PreviewText, LeadsRequestsWithTheSecretToOneColor) {
    const auto text = blue_green::preview_text(sample(), color::green, "s3cret");
    EXPECT_EQ(text, "\"s3cret\" app_green:8000;\n");
    EXPECT_TRUE(blue_green::opens_preview(text));
}

TEST(PreviewText, ThatIsClosedOpensNoRoute) {
    EXPECT_FALSE(blue_green::opens_preview(blue_green::closed_preview_text()));
    EXPECT_FALSE(blue_green::opens_preview("  \n# \"s3cret\" app:8000;\n"));
}

TEST(SnippetPath, IsSeenThroughTheMountedDirectory) {
    const auto proxy = proxy_with({bind_mount("/srv/stack/nginx", "/etc/nginx")});
    EXPECT_EQ(blue_green::path_in_proxy(sample().snippet, proxy),
              "/etc/nginx/conf.d/upstream.conf");
}

TEST(SnippetPath, TheInnermostMountCounts) {
    const auto proxy = proxy_with({bind_mount("/srv/stack/nginx/conf.d", "/inner"),
                                   bind_mount("/srv/stack/nginx", "/etc/nginx")});
    EXPECT_EQ(blue_green::path_in_proxy(sample().snippet, proxy), "/inner/upstream.conf");
}

TEST(SnippetPath, ASingleFileMountIsRefused) {
    const auto proxy =
        proxy_with({bind_mount(sample().snippet, "/etc/nginx/conf.d/upstream.conf")});
    EXPECT_THAT(refusal(proxy), HasSubstr("mount its directory"));
}

TEST(SnippetPath, NoMountThatHoldsItIsRefused) {
    EXPECT_THAT(refusal(proxy_with({bind_mount("/srv/other", "/etc/nginx")})),
                HasSubstr("mounts no directory that holds /srv/stack/nginx/conf.d/upstream.conf"));
    EXPECT_THAT(refusal(proxy_with({bind_mount("/srv/stack/nginx/conf", "/etc/nginx")})),
                HasSubstr("mounts no directory"));
}

TEST(NginxCommand, IsPlainNginxWithoutACommand) {
    EXPECT_THAT(blue_green::nginx_command(proxy_with({})), ElementsAre("nginx"));
}

TEST(NginxCommand, KeepsConfigurationAndPrefixOfTheRunningOne) {
    auto proxy = proxy_with({});
    proxy.command = {"/usr/sbin/nginx", "-p", "/srv", "-c", "/srv/n.conf", "-g", "daemon off;"};
    EXPECT_THAT(blue_green::nginx_command(proxy),
                ElementsAre("/usr/sbin/nginx", "-p", "/srv", "-c", "/srv/n.conf"));
}

}  // namespace
