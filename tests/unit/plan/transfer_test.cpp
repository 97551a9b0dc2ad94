#include <rollout/plan/transfer.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plan_tests {

namespace {

using namespace rollout;
using testing::ElementsAre;

class Transfer : public testing::Test {
  protected:
    compose::service& service(const std::string& name, const std::string& image) {
        auto& s = p.services[name];
        s.name = name;
        s.image = image;
        return s;
    }

    static std::vector<std::string> texts(const plan::transfers& t) {
        std::vector<std::string> all;
        for (const auto& task : t.what.tasks)
            all.push_back(plan::to_string(task.op));
        for (const auto& s : t.skipped)
            all.push_back(s.service + ": " + s.why);
        return all;
    }

    std::vector<std::string> pulled() { return texts(plan::pull_images(p, o, how)); }
    std::vector<std::string> pushed() { return texts(plan::push_images(p, how)); }

    compose::project p;
    plan::observed o;
    plan::transfer_options how;
};

TEST_F(Transfer, APullBringsEachImageOnceAlsoOneThatIsHere) {
    service("a", "app:1");
    service("b", "app:1");
    service("c", "db:1");
    o.images["db:1"] = "sha256:1";
    EXPECT_THAT(pulled(),
                ElementsAre("pull image app:1 (asked for)", "pull image db:1 (asked for)"));
}

TEST_F(Transfer, APullHeedsTheServicesPoliciesUnlessOneIsGiven) {
    service("a", "a:1").pull_policy = "never";
    service("b", "b:1").pull_policy = "missing";
    service("c", "c:1").pull_policy = "if_not_present";
    o.images["b:1"] = "sha256:1";
    EXPECT_THAT(pulled(), ElementsAre("pull image c:1 (asked for)", "a: its pull policy is never",
                                      "b: it is here already"));
    how.policy = "always";
    EXPECT_THAT(pulled(), ElementsAre("pull image a:1 (asked for)", "pull image b:1 (asked for)",
                                      "pull image c:1 (asked for)"));
    how.policy = "missing";
    EXPECT_THAT(pulled(), ElementsAre("pull image a:1 (asked for)", "pull image c:1 (asked for)",
                                      "b: it is here already"));
}

TEST_F(Transfer, APullLeavesAloneWhatCanBeBuiltIfAsked) {
    service("a", "").build.emplace();
    service("b", "b:1").build.emplace();
    EXPECT_THAT(pulled(), ElementsAre("pull image b:1 (asked for)", "a: it names no image"));
    how.ignore_buildable = true;
    EXPECT_THAT(pulled(), ElementsAre("a: it names no image", "b: it can be built"));
}

TEST_F(Transfer, DependenciesAreTakenAlongIfAsked) {
    service("db", "db:1");
    service("web", "web:1").depends_on["db"];
    how.services = {"web"};
    EXPECT_THAT(pulled(), ElementsAre("pull image web:1 (asked for)"));
    how.with_dependencies = true;
    EXPECT_THAT(pulled(),
                ElementsAre("pull image db:1 (asked for)", "pull image web:1 (asked for)"));
}

TEST_F(Transfer, APushSendsWhatIsBuiltHereWithItsOtherTags) {
    service("db", "db:1");
    service("web", "h.example/web:1").build.emplace().tags = {"h.example/web:latest"};
    service("x", "").build.emplace();
    EXPECT_THAT(pushed(),
                ElementsAre("push image h.example/web:1", "push image h.example/web:latest",
                            "db: it is not built from this file", "x: it names no image"));
}

}  // namespace

}  // namespace plan_tests
