#include <engine_api/error.hpp>
#include <engine_api/proxies.hpp>

#include <gtest/gtest.h>

namespace engine_api {
namespace {

using variables = std::map<std::string, std::string>;

variables proxies_of(const std::string& config, const std::string& engine = "unix:///x.sock") {
    file_reader files;
    files.read = [&](const std::string& path) {
        return path == "/home/me/.docker/config.json" ? std::optional(config) : std::nullopt;
    };
    const environment me{{"HOME", "/home/me"}};
    return proxy_variables(me, files, engine);
}

TEST(Proxies, ComeInBothSpellings) {
    EXPECT_EQ(proxies_of(R"({"proxies": {"default": {"httpProxy": "http://p:1", "noProxy": "a,b",
                                                     "ftpProxy": ""}}})"),
              (variables{{"HTTP_PROXY", "http://p:1"},
                         {"http_proxy", "http://p:1"},
                         {"NO_PROXY", "a,b"},
                         {"no_proxy", "a,b"}}));
}

TEST(Proxies, ThoseOfTheEngineCountInPlaceOfTheDefault) {
    const std::string config =
        R"({"proxies": {"default": {"httpProxy": "d"}, "tcp://e:2375": {"httpsProxy": "e"}}})";
    EXPECT_EQ(proxies_of(config, "tcp://e:2375"),
              (variables{{"HTTPS_PROXY", "e"}, {"https_proxy", "e"}}));
    EXPECT_EQ(proxies_of(config, "tcp://other:2375").count("HTTP_PROXY"), 1u);
}

TEST(Proxies, AreNoneWithoutAConfigOrWithoutTheirKey) {
    EXPECT_TRUE(proxies_of("{}").empty());
    EXPECT_TRUE(proxy_variables({}, file_reader(), "unix:///x.sock").empty());
}

TEST(Proxies, AConfigThatIsNoneIsAnErrorThatNamesItsFile) {
    for (const char* config : {"[", R"({"proxies": {"default": {"httpProxy": 1}}})"}) {
        try {
            (void)proxies_of(config);
            FAIL() << config;
        } catch (const error& e) {
            EXPECT_EQ(e.kind(), error_kind::bad_request);
            EXPECT_NE(std::string(e.what()).find("/home/me/.docker/config.json"),
                      std::string::npos);
        }
    }
}

}  // namespace
}  // namespace engine_api
