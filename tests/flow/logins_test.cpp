// The logins of the docker config on their way to the engine, and nowhere else.
#include "flow.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

namespace flow {

namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string decoded(std::string text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string bytes;
    unsigned bits = 0;
    int waiting = 0;
    for (const char c : text.substr(0, text.find('='))) {
        const auto value = alphabet.find(c);
        EXPECT_NE(value, std::string_view::npos) << text << " is not URL-safe base64";
        bits = bits << 6 | static_cast<unsigned>(value);
        waiting += 6;
        if (waiting < 8) continue;
        waiting -= 8;
        bytes += static_cast<char>(bits >> waiting & 0xff);
    }
    return bytes;
}

class Logins : public stack_test {
  protected:
    Logins() { ::setenv("PATH", (dir_.path().string() + ":" + path_).c_str(), 1); }
    ~Logins() override { ::setenv("PATH", path_.c_str(), 1); }

    /// The proxy's image comes from this reference.
    void pull_proxy_from(const std::string& reference) {
        auto text = support::read_file(stack_.compose_file);
        const std::string image = "nginx:1.27-alpine";
        text.replace(text.find(image), image.size(), reference);
        support::write_file(stack_.compose_file, text);
        engine_.add_pullable_image(reference);
    }
    void add_helper(const std::string& name, const std::string& body) const {
        const auto file = dir_.write("docker-credential-" + name, "#!/bin/sh\n" + body + "\n");
        std::filesystem::permissions(file, std::filesystem::perms(0755));
    }
    /// `rollout ARGS` with this config.json; what it prints holds no secret.
    outcome with_config(const std::string& config, std::vector<std::string> args) {
        dir_.write("docker/config.json", config);
        const auto result = rollout(args, {{"DOCKER_CONFIG", (dir_ / "docker").string()}});
        EXPECT_THAT(result.out + result.err, Not(HasSubstr("s3cret")));
        return result;
    }
    /// What the header of the first such request says; null without it.
    json sent(const std::string& path, const std::string& header) const {
        for (const auto& r : engine_.requests()) {
            EXPECT_THAT(r.target + r.body, Not(HasSubstr("s3cret")));
            if (r.path != path) continue;
            const auto value = r.header(header);
            return value ? json::parse(decoded(*value)) : json();
        }
        ADD_FAILURE() << "nobody asked for " << path;
        return {};
    }

    std::string path_ = std::getenv("PATH") ? std::getenv("PATH") : "";
};

// bWU6czNjcmV0 = me:s3cret
const char* const two_registries =
    R"({"auths":{"one.example:5000":{"auth":"bWU6czNjcmV0"},)"
    R"("https://index.hub.example/v1/":{"auth":"aHViOnMzY3JldA=="}}})";

TEST_F(Logins, APullCarriesTheLoginOfItsOwnRegistry) {
    pull_proxy_from("one.example:5000/team/nginx:1");
    (void)with_config(two_registries, {"up", "proxy"});
    const auto login = sent("/images/create", "X-Registry-Auth");
    EXPECT_EQ(login["username"], "me");
    EXPECT_EQ(login["password"], "s3cret");
    EXPECT_EQ(login["serveraddress"], "one.example:5000");
}

TEST_F(Logins, APullWithoutAHostMeansTheEnginesDefaultRegistry) {
    pull_proxy_from("team/nginx:1");
    (void)with_config(two_registries, {"up", "proxy"});
    EXPECT_EQ(sent("/images/create", "X-Registry-Auth")["username"], "hub");
}

TEST_F(Logins, APullFromAnyOtherRegistryCarriesNone) {
    pull_proxy_from("two.example/team/nginx:1");
    (void)with_config(two_registries, {"up", "proxy"});
    EXPECT_TRUE(sent("/images/create", "X-Registry-Auth").is_null());
}

TEST_F(Logins, ABuildCarriesAllOfThem) {
    add_helper("ci", R"sh(
        [ "$1" != list ] || { echo '{"h.example":"robot","old.example":"x"}'; exit; }
        [ "$(cat)" != old.example ] || { echo credentials not found in native keychain; exit 1; }
        printf '{"Username":"<token>","Secret":"s3cret"}')sh");
    const auto result = with_config(
        R"({"auths":{"h.example":{}},"credsStore":"ci","credHelpers":{"own.example":"ci"}})",
        {"build", "app"});
    EXPECT_EQ(result.code, 0) << result.err;
    EXPECT_THAT(result.err, IsEmpty());
    const auto logins = sent("/build", "X-Registry-Config");
    EXPECT_EQ(logins.size(), 2u) << logins;
    EXPECT_EQ(logins["h.example"]["identitytoken"], "s3cret");
    EXPECT_EQ(logins["own.example"]["identitytoken"], "s3cret");
    EXPECT_EQ(with_config(two_registries, {"build", "app"}).code, 0);
}

TEST_F(Logins, ABuildWithoutAnyHasNoHeader) {
    EXPECT_EQ(with_config("{}", {"build", "app"}).code, 0);
    EXPECT_TRUE(sent("/build", "X-Registry-Config").is_null());
    EXPECT_EQ(engine_.count("GET", "/info"), 0u);
}

TEST_F(Logins, AHelperThatFailsIsAWarningAndThePullGoesOnWithoutIt) {
    add_helper("ci", "echo s3cret; echo s3cret >&2; exit 3");
    pull_proxy_from("one.example:5000/team/nginx:1");
    const auto result = with_config(R"({"credsStore":"ci"})", {"up", "proxy"});
    EXPECT_THAT(result.err,
                HasSubstr("pull: warning: docker-credential-ci failed for one.example:5000 "
                          "(exit code 3); pulling without a login"));
    EXPECT_TRUE(sent("/images/create", "X-Registry-Auth").is_null());
}

TEST_F(Logins, AHelperThatFailsCostsABuildThatLoginAlone) {
    add_helper("ci", "echo s3cret; exit 3");
    const auto result = with_config(
        R"({"auths":{"one.example":{"auth":"bWU6czNjcmV0"}},"credHelpers":{"h.example":"ci"}})",
        {"build", "app"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("build: warning: docker-credential-ci failed for h.example"));
    const auto logins = sent("/build", "X-Registry-Config");
    EXPECT_EQ(logins.size(), 1u) << logins;
    EXPECT_EQ(logins["one.example"]["username"], "me");
}

TEST_F(Logins, AHelperThatIsNotInstalledIsNamed) {
    const auto result = with_config(R"({"credsStore":"absent"})", {"build", "app"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("docker-credential-absent"));
}

TEST_F(Logins, AConfigThatCannotBeReadIsAWarning) {
    const auto result = with_config(R"({"auths":{"h":{"auth":"!s3cret"}}})", {"build", "app"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.err, HasSubstr("going on without registry logins"));
}

TEST_F(Logins, ThatAreRefusedShowTheEnginesWordsAndNoSecret) {
    pull_proxy_from("one.example:5000/team/nginx:1");
    engine_.fail_pulls("unauthorized: incorrect username or password");
    const auto result = with_config(two_registries, {"up", "proxy"});
    EXPECT_EQ(result.code, 1);
    EXPECT_THAT(result.err, HasSubstr("unauthorized: incorrect username or password"));
}

}  // namespace

}  // namespace flow
