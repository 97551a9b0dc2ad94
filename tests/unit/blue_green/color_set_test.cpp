// Colors of several services, and several upstreams.
#include "settings_fixture.hpp"

namespace {

using namespace settings_test;

compose::node services(std::vector<std::string> names) {
    compose::node::sequence items;
    for (auto& name : names)
        items.push_back(text(std::move(name)));
    return sequence(std::move(items));
}

compose::project with(std::vector<std::pair<std::string, compose::node>> block) {
    auto p = sample();
    p.extensions["x-rollout"] = mapping(std::move(block));
    return p;
}

blue_green::settings resolved(std::vector<std::pair<std::string, compose::node>> block) {
    return blue_green::resolve_settings(with(std::move(block)), {}, {});
}

TEST(ColorSet, GreenIsNamedAfterBlueOrByTheFile) {
    const auto derived = resolved({{"blue", services({"app", "api"})}});
    EXPECT_THAT(derived.blue, ElementsAre("app", "api"));
    EXPECT_THAT(derived.green, ElementsAre("app_green", "api_green"));
    const auto named = resolved({{"blue", services({"app", "api"})}, {"green", text("one, two")}});
    EXPECT_THAT(named.green, ElementsAre("one", "two"));
}

TEST(ColorSet, WhoseColorsHaveNotAsManyServicesIsRefused) {
    const auto p = with({{"blue", services({"app", "api"})}, {"green", text("app_green")}});
    EXPECT_THAT(refusal<std::invalid_argument>(p, {}),
                HasSubstr("blue has 2 services and green 1; name the green one of each"));
}

TEST(ColorSet, ThatNamesAServiceTwiceIsRefused) {
    EXPECT_THAT(refusal<std::invalid_argument>(sample(), {{"blue", "app,app"}}),
                HasSubstr("it names one twice"));
}

TEST(Upstreams, WithoutAListThereIsOneOfTheFirstService) {
    const auto s = resolved({{"blue", services({"app", "api"})}});
    ASSERT_EQ(s.upstreams().size(), 1U);
    EXPECT_EQ(s.upstreams().front().green, "app_green");
    EXPECT_EQ(s.upstreams().front().snippet, "/srv/stack/nginx/conf.d/upstream.conf");
}

TEST(Upstreams, AreListedWithFilesOfTheirOwn) {
    const auto s = resolved(
        {{"blue", services({"app", "api"})},
         {"server_parameters", text("resolve")},
         {"upstreams",
          sequence({mapping({{"service", text("app")}, {"snippet", text("nginx/app.conf")}}),
                    mapping({{"service", text("api")},
                             {"port", compose::node(std::int64_t{9000}, at(7, 9))},
                             {"snippet", text("nginx/api.conf")},
                             {"preview", text("nginx/api.preview")},
                             {"server_parameters", text("max_fails=0")}})})}});
    const auto upstreams = s.upstreams();
    ASSERT_EQ(upstreams.size(), 2U);
    EXPECT_EQ(upstreams[0].blue, "app");
    EXPECT_EQ(upstreams[0].port, 8000);
    EXPECT_EQ(upstreams[0].snippet, "/srv/stack/nginx/app.conf");
    EXPECT_EQ(upstreams[0].preview, "/srv/stack/nginx/preview-app.conf");
    EXPECT_EQ(upstreams[0].server_parameters, "resolve");
    EXPECT_EQ(upstreams[1].green, "api_green");
    EXPECT_EQ(upstreams[1].port, 9000);
    EXPECT_EQ(upstreams[1].preview, "/srv/stack/nginx/api.preview");
    EXPECT_EQ(upstreams[1].server_parameters, "max_fails=0");
}

TEST(Upstreams, ThatMakeNoSenseAreRefusedWithTheirPlace) {
    const auto refused = [](compose::node list) {
        const auto p = with({{"blue", services({"app", "api"})}, {"upstreams", std::move(list)}});
        return refusal<compose::error>(p, {});
    };
    const auto one = [](const char* service, const char* snippet) {
        return mapping({{"service", text(service)}, {"snippet", text(snippet)}});
    };
    EXPECT_THAT(refused(text("app")), HasSubstr("must be a list of at least one upstream"));
    EXPECT_THAT(refused(sequence({})), HasSubstr("must be a list of at least one upstream"));
    EXPECT_THAT(refused(sequence({text("app")})), HasSubstr("each item must be a mapping"));
    EXPECT_THAT(refused(sequence({one("db", "a.conf")})),
                HasSubstr("f.yml:2:1: x-rollout.upstreams: its `service` must be one of the "
                          "services of blue, not 'db'"));
    EXPECT_THAT(refused(sequence({mapping({{"service", text("app")}})})),
                HasSubstr("'app' has no `snippet`"));
    EXPECT_THAT(refused(sequence({one("app", "a.conf"), one("api", "./a.conf")})),
                HasSubstr("a.conf is named twice; each upstream has files of its own"));
    EXPECT_THAT(refused(sequence({one("app", "a.conf"), one("api", "/srv/stack/a.conf")})),
                HasSubstr("/srv/stack/a.conf is named twice"));
    EXPECT_THAT(refused(sequence({mapping({{"sevice", text("app")}})})),
                HasSubstr("unknown setting 'sevice'"));
}

}  // namespace
