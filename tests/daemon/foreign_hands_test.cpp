// Others who reload, restart or replace the proxy, or move the app's containers, during a deploy.
#include "sweep.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace daemon_tests;
using namespace std::chrono_literals;
using nlohmann::json;

class ForeignHands : public Sweep {
  protected:
    std::string proxy_path() { return "/containers/" + the_stack().container_name("proxy"); }

    void reload_nginx() {
        const json command = {{"Cmd", {"nginx", "-s", "reload"}}};
        const auto made = engine().call("POST", proxy_path() + "/exec", command.dump());
        engine().call("POST", "/exec/" + made.at("Id").get<std::string>() + "/start",
                      R"({"Detach": true})");
    }

    // With the same configuration, as whoever made it would make it again.
    void recreate_proxy() {
        const auto old = engine().call("GET", proxy_path() + "/json");
        auto made = old.at("Config");
        made["HostConfig"] = old.at("HostConfig");
        const auto network = the_stack().project() + "_edge";
        const auto& aliases = old.at("NetworkSettings").at("Networks").at(network).at("Aliases");
        made["NetworkingConfig"]["EndpointsConfig"][network]["Aliases"] = aliases;
        engine().call("DELETE", proxy_path() + "?force=1");
        engine().call("POST", "/containers/create?name=" + the_stack().container_name("proxy"),
                      made.dump());
        engine().call("POST", proxy_path() + "/start");
    }

    // Empty when it has none. A deploy may be removing it just now.
    std::string address(const std::string& service) {
        const auto name = the_stack().container_name(service);
        try {
            const auto seen = engine().call("GET", "/containers/" + name + "/json");
            return seen["NetworkSettings"]["Networks"][the_stack().project() + "_edge"]
                       ["IPAddress"];
        } catch (const std::runtime_error&) {
            return "";
        }
    }

    // Who starts first gets the lowest address that is free.
    void exchange_addresses() {
        std::vector<std::string> colors{"app", "app_green"};
        std::sort(colors.begin(), colors.end(), [this](const auto& a, const auto& b) {
            return number_of(address(a)) < number_of(address(b));
        });
        for (const auto& color : colors)
            act(color, "stop?t=0");
        act(colors.back(), "start");
        act(colors.front(), "start");
    }

  private:
    const engine_view& engine() { return the_stack().engine(); }

    // The network is a /24.
    static int number_of(const std::string& address) {
        return address.empty() ? 0 : std::stoi(address.substr(address.rfind('.') + 1));
    }
};

TEST_F(ForeignHands, AtAnyMomentOfADeployLeaveNoLieAndLoseNothingOfTheirOwn) {
    const int moments = rounds(1);
    sweep("reload", moments, harm::none, [this](process&) { reload_nginx(); });
    sweep("restart of the proxy", moments, harm::outage,
          [this](process&) { act("proxy", "restart?t=0"); });
    sweep("another proxy", moments, harm::outage, [this](process&) { recreate_proxy(); });
    sweep("addresses exchanged", moments, harm::detour, [this](process&) { exchange_addresses(); });
}

// Nobody but nginx has seen the old addresses.
TEST_F(ForeignHands, ThatExchangeAddressesBetweenDeploysAreNoticed) {
    const int moments = rounds(1);
    for (int i = 0; i < moments && !HasFatalFailure(); ++i) {
        SCOPED_TRACE(i);
        ++counted().moments;
        const auto blue = address("app");
        const auto green = address("app_green");
        exchange_addresses();
        EXPECT_EQ(address("app"), green);
        EXPECT_EQ(address("app_green"), blue);
        expect_served();
        expect_status_is_true(until_addresses_are_found);
        expect_next_deploy(std::to_string(i));
    }
    tell("addresses exchanged between deploys");
}

}  // namespace
