#include "settings_fixture.hpp"

namespace {

using namespace settings_test;

TEST(Settings, DefaultsAreTheConvention) {
    const auto s = resolve({});
    EXPECT_THAT(s.services(blue_green::color::blue), ElementsAre("app"));
    EXPECT_THAT(s.services(blue_green::color::green), ElementsAre("app_green"));
    EXPECT_EQ(s.proxy, "proxy");
    EXPECT_EQ(s.port, 8000);
    EXPECT_EQ(s.snippet, "/srv/stack/nginx/conf.d/upstream.conf");
    EXPECT_EQ(s.record, "/srv/stack/state/active-color");
    EXPECT_THAT(s.smoke.expected.status, ElementsAre(status(200)));
}

TEST(Settings, FlagBeatsEnvironmentBeatsFileBeatsDefault) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping({{"blue", text("from-file")},
                                         {"proxy", text("from-file")},
                                         {"smoke", mapping({{"status", text("201")}})}});
    const auto s = blue_green::resolve_settings(
        p, {{"proxy", "from-environment"}, {"smoke.status", "202"}}, {{"smoke.status", "203"}});
    EXPECT_THAT(s.green, ElementsAre("app_green"));
    EXPECT_THAT(s.blue, ElementsAre("from-file"));
    EXPECT_EQ(s.proxy, "from-environment");
    EXPECT_THAT(s.smoke.expected.status, ElementsAre(status(203)));
}

TEST(Settings, AProxyIsAServiceOfThisFileOrOneElsewhere) {
    auto p = sample();
    EXPECT_FALSE(blue_green::resolve_settings(p, {}, {}).has_foreign_proxy());
    p.extensions["x-rollout"] =
        mapping({{"proxy", mapping({{"project", text("edge")}, {"service", text("front")}})}});
    const auto shared = blue_green::resolve_settings(p, {}, {});
    EXPECT_TRUE(shared.has_foreign_proxy());
    EXPECT_EQ(shared.proxy_project, "edge");
    EXPECT_EQ(shared.proxy, "front");
    EXPECT_THAT(shared.roles(), ElementsAre("app", "app_green"));
    p.extensions["x-rollout"] = mapping({{"proxy", mapping({{"container", text("front-1")}})}});
    EXPECT_TRUE(blue_green::resolve_settings(p, {}, {}).has_foreign_proxy());
}

TEST(Settings, VariablesAreFoundByTheirNames) {
    const auto values = blue_green::settings_from_environment({{"ROLLOUT_STATE_PATH", "/s"},
                                                               {"ROLLOUT_UPSTREAM_CONF", "u.conf"},
                                                               {"ROLLOUT_SMOKE_URL", ""},
                                                               {"HOME", "/root"}});
    EXPECT_THAT(values, testing::UnorderedElementsAre(testing::Pair("record", "/s"),
                                                      testing::Pair("snippet", "u.conf")));
}

TEST(Settings, ServerParametersAreWordsOfOneDirective) {
    EXPECT_EQ(resolve({}).server_parameters, "");
    EXPECT_EQ(resolve({{"server_parameters", " resolve max_fails=0 "}}).server_parameters,
              "resolve max_fails=0");
    for (const std::string text :
         {"resolve; server x:1", "{", "}", "# x", "\"a\"", "'a'", "a\nb", "a\rb", "resolve\\"}) {
        EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"server_parameters", text}}),
                    HasSubstr("is not parameters of nginx's `server`"))
            << text;
    }
}

TEST(Settings, RelativePathsStartAtTheProject) {
    const auto s = resolve({{"record", "var/color"}, {"snippet", "/etc/upstream.conf"}});
    EXPECT_EQ(s.record, "/srv/stack/var/color");
    EXPECT_EQ(s.snippet, "/etc/upstream.conf");
}

// They were clamped once, to a test that nobody had asked for.
TEST(SmokeSettings, ThatMakeNoSenseAreRefused) {
    for (const auto& [name, value, why] : {
             std::tuple{"smoke.attempts", "0", "'0' is not 1 or more"},
             std::tuple{"smoke.attempts", "-1", "'-1' is not 1 or more"},
             std::tuple{"smoke.passes", "0", "'0' is not 1 or more"},
             std::tuple{"smoke.timeout", "0", "'0' is not more than no time"},
             std::tuple{"smoke.timeout", "-1s", "'-1s' is not a time"},
             std::tuple{"smoke.delay", "-3", "'-3' is not a time"},
             std::tuple{"soak", "-1", "'-1' is not a time"},
             std::tuple{"drain_timeout", "-1", "'-1' is not a time"},
             std::tuple{"smoke.status", "700", "'700' is not a status of HTTP"},
             std::tuple{"smoke.status", "", "'' is not a status of HTTP"},
             std::tuple{"smoke.matches", "(", "'(' is not a regular expression"},
             std::tuple{"smoke.json", "version", "'version' is not a JSON pointer and a value"},
             std::tuple{"smoke.header", "a b: c", "'a b: c' is not a header"},
         })
        EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{name, value}}),
                    HasSubstr(std::string(name) + ": " + why));
}

TEST(SmokeSettings, SayWhatAnAnswerMustBe) {
    const auto s = resolve({{"smoke.status", "200-299,404"},
                            {"smoke.contains", "ready, set\ngo"},
                            {"smoke.matches", "v[0-9]+"},
                            {"smoke.json", "/version=2.0\n/up=true\n"},
                            {"smoke.header", "X-Version: 2\nVia"},
                            {"smoke.passes", "3"},
                            {"soak", "1m"}});
    const auto& expected = s.smoke.expected;
    EXPECT_THAT(expected.status, ElementsAre(blue_green::status_range{200, 299}, status(404)));
    EXPECT_THAT(expected.body_contains, ElementsAre("ready, set", "go"));
    EXPECT_THAT(expected.body_matches, ElementsAre("v[0-9]+"));
    EXPECT_THAT(expected.json, ElementsAre(blue_green::expected_json{"/version", "2.0"},
                                           blue_green::expected_json{"/up", "true"}));
    EXPECT_THAT(expected.header, ElementsAre(blue_green::expected_header{"X-Version", "2"},
                                             blue_green::expected_header{"Via", std::nullopt}));
    EXPECT_EQ(s.smoke.passes, 3);
    EXPECT_EQ(s.soak, 60s);
}

TEST(SmokeSettings, AListIsOneTextOrASequence) {
    const auto one = of_block({{"contains", text("a,b")},
                               {"status", compose::node(std::int64_t{204}, at(4, 5))},
                               {"urls", text("http://h/a, http://h/b")}});
    EXPECT_THAT(one.smoke.expected.body_contains, ElementsAre("a,b"));
    EXPECT_THAT(one.smoke.expected.status, ElementsAre(status(204)));
    EXPECT_EQ(one.smoke.urls.at(1).text, "http://h/b");
    EXPECT_EQ(one.smoke.urls.at(1).target.path, "/b");

    const auto two = compose::node(std::int64_t{2}, at(4, 5));
    const auto many = of_block({{"contains", sequence({text("a,b"), two})},
                                {"json", sequence({text("/v=2.0"), text("/n=1")})},
                                {"header", sequence({text("Via")})},
                                {"status", sequence({text("200-299"), text("404")})},
                                {"urls", sequence({text("http://h/a"), text("http://h/b")})}});
    EXPECT_THAT(many.smoke.expected.body_contains, ElementsAre("a,b", "2"));
    EXPECT_EQ(many.smoke.expected.json.size(), 2U);
    EXPECT_EQ(many.smoke.expected.header.size(), 1U);
    EXPECT_EQ(many.smoke.expected.status.size(), 2U);
    EXPECT_EQ(many.smoke.urls.size(), 2U);
}

TEST(SmokeSettings, AnItemThatWouldNotBeTakenAsItStandsIsRefused) {
    const auto of = [](const char* key, compose::node value) {
        try {
            of_block({{key, std::move(value)}});
            return std::string("accepted");
        } catch (const compose::error& e) {
            return std::string(e.what());
        }
    };
    EXPECT_THAT(of("contains", sequence({text("a\nb")})),
                HasSubstr("x-rollout.smoke.contains: an item must not have a line feed in it"));
    EXPECT_THAT(of("urls", sequence({text("http://h/a,b")})), HasSubstr("a comma in it"));
    EXPECT_THAT(of("contains", compose::node(2.5, at(4, 5))), HasSubstr("must be in quotes"));
    EXPECT_THAT(of("attempts", sequence({text("1")})), HasSubstr("must be a string or a number"));
    EXPECT_THAT(of("contains", sequence({sequence({})})),
                HasSubstr("must be a string or a number"));
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
                            "http://:80/", "http://h:70000/", "http://h:0/", "http://[::1/"})
        EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"smoke.url", url}}),
                    HasSubstr("smoke.url"))
            << url;
}

TEST(SmokeSettings, OneUrlOfManyThatIsNoneIsNamed) {
    EXPECT_THAT(
        refusal<std::invalid_argument>(sample(), {{"smoke.urls", "http://h/,http://h:70000/"}}),
        HasSubstr("smoke.urls: cannot use the URL 'http://h:70000/'"));
}

TEST(SmokeSettings, AHostIsANameOrAnAddressAndPerhapsAPort) {
    for (const auto* host : {"shop.example", "shop.example:8080", "10.0.0.1", "[::1]:80"})
        EXPECT_EQ(resolve({{"smoke.host", host}}).smoke.host, host);
    for (const auto* host : {"[::1", "h:0", "h:70000", "h/x", "h?x", "a b", "me@h"})
        EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"smoke.host", host}}),
                    HasSubstr("smoke.host: "))
            << host;
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
                HasSubstr("smoke.status: 'two' is not a status of HTTP"));
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"smoke.attempts", "two"}}),
                HasSubstr("smoke.attempts: 'two' is not a whole number"));
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

TEST(DeriveGreen, OfASetDependsOnItsOwnColor) {
    auto p = sample();
    p.services["api"].name = "api";
    p.services["app"].depends_on["api"].condition = "service_healthy";
    p.services["app"].depends_on["db"].condition = "service_healthy";
    p.services["app"].network_mode = "service:api";
    p.services["app"].volumes_from = {"api:ro", "db"};
    blue_green::derive_green(p, resolve({{"blue", "app,api"}}));
    const auto& green = p.services.at("app_green");
    EXPECT_EQ(p.services.count("api_green"), 1U);
    EXPECT_EQ(green.depends_on.at("api_green").condition, "service_healthy");
    EXPECT_EQ(green.depends_on.count("api"), 0U);
    EXPECT_EQ(green.depends_on.count("db"), 1U);
    EXPECT_EQ(green.network_mode, "service:api_green");
    EXPECT_THAT(green.volumes_from, ElementsAre("api_green:ro", "db"));
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
