// One test a rule of `check` that Compose file and settings decide.
#include "check_fixture.hpp"

#include <rollout/blue_green/check.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace check_tests {

namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class Check : public testing::Test {
  protected:
    std::vector<std::string> lines() {
        return lines_of(blue_green::check_project(it_.project, it_.settings));
    }

    /// Green as `derive_green` makes it.
    void derive_green() {
        it_.project.services.erase("app_green");
        blue_green::derive_green(it_.project, it_.settings);
    }

    void publish(compose::service& s, const std::string& port, const std::string& ip = "") {
        auto& p = s.ports.emplace_back();
        p.target = 8000;
        p.published = port;
        p.host_ip = ip;
    }

    void expect_one(const std::string& begin, const std::string& part) {
        EXPECT_THAT(lines(), ElementsAre(AllOf(StartsWith(begin), HasSubstr(part))));
    }

    good it_;
};

TEST_F(Check, HasNothingToSayAboutAGoodProject) {
    EXPECT_THAT(lines(), IsEmpty());
    derive_green();
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(Check, BothColorsCannotBeOneService) {
    it_.settings.green = {"app"};
    expect_one("error blue, green: ", "both colors are the service 'app'");
}

TEST_F(Check, TheProxyIsNoColor) {
    it_.settings.proxy = "app_green";
    expect_one("error proxy: ", "'app_green' is the proxy and a color");
}

TEST_F(Check, BothColorsCannotPublishOnePort) {
    publish(it_.blue(), "8000");
    derive_green();
    expect_one("error app, app_green: ", "both colors publish port 8000");
}

TEST_F(Check, PortsThatDoNotMeetAreFine) {
    publish(it_.blue(), "8000");
    publish(it_.green(), "8001");
    publish(it_.blue(), "9000", "127.0.0.1");
    publish(it_.green(), "9000", "127.0.0.2");
    for (auto* s : it_.colors()) {
        publish(*s, "");
        publish(*s, "7000-7001");
    }
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(Check, APortOfEveryAddressMeetsThatOfOne) {
    publish(it_.blue(), "8000", "127.0.0.1");
    publish(it_.green(), "8000");
    expect_one("error app, app_green: ", "port 8000");
}

TEST_F(Check, BothColorsCannotHaveOneContainerName) {
    for (auto* s : it_.colors())
        s->container_name = "shop";
    expect_one("error app, app_green: ", "`container_name` shop");
}

TEST_F(Check, AContainerNameThatTheDerivedGreenDoesNotGetIsWorthAdvice) {
    it_.blue().container_name = "shop";
    derive_green();
    expect_one("advice app: ", "one color only");
}

TEST_F(Check, AColorInTheHostsNetworkIsRefused) {
    it_.blue().network_mode = "host";
    it_.blue().networks.clear();
    expect_one("error app: ", "`network_mode: host`");
}

TEST_F(Check, AColorIsInANetworkOfTheProxy) {
    it_.proxy().networks = {{"front", {}}};
    expect_one("error app, app_green: ", "in no network of 'proxy'");
}

TEST_F(Check, BothColorsCannotHaveOneAddress) {
    it_.blue().networks["default"].ipv4_address = "172.20.0.5";
    it_.blue().networks["default"].ipv6_address = "fd00::5";
    it_.blue().networks["default"].mac_address = "02:42:ac:11:00:05";
    it_.blue().mac_address = "02:42:ac:11:00:03";
    EXPECT_THAT(lines(), IsEmpty());
    derive_green();
    EXPECT_THAT(
        lines(),
        ElementsAre(HasSubstr("`mac_address` 02:42:ac:11:00:03"),
                    AllOf(StartsWith("error app, app_green: "), HasSubstr("`ipv4_address`")),
                    HasSubstr("`ipv6_address`"), HasSubstr("`mac_address` 02:42:ac:11:00:05")));
}

TEST_F(Check, AnAliasOfBothColorsLeadsToEither) {
    it_.blue().networks["default"].aliases = {"api"};
    derive_green();
    expect_one("warning app, app_green: ", "alias api in network default");
}

TEST_F(Check, WhatBothColorsMayWriteToIsSaid) {
    compose::volume_mount uploads;
    uploads.source = "uploads";
    uploads.target = "/uploads";
    it_.blue().volumes = {uploads, bind_mount("/srv/shop/data", "/data"),
                          bind_mount("/srv/shop/etc", "/etc/shop", true)};
    derive_green();
    EXPECT_THAT(lines(),
                ElementsAre(StartsWith("warning app, app_green: both colors may write to uploads"),
                            HasSubstr("/srv/shop/data")));
}

TEST_F(Check, VolumesOfTwoKeysAndOneNameAreOne) {
    for (auto* s : it_.colors()) {
        auto& mount = s->volumes.emplace_back();
        mount.source = s->name + "-data";
        it_.project.volumes[mount.source].name = "data";
    }
    expect_one("warning app, app_green: ", "may write to app-data");
    it_.project.volumes["app-data"].name = "other";
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(Check, WhatCannotBeCarriedOutIsAnError) {
    for (auto* s : it_.colors())
        s->models["m"];
    it_.proxy().platform = "toaster";
    EXPECT_THAT(lines(), ElementsAre(StartsWith("error app, app_green: `models` is not supported"),
                                     StartsWith("error proxy: `platform` cannot be carried out")));
}

TEST_F(Check, AColorHasContainersAndTheProxyHasOne) {
    it_.green().scale = 0;
    expect_one("error app_green", "it wants no container");
    it_.green().scale = 2;
    EXPECT_THAT(lines(), IsEmpty());
    it_.proxy().scale = 2;
    expect_one("error proxy", "nginx is to run in 2 containers");
}

TEST_F(Check, ASnippetThatIsMountedByItselfIsRefused) {
    it_.proxy().volumes = {bind_mount(it_.settings.snippet, "/etc/nginx/conf.d/upstream.conf")};
    expect_one("error snippet: ", "by itself");
}

TEST_F(Check, ASnippetThatTheProxyDoesNotMountIsRefused) {
    it_.proxy().volumes.clear();
    expect_one("error snippet: ", "mounts no directory that holds");
}

TEST_F(Check, RecordAndSnippetAreTwoFiles) {
    it_.settings.record = "/srv/shop/nginx/./conf.d/upstream.conf";
    expect_one("error record: ", "record and snippet are one file");
}

TEST_F(Check, NoFileOfTheProjectIsWrittenOver) {
    it_.settings.record = "/srv/shop/compose.yml";
    expect_one("error record: ", "would write over /srv/shop/compose.yml");
    it_.settings.record = "/srv/shop/state/active-color";
    it_.project.secrets["key"].file = it_.settings.snippet;
    expect_one("error snippet: ", "would write over " + it_.settings.snippet);
}

TEST_F(Check, TheSmokeTestNeedsAUrl) {
    it_.settings.smoke.url.clear();
    expect_one("error smoke.url: ", "'proxy' publishes no port");
}

TEST_F(Check, ASmokeTestOfTheFrontPageTellsLittle) {
    it_.settings.smoke.target.path = "/";
    expect_one("advice smoke.url: ", "looks at the status");
}

TEST_F(Check, AColorHasAHealthcheck) {
    for (auto* s : it_.colors())
        s->healthcheck.reset();
    expect_one("warning app, app_green: ", "unless its image brings one");
}

TEST_F(Check, AHealthcheckThatIsTurnedOffIsNone) {
    it_.blue().healthcheck->disable = true;
    it_.green().healthcheck->test = {"NONE"};
    expect_one("warning app, app_green: ", "is turned off");
}

TEST_F(Check, AHealthcheckNoticesWithinAMinute) {
    for (auto* s : it_.colors())
        s->healthcheck->start_period = 31s;
    expect_one("warning app, app_green: ", "needs 61 s");
    it_.settings.health.limit = 60s;
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(Check, TheEnginesDefaultsNoticeTooLate) {
    it_.blue().healthcheck->interval.reset();
    expect_one("warning app: ", "needs 90 s");
}

TEST_F(Check, AColorHasTimeToStop) {
    it_.blue().stop_grace_period.reset();
    expect_one("advice app: ", "`stop_grace_period`");
}

TEST_F(Check, TheProxyComesBackByItself) {
    for (const auto* policy : {"", "no"}) {
        it_.proxy().restart = policy;
        expect_one("warning proxy: ", "no `restart` policy");
    }
    it_.proxy().restart.clear();
    it_.proxy().deploy.emplace().restart_policy.emplace().condition = "any";
    EXPECT_THAT(lines(), IsEmpty());
}

TEST_F(Check, AProxyThatDependsOnGreenOnlyIsSaid) {
    it_.proxy().depends_on = {{"app_green", {}}};
    expect_one("warning proxy: ", "depends on app_green and not on app");
}

TEST_F(Check, ColorsThatBothStartWithTheStackAreSaid) {
    it_.green().profiles.clear();
    EXPECT_THAT(lines(), ElementsAre(HasSubstr("depends on app and not on app_green"),
                                     StartsWith("advice app_green: it is behind no profile")));
}

TEST_F(Check, ErrorsComeFirstAndAdviceLast) {
    it_.blue().stop_grace_period.reset();
    it_.proxy().restart.clear();
    it_.settings.smoke.url.clear();
    EXPECT_THAT(lines(),
                ElementsAre(StartsWith("error"), StartsWith("warning"), StartsWith("advice")));
}

TEST_F(Check, EachErrorHasARemedy) {
    it_.blue().ports.emplace_back().published = "80";
    it_.blue().container_name = "shop";
    it_.proxy().volumes.clear();
    derive_green();
    for (const auto& f : blue_green::check_project(it_.project, it_.settings))
        EXPECT_NE(f.remedy, "") << f.text;
}

TEST_F(Check, WarnsOfAGreenThatWouldTalkToBlue) {
    it_.project.services["api"] = check_tests::colored("api");
    it_.project.services["api_green"] = check_tests::colored("api_green");
    it_.project.services["api_green"].profiles = {"green"};
    it_.settings.blue = {"app", "api"};
    it_.settings.green = {"app_green", "api_green"};
    it_.blue().environment = {{"API", "http://api:9000/"}};
    it_.green().environment = {{"API", "http://api_green:9000/"}, {"OTHER", "my-api.example"}};
    EXPECT_THAT(lines(), IsEmpty());
    it_.green().environment["API"] = "http://api:9000/";
    EXPECT_THAT(lines(),
                ElementsAre("warning app_green: its variable API names api, a service of the other "
                            "color: a new version would talk to the old one"));
}

}  // namespace

}  // namespace check_tests
