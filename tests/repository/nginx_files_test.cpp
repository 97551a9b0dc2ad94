#include "server_limits.hpp"

#include <support/folders.hpp>
#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace {

const std::filesystem::path folder = std::filesystem::path{support::source_dir()} / "nginx";

/// Words, and `;`, `{` and `}` as words of their own; comments are dropped, quotes kept.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    bool quoted = false;
    bool comment = false;
    for (const char c : text + "\n") {
        if (comment) {
            comment = c != '\n';
            continue;
        }
        if (c == '"') quoted = !quoted;
        const bool ends_word = !quoted && std::string{" \n;{}#"}.find(c) != std::string::npos;
        if (!ends_word) {
            word += c;
            continue;
        }
        if (!word.empty()) words.push_back(std::exchange(word, {}));
        if (c == ';' || c == '{' || c == '}') words.emplace_back(1, c);
        comment = c == '#';
    }
    return words;
}

/// A directive with the blocks around it: `http/server/listen` and its arguments.
struct directive {
    std::string path;
    std::vector<std::string> arguments;
};

std::vector<directive> directives_of(const std::string& text) {
    std::vector<directive> result;
    std::vector<std::string> open = {""};
    std::vector<std::string> current;
    for (const auto& word : words_of(text)) {
        if (word == "{") {
            open.push_back(open.back() + current.front() + "/");
            current.clear();
        } else if (word == "}") {
            open.pop_back();
        } else if (word == ";") {
            result.push_back({open.back() + current.front(), {current.begin() + 1, current.end()}});
            current.clear();
        } else {
            current.push_back(word);
        }
    }
    return result;
}

class NginxConf : public testing::Test {
  protected:
    /// All uses of a directive.
    std::vector<std::vector<std::string>> all(const std::string& path) const {
        std::vector<std::vector<std::string>> result;
        for (const auto& one : directives_) {
            if (one.path == path) result.push_back(one.arguments);
        }
        return result;
    }

    /// The arguments of a directive that is there exactly once, joined by spaces.
    std::string only(const std::string& path) const {
        const auto uses = all(path);
        EXPECT_EQ(uses.size(), 1u) << path;
        std::string joined;
        for (const auto& argument : uses.empty() ? std::vector<std::string>{} : uses.front()) {
            joined += (joined.empty() ? "" : " ") + argument;
        }
        return joined;
    }

    std::chrono::seconds seconds(const std::string& path) const {
        const std::string text = only(path);
        EXPECT_TRUE(text.ends_with('s')) << path << " " << text;
        return std::chrono::seconds{std::stoi(text)};
    }

    std::vector<directive> directives_ = directives_of(support::read_file(folder / "nginx.conf"));
};

TEST(UpstreamSnippet, NamesTheBlueServerAndNothingElse) {
    std::string live;
    std::ifstream{folder.parent_path() / "state" / "active-color"} >> live;
    if (live == "green") GTEST_SKIP() << "a deploy has moved the snippet of this tree to green";
    EXPECT_EQ(support::read_file(folder / "conf.d" / "upstream.conf"),
              "server app:8000 resolve;\n");
}

TEST(Preview, IsClosed) {
    EXPECT_EQ(support::read_file(folder / "conf.d" / "preview.conf"), "# no preview\n");
}

TEST_F(NginxConf, UpstreamIncludesTheSnippet) {
    EXPECT_EQ(only("http/upstream/include"), "/etc/nginx/conf.d/upstream.conf");
}

TEST_F(NginxConf, FollowsAContainerToItsNextAddress) {
    EXPECT_EQ(only("http/upstream/zone"), "app 64k");
    EXPECT_EQ(only("http/resolver"), "127.0.0.11 valid=2s ipv6=off");
}

TEST_F(NginxConf, SendsEveryoneToTheUpstreamButWhoKnowsTheSecretOfAPreview) {
    const auto defaults = all("http/map/default");
    EXPECT_EQ(std::count(defaults.begin(), defaults.end(), std::vector<std::string>{"app"}), 1);
    EXPECT_EQ(only("http/map/include"), "/etc/nginx/conf.d/preview.conf");
    EXPECT_EQ(only("http/server/location/proxy_pass"), "http://$rollout_upstream");
    const auto headers = all("http/server/location/proxy_set_header");
    const std::vector<std::string> dropped{"X-Rollout-Preview", "\"\""};
    EXPECT_EQ(std::count(headers.begin(), headers.end(), dropped), 1);
}

TEST_F(NginxConf, NeedsNoOtherFile) {
    const auto includes = [](const directive& one) { return one.path.ends_with("include"); };
    EXPECT_EQ(std::count_if(directives_.begin(), directives_.end(), includes), 2);
}

TEST_F(NginxConf, NeverNamesAColor) {
    EXPECT_TRUE(all("http/upstream/server").empty());
    EXPECT_EQ(support::read_file(folder / "nginx.conf").find("app_green"), std::string::npos);
}

TEST_F(NginxConf, KeepAliveClientsSurviveAReload) {
    EXPECT_GE(seconds("http/keepalive_min_timeout"), std::chrono::seconds{5});
}

TEST_F(NginxConf, RetiredWorkerEndsButNotBeforeAnAnswerThatMayStillCome) {
    const auto longest_wait = std::max({seconds("http/keepalive_min_timeout"),
                                        seconds("http/server/location/proxy_read_timeout"),
                                        seconds("http/server/location/proxy_send_timeout")});
    EXPECT_GT(seconds("worker_shutdown_timeout"), longest_wait);
    EXPECT_LE(seconds("worker_shutdown_timeout"), std::chrono::minutes{1});
}

TEST_F(NginxConf, KeepsConnectionsToTheApp) {
    EXPECT_GT(std::stoi(only("http/upstream/keepalive")), 0);
    EXPECT_EQ(only("http/server/location/proxy_http_version"), "1.1");
    const auto headers = all("http/server/location/proxy_set_header");
    const std::vector<std::string> connection{"Connection", "$to_app"};
    EXPECT_EQ(std::count(headers.begin(), headers.end(), connection), 1);
}

TEST_F(NginxConf, LetsAWebsocketThrough) {
    const auto headers = all("http/server/location/proxy_set_header");
    const std::vector<std::string> upgrade{"Upgrade", "$http_upgrade"};
    EXPECT_EQ(std::count(headers.begin(), headers.end(), upgrade), 1);
}

TEST_F(NginxConf, LetsGoOfAnIdleAppConnectionBeforeTheAppDoes) {
    EXPECT_LT(seconds("http/upstream/keepalive_timeout"), app::server_limits{}.idle);
}

TEST_F(NginxConf, NeverRepeatsAPost) {
    EXPECT_EQ(only("http/server/location/proxy_next_upstream"), "error");
}

TEST_F(NginxConf, AcceptsNoLargerBodyThanTheApp) {
    const std::string limit = only("http/server/client_max_body_size");
    ASSERT_TRUE(limit.ends_with('m')) << limit;
    EXPECT_LE(std::stoul(limit) * 1024 * 1024, app::server_limits{}.body_bytes);
}

TEST_F(NginxConf, ListensOnThePortThatTheComposeFilePublishes) {
    EXPECT_EQ(only("http/server/listen"), "8080");
}

TEST_F(NginxConf, LogsGoToTheContainersOwnLog) {
    EXPECT_EQ(only("error_log"), "stderr warn");
    EXPECT_EQ(only("http/access_log"), "off");
}

TEST_F(NginxConf, LeavesUserAndForegroundToTheImage) {
    EXPECT_TRUE(all("user").empty());
    EXPECT_TRUE(all("daemon").empty());
}

}  // namespace
