#include <engine_api/credentials.hpp>
#include <engine_api/error.hpp>
#include <support/run_coro.hpp>
#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

namespace engine_api {
namespace {

namespace net = boost::asio;

const std::string index = "https://index.hub.example/v1/";

class Credentials : public testing::Test {
  protected:
    Credentials() { ::setenv("PATH", (dir.path().string() + ":" + path).c_str(), 1); }
    ~Credentials() override { ::setenv("PATH", path.c_str(), 1); }

    registry_credentials find(const std::string& config, const std::string& reference,
                              deadline until = {}) const {
        const auto store = credentials::parse(config, "/config.json");
        return support::run_coro([&]() -> net::awaitable<registry_credentials> {
            return store.find(reference, index, until);
        });
    }
    std::optional<error> refusal(const std::string& config, const std::string& reference,
                                 deadline until = {}) const {
        try {
            (void)find(config, reference, until);
        } catch (const error& e) {
            EXPECT_EQ(std::string(e.what()).find("s3cret"), std::string::npos) << e.what();
            return e;
        }
        return std::nullopt;
    }
    all_logins all(const std::string& config) const {
        const auto store = credentials::parse(config, "/config.json");
        return support::run_coro([&]() -> net::awaitable<all_logins> { return store.all(); });
    }
    static std::string names(const all_logins& logins) {
        std::string text;
        for (const auto& c : logins.found)
            text += c.username + " at " + c.server + ", ";
        return text;
    }
    /// A helper that is a shell script.
    void add_helper(const std::string& name, const std::string& body) const {
        const auto file = dir.write("docker-credential-" + name, "#!/bin/sh\n" + body + "\n");
        std::filesystem::permissions(file, std::filesystem::perms(0755));
    }

    support::temp_dir dir;
    std::string path = std::getenv("PATH") ? std::getenv("PATH") : "";
};

// me:s3cret
const char* const stored = R"({"auths":{"h.example:5000":{"auth":"bWU6czNjcmV0"}}})";

TEST_F(Credentials, AreReadFromAuths) {
    const auto c = find(stored, "h.example:5000/team/app:1");
    EXPECT_EQ(c.username, "me");
    EXPECT_EQ(c.password, "s3cret");
    EXPECT_EQ(c.server, "h.example:5000");
}

TEST_F(Credentials, OfAnotherRegistryAreNone) {
    EXPECT_TRUE(find(stored, "other.example/app").empty());
    EXPECT_TRUE(find(stored, "app").empty());
    EXPECT_TRUE(find("{}", "h.example/app").empty());
    EXPECT_TRUE(find(R"({"auths":null})", "h.example/app").empty());
}

TEST_F(Credentials, KeysMayBeUrls) {
    const auto c =
        find(R"({"auths":{"https://h.example/v2/":{"auth":"bWU6czNjcmV0"}}})", "h.example/app");
    EXPECT_EQ(c.username, "me");
}

// The engine takes it for a registry; to send it the default one's password would give that away.
TEST_F(Credentials, AnUpperCaseFirstPartIsARegistryOfItsOwn) {
    const std::string config = R"({"auths":{")" + index + R"(":{"auth":"bWU6czNjcmV0"}}})";
    EXPECT_TRUE(find(config, "Team/app").empty());
    EXPECT_FALSE(find(config, "team/app").empty());
}

TEST_F(Credentials, OfTheDefaultRegistryAreKeptUnderItsIndex) {
    const std::string config = R"({"auths":{")" + index + R"(":{"auth":"bWU6czNjcmV0"}}})";
    for (const char* reference :
         {"app", "team/app:1", "hub.example/team/app", "index.hub.example/team/app"}) {
        const auto c = find(config, reference);
        EXPECT_EQ(c.username, "me") << reference;
        EXPECT_EQ(c.server, index);
    }
    EXPECT_TRUE(find(config, "nothub.example/app").empty());
}

TEST_F(Credentials, APasswordMayHoldColonsAndEndInZeroBytes) {
    // u:a:b and two zero bytes
    EXPECT_EQ(find(R"({"auths":{"h.example":{"auth":"dTphOmIAAA=="}}})", "h.example/a").password,
              "a:b");
}

TEST_F(Credentials, IdentityTokensAreKept) {
    const auto c =
        find(R"({"auths":{"h.example":{"auth":"bWU6","identitytoken":"tok"}}})", "h.example/app");
    EXPECT_EQ(c.identity_token, "tok");
    EXPECT_EQ(c.username, "me");
}

TEST_F(Credentials, ThatCannotBeReadAreRefusedWithoutQuotingThem) {
    for (const char* config :
         {"s3cret", R"(["s3cret"])", R"({"auths":{"h":{"auth":"!s3cret"}}})",
          R"({"auths":{"h":{"auth":"czNjcmV0"}}})", R"({"auths":{"h":{"username":["s3cret"]}}})",
          R"({"credsStore":{"s3cret":1}})", R"({"credHelpers":"s3cret"})"}) {
        const auto e = refusal(config, "h/app");
        ASSERT_TRUE(e) << config;
        EXPECT_EQ(e->kind(), error_kind::bad_request);
        EXPECT_NE(std::string(e->what()).find("/config.json"), std::string::npos);
    }
}

TEST_F(Credentials, AHelperGetsTheServerOnItsStdinAndTheWordGet) {
    add_helper(
        "ci",
        "[ \"$#\" = 1 ] && [ \"$1\" = get ] || exit 9\n"
        "server=$(cat)\n"
        R"(printf '{"ServerURL":"%s","Username":"me","Secret":"for %s"}' "$server" "$server")");
    const auto c = find(R"({"credsStore":"ci"})", "h.example/app");
    EXPECT_EQ(c.username, "me");
    EXPECT_EQ(c.password, "for h.example");
    EXPECT_EQ(c.server, "h.example");
    EXPECT_EQ(find(R"({"credsStore":"ci"})", "app").password, "for " + index);
}

TEST_F(Credentials, TheHelperOfARegistryStandsAboveTheStoreAndAuths) {
    add_helper("own", R"(printf '{"Username":"own","Secret":"x"}')");
    add_helper("all", R"(printf '{"Username":"all","Secret":"x"}')");
    const char* const config =
        R"({"credHelpers":{"h.example":"own"},"credsStore":"all",)"
        R"("auths":{"h.example":{"auth":"bWU6czNjcmV0"},"i.example":{"auth":"bWU6czNjcmV0"}}})";
    EXPECT_EQ(find(config, "h.example/app").username, "own");
    EXPECT_EQ(find(config, "i.example/app").username, "all");
}

TEST_F(Credentials, AHelpersTokenIsAnIdentityToken) {
    add_helper("ci", R"(printf '{"Username":"<token>","Secret":"tok"}')");
    const auto c = find(R"({"credsStore":"ci"})", "h.example/app");
    EXPECT_EQ(c.identity_token, "tok");
    EXPECT_EQ(c.password, "");
}

TEST_F(Credentials, AHelperThatKnowsNothingMeansAnonymous) {
    add_helper("ci", "echo credentials not found in native keychain; exit 1");
    EXPECT_TRUE(find(R"({"credsStore":"ci"})", "h.example/app").empty());
}

TEST_F(Credentials, AHelperThatFailsIsAnErrorThatKeepsItsWordsToItself) {
    add_helper("ci", "echo s3cret; echo s3cret >&2; exit 3");
    const auto failed = refusal(R"({"credsStore":"ci"})", "h.example/app");
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind(), error_kind::permission);
    EXPECT_STREQ(failed->what(), "docker-credential-ci failed for h.example (exit code 3)");
    add_helper("ci", "echo '{\"Secret\":\"s3cret\"'");
    const auto odd = refusal(R"({"credsStore":"ci"})", "h.example/app");
    ASSERT_TRUE(odd);
    EXPECT_EQ(odd->kind(), error_kind::protocol);
}

TEST_F(Credentials, AHelperThatIsNotThereIsNamed) {
    const auto e = refusal(R"({"credsStore":"absent"})", "h.example/app");
    ASSERT_TRUE(e);
    EXPECT_EQ(e->kind(), error_kind::bad_request);
    EXPECT_NE(std::string(e->what()).find("docker-credential-absent"), std::string::npos);
}

// No shell: what would be a command there is a name like others here.
TEST_F(Credentials, AHelpersNameIsNeverACommand) {
    const auto mark = dir / "mark";
    const auto e =
        refusal(R"({"credsStore":"x; touch )" + mark.string() + R"("})", "h.example/app");
    ASSERT_TRUE(e);
    EXPECT_FALSE(std::filesystem::exists(mark));
}

TEST_F(Credentials, AHelperThatHangsIsKilledAtTheDeadline) {
    add_helper("slow", "exec sleep 600");
    const auto begin = std::chrono::steady_clock::now();
    const auto e = refusal(R"({"credsStore":"slow"})", "h.example/app",
                           deadline::after(std::chrono::milliseconds(100)));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
    ASSERT_TRUE(e);
    EXPECT_EQ(e->kind(), error_kind::timeout);
}

TEST_F(Credentials, AHelperThatEndsWithoutReadingIsUnderstood) {
    add_helper("deaf", R"(exec printf '{"Username":"me","Secret":"x"}')");
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(find(R"({"credsStore":"deaf"})", "h.example/app").username, "me");
}

TEST_F(Credentials, AllAreThoseOfAuthsOfTheStoreAndOfEachHelper) {
    add_helper("store", R"sh([ "$1" = get ] || { echo '{"s.example":"x"}'; exit; }
        printf '{"Username":"store","Secret":"x"}')sh");
    add_helper("own", R"(printf '{"Username":"own","Secret":"x"}')");
    const auto logins = all(R"({"credHelpers":{"h.example":"own"},"auths":{"i.example":{},)"
                            R"("h.example":{"auth":"bWU6czNjcmV0"},)"
                            R"("j.example":{"auth":"bWU6czNjcmV0"}}})");
    EXPECT_EQ(names(logins), "me at j.example, own at h.example, ");
    const auto with_store = all(R"({"credsStore":"store","credHelpers":{"h.example":"own"},)"
                                R"("auths":{"j.example":{"auth":"bWU6czNjcmV0"}}})");
    EXPECT_EQ(names(with_store), "own at h.example, store at s.example, ");
    EXPECT_EQ(logins.problems.size() + with_store.problems.size(), 0u);
}

TEST_F(Credentials, AllAreFoundButThoseOfAHelperThatFails) {
    add_helper("own", R"(printf '{"Username":"own","Secret":"x"}')");
    for (const char* body : {"echo s3cret; exit 3", "echo s3cret", "exec 1>&-; exit 0"}) {
        add_helper("store", body);
        const auto logins = all(R"({"credsStore":"store","credHelpers":{"h.example":"own"}})");
        EXPECT_EQ(names(logins), "own at h.example, ");
        ASSERT_EQ(logins.problems.size(), 1u) << body;
        EXPECT_NE(logins.problems[0].find("docker-credential-store"), std::string::npos);
        EXPECT_EQ(logins.problems[0].find("s3cret"), std::string::npos);
    }
}

TEST_F(Credentials, AreEmptyWhenNothingCouldBeFound) {
    EXPECT_TRUE(credentials().empty());
    EXPECT_TRUE(credentials::parse(R"({"auths":{"h.example":{}}})", "").empty());
    EXPECT_FALSE(credentials::parse(stored, "").empty());
    EXPECT_FALSE(credentials::parse(R"({"credsStore":"x"})", "").empty());
    EXPECT_FALSE(credentials::parse(R"({"credHelpers":{"h.example":"x"}})", "").empty());
}

TEST_F(Credentials, AreLoadedFromTheDockerConfig) {
    dir.write("config.json", stored);
    const environment variables{{"DOCKER_CONFIG", dir.path().string()}};
    const auto store = credentials::load(variables, host_files());
    const auto c = support::run_coro([&]() -> net::awaitable<registry_credentials> {
        return store.find("h.example:5000/app", "");
    });
    EXPECT_EQ(c.username, "me");
    const auto none = credentials::load({}, host_files());
    EXPECT_TRUE(support::run_coro([&]() -> net::awaitable<registry_credentials> {
                    return none.find("h.example:5000/app", "");
                }).empty());
}

TEST_F(Credentials, AreWrittenAsADockerConfigThatReadsThemAgain) {
    registry_credentials one;
    one.server = "h.example:5000";
    one.username = "me";
    one.password = "s3\xfb\xff\xfe";
    registry_credentials token;
    token.server = index;
    token.identity_token = "t0ken";
    const auto text = docker_config_text({one, token});
    EXPECT_EQ(find(text, "h.example:5000/app").password, one.password);
    EXPECT_EQ(find(text, "app").identity_token, "t0ken");
    EXPECT_TRUE(credentials::parse(docker_config_text({}), "").empty());
}

}  // namespace
}  // namespace engine_api
