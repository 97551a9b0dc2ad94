#include <rollout/engine_work/choose_container.hpp>
#include <rollout/engine_work/outcome.hpp>

#include <gtest/gtest.h>

namespace {

using namespace rollout;

plan::observed_container container(const std::string& service, int number, const char* state) {
    plan::observed_container c;
    c.name = "shop-" + service + '-' + std::to_string(number);
    c.service = service;
    c.number = number;
    c.state = state;
    return c;
}

const std::vector<plan::observed_container> shop = {
    container("app", 10, "running"), container("app", 2, "running"), container("app", 1, "exited"),
    container("db", 1, "paused")};

std::string refusal(const std::string& service, std::optional<int> index = {}) {
    try {
        return "chose " + engine_work::choose_running(shop, service, index).name;
    } catch (const engine_work::failure& e) {
        EXPECT_EQ(e.code(), engine_work::exit_code::failed);
        return e.what();
    }
}

TEST(ChooseContainer, TakesTheLowestNumberThatRuns) {
    EXPECT_EQ(engine_work::choose_running(shop, "app", {}).name, "shop-app-2");
}

TEST(ChooseContainer, TakesTheNumberThatIsAskedFor) {
    EXPECT_EQ(engine_work::choose_running(shop, "app", 10).name, "shop-app-10");
}

TEST(ChooseContainer, SaysWhatThereIsInsteadOfOneThatRuns) {
    EXPECT_EQ(refusal("db"), "service 'db' is not running: its container shop-db-1 is paused");
    EXPECT_EQ(refusal("web"),
              "service 'web' is not running: it has no container; `rollout up web` makes one");
    EXPECT_EQ(refusal("app", 1),
              "service 'app' has no container with the number 1 that runs; those that run are "
              "numbered 10, 2");
}

}  // namespace
