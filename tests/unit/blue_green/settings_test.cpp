#include <rollout/blue_green/settings.hpp>
#include <rollout/compose/read/load.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>

namespace {

using namespace rollout;
using namespace std::chrono_literals;
using blue_green::setting_values;
using testing::HasSubstr;

compose::project sample() {
    compose::project p;
    p.working_dir = "/srv/stack";
    for (const auto* name : {"app", "proxy"})
        p.services[name].name = name;
    return p;
}

compose::position at(int line, int column) {
    compose::position p;
    p.file = std::make_shared<const std::string>("f.yml");
    p.line = line;
    p.column = column;
    return p;
}

compose::node text(std::string value) {
    return compose::node(std::move(value), at(3, 5));
}

compose::node mapping(std::vector<std::pair<std::string, compose::node>> entries) {
    compose::node::mapping m;
    for (auto& [key, value] : entries)
        m.push_back({key, at(3, 3), std::move(value)});
    return compose::node(std::move(m), at(2, 1));
}

blue_green::settings resolve(const setting_values& environment, const setting_values& flags = {}) {
    return blue_green::resolve_settings(sample(), environment, flags);
}

template <typename Error>
std::string refusal(const compose::project& p, const setting_values& flags) {
    try {
        return "accepted with proxy " + blue_green::resolve_settings(p, {}, flags).proxy;
    } catch (const Error& e) {
        return e.what();
    }
}

TEST(Settings, DefaultsAreTheConvention) {
    const auto s = resolve({});
    EXPECT_EQ(s.service(blue_green::color::blue), "app");
    EXPECT_EQ(s.service(blue_green::color::green), "app_green");
    EXPECT_EQ(s.proxy, "proxy");
    EXPECT_EQ(s.port, 8000);
    EXPECT_EQ(s.snippet, "/srv/stack/nginx/conf.d/upstream.conf");
    EXPECT_EQ(s.record, "/srv/stack/state/active-color");
    EXPECT_EQ(s.smoke.status, 200);
}

TEST(Settings, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping({{"blue", text("from-file")},
                                         {"proxy", text("from-file")},
                                         {"smoke", mapping({{"status", text("201")}})}});
    const auto s = blue_green::resolve_settings(
        p, {{"proxy", "from-environment"}, {"smoke.status", "202"}}, {{"smoke.status", "203"}});
    EXPECT_EQ(s.green, "app_green");
    EXPECT_EQ(s.blue, "from-file");
    EXPECT_EQ(s.proxy, "from-environment");
    EXPECT_EQ(s.smoke.status, 203);
}

TEST(Settings, VariablesAreFoundByTheirNames) {
    const auto values = blue_green::settings_from_environment({{"ROLLOUT_STATE_PATH", "/s"},
                                                               {"ROLLOUT_UPSTREAM_CONF", "u.conf"},
                                                               {"ROLLOUT_SMOKE_URL", ""},
                                                               {"HOME", "/root"}});
    EXPECT_THAT(values, testing::UnorderedElementsAre(testing::Pair("record", "/s"),
                                                      testing::Pair("snippet", "u.conf")));
}

TEST(Settings, RelativePathsStartAtTheProject) {
    const auto s = resolve({{"record", "var/color"}, {"snippet", "/etc/upstream.conf"}});
    EXPECT_EQ(s.record, "/srv/stack/var/color");
    EXPECT_EQ(s.snippet, "/etc/upstream.conf");
}

TEST(SmokeSettings, AreClampedToWhatMakesSense) {
    const auto s =
        resolve({}, {{"smoke.attempts", "0"}, {"smoke.timeout", "0"}, {"smoke.delay", "-3"}});
    EXPECT_EQ(s.smoke.attempts, 1);
    EXPECT_EQ(s.smoke.timeout, 1ms);
    EXPECT_EQ(s.smoke.delay, 0ms);
}

TEST(SmokeSettings, TheUrlIsTakenApartOnce) {
    const auto s = resolve({}, {{"smoke.url", "https://shop.example:8443/ready?deep=1"}});
    EXPECT_TRUE(s.smoke.target.has_tls());
    EXPECT_EQ(s.smoke.target.host, "shop.example");
    EXPECT_EQ(s.smoke.target.port, 8443);
    EXPECT_EQ(s.smoke.target.path, "/ready?deep=1");
}

TEST(SmokeSettings, WithoutAUrlTheAddressThatTheProxyPublishesIsAsked) {
    auto p = sample();
    EXPECT_EQ(blue_green::resolve_settings(p, {}, {}).smoke.url, "");
    auto& port = p.services["proxy"].ports.emplace_back();
    port.target = 80;
    port.published = "8080";
    EXPECT_EQ(blue_green::resolve_settings(p, {}, {}).smoke.url, "http://127.0.0.1:8080/");
    port.host_ip = "::1";
    EXPECT_EQ(blue_green::resolve_settings(p, {}, {}).smoke.url, "http://[::1]:8080/");
    port.host_ip = "10.1.2.3";
    EXPECT_EQ(blue_green::resolve_settings(p, {}, {}).smoke.url, "http://10.1.2.3:8080/");
}

TEST(SmokeSettings, AUrlThatIsNoneIsNamed) {
    for (const auto* url : {"localhost:80", "ftp://h/", "http://", "http://h:x/", "http://h/a b",
                            "http://:80/", "http://h:70000/", "http://[::1/"})
        EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"smoke.url", url}}),
                    HasSubstr("smoke.url"))
            << url;
}

TEST(SmokeSettings, TimesAreSecondsOrHaveAUnit) {
    EXPECT_EQ(resolve({{"smoke.timeout", "2"}}).smoke.timeout, 2s);
    EXPECT_EQ(resolve({{"smoke.timeout", "0.25"}}).smoke.timeout, 250ms);
    EXPECT_EQ(resolve({{"smoke.timeout", "40ms"}}).smoke.timeout, 40ms);
    EXPECT_EQ(resolve({{"smoke.timeout", "1m"}}).smoke.timeout, 60s);
}

TEST(Settings, OfADeployItselfComeFromTheFileTheEnvironmentAndFlagsToo) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping({{"drain_timeout", text("5s")}, {"retire", text("stop")}});
    const auto s = blue_green::resolve_settings(
        p, {{"pull", "always"}, {"eager_probe", "false"}},
        {{"retire", "remove"}, {"build", "false"}, {"health_timeout", "1m"}});
    EXPECT_EQ(s.drain_limit, 5s);
    EXPECT_EQ(s.retire, blue_green::retire::remove);
    EXPECT_EQ(s.images.pull, plan::pull_policy::always);
    EXPECT_FALSE(s.images.build);
    EXPECT_FALSE(s.health.eager_probe);
    EXPECT_EQ(s.health.limit, 60s);
}

TEST(Settings, BadValuesAreNamed) {
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"retire", "burn"}}),
                HasSubstr("retire: 'burn' is not keep, stop or remove"));
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"health_timeout", "0"}}),
                HasSubstr("health_timeout: '0' is not more than no time"));
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"smoke.status", "two"}}),
                HasSubstr("smoke.status: 'two' is not a whole number"));
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"smoke.delay", "5h"}}),
                HasSubstr("smoke.delay: '5h' is not a time"));
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"smoke.delay", "nan"}}),
                HasSubstr("is not a time"));
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"port", "70000"}}),
                HasSubstr("'70000' is not a port"));
}

TEST(Settings, AnUnknownKeyOfTheBlockIsRefusedWithItsPlace) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping({{"bleu", text("app")}});
    EXPECT_THAT(refusal<compose::error>(p, {}),
                HasSubstr("f.yml:3:3: x-rollout.bleu: unknown setting"));
}

TEST(DeriveGreen, CopiesBlueBehindAProfile) {
    auto p = sample();
    p.services["app"].image = "shop:1";
    p.services["app"].container_name = "shop";
    blue_green::derive_green(p, resolve({}));
    const auto& green = p.services.at("app_green");
    EXPECT_EQ(green.name, "app_green");
    EXPECT_EQ(green.image, "shop:1");
    EXPECT_EQ(green.container_name, "");
    EXPECT_THAT(green.profiles, testing::ElementsAre("green"));
    EXPECT_EQ(green.labels.at("rollout.color"), "green");
}

TEST(DeriveGreen, LeavesADeclaredGreenAlone) {
    auto p = sample();
    p.services["app_green"].image = "declared";
    blue_green::derive_green(p, resolve({}));
    EXPECT_EQ(p.services.at("app_green").image, "declared");
}

TEST(CheckServices, NamesWhatIsMissingAndWhatThereIs) {
    const auto p = sample();
    try {
        blue_green::check_services(p, resolve({{"proxy", "web"}, {"green", "app"}}));
        FAIL() << "accepted";
    } catch (const std::invalid_argument& e) {
        EXPECT_THAT(e.what(),
                    HasSubstr("no service 'web' for the proxy; the file has: app, proxy"));
    }
}

}  // namespace
