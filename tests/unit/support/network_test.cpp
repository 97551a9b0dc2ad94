#include "engine_fixture.hpp"

namespace support {
namespace {

class Networks : public FakeEngine {
  protected:
    Networks() {
        id = json::parse(
            ask("POST", "/networks/create", "{\"Name\":\"edge\",\"Labels\":{\"a\":\"b\"}}")
                .body)["Id"];
    }
    std::string id;
};

TEST_F(Networks, CreateInspectAndList) {
    const auto told = get("/networks/edge");
    EXPECT_EQ(told["Id"], id);
    EXPECT_EQ(told["Driver"], "bridge");
    EXPECT_EQ(told["Labels"]["a"], "b");
    EXPECT_EQ(get("/networks/" + id)["Name"], "edge");
    EXPECT_EQ(get("/networks").size(), 4u);
    EXPECT_EQ(get("/networks?filters={\"name\":[\"edg\"]}").size(), 1u);
    EXPECT_EQ(get("/networks?filters={\"label\":[\"a=b\"]}").size(), 1u);
    EXPECT_EQ(get("/networks?filters={\"label\":[\"a=c\"]}").size(), 0u);
    EXPECT_EQ(message(ask("GET", "/networks/none-such")), "network none-such not found");
}

TEST_F(Networks, ADuplicateIsRefusedOnlyWhenAsked) {
    auto answer = ask("POST", "/networks/create", "{\"Name\":\"edge\",\"CheckDuplicate\":true}");
    EXPECT_EQ(answer.status, 409);
    EXPECT_EQ(message(answer), "network with name edge already exists");
    answer = ask("POST", "/networks/create", "{\"Name\":\"edge\"}");
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(json::parse(answer.body)["Warning"],
              "Network with name edge (id : " + id + ") already exists");
    EXPECT_EQ(message(ask("GET", "/networks/edge")),
              "2 matches found based on name: network edge is ambiguous");
}

TEST_F(Networks, NeedAName) {
    const auto answer = ask("POST", "/networks/create", "{}");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(message(answer), "invalid name: ");
}

TEST_F(Networks, HoldTheContainersThatRunOnThem) {
    const auto one = run("one", on_network("edge", "app"));
    EXPECT_EQ(get("/networks/edge")["Containers"][one]["Name"], "one");
    const auto at = inspect("one")["NetworkSettings"]["Networks"]["edge"];
    EXPECT_EQ(at["NetworkID"], id);
    EXPECT_EQ(at["Aliases"], json({"app", one.substr(0, 12)}));
    EXPECT_FALSE(at["IPAddress"].get<std::string>().empty());
    const auto answer = ask("DELETE", "/networks/edge");
    EXPECT_EQ(answer.status, 403);
    EXPECT_EQ(message(answer),
              "error while removing network: network edge id " + id + " has active endpoints");
    engine.crash("one", 0);
    EXPECT_EQ(get("/networks/edge")["Containers"].size(), 0u);
    EXPECT_EQ(ask("DELETE", "/networks/edge").status, 204);
    EXPECT_EQ(ask("DELETE", "/networks/edge").status, 404);
}

TEST_F(Networks, ConnectAndDisconnect) {
    run("one");
    const std::string body = "{\"Container\":\"one\",\"EndpointConfig\":{\"Aliases\":[\"zz\"]}}";
    EXPECT_EQ(ask("POST", "/networks/edge/connect", body).status, 200);
    EXPECT_EQ(inspect("one")["NetworkSettings"]["Networks"]["edge"]["Aliases"][0], "zz");
    EXPECT_EQ(message(ask("POST", "/networks/edge/connect", body)),
              "endpoint with name one already exists in network edge");
    EXPECT_EQ(ask("POST", "/networks/edge/disconnect", body).status, 200);
    EXPECT_FALSE(inspect("one")["NetworkSettings"]["Networks"].contains("edge"));
    EXPECT_EQ(ask("POST", "/networks/edge/disconnect", body).status, 500);
    EXPECT_EQ(ask("POST", "/networks/edge/connect", "{\"Container\":\"zzz\"}").status, 404);
}

TEST_F(Networks, OneEndpointAtCreateIsTheLimit) {
    json body = on_network("edge");
    body["Image"] = "app:1";
    body["NetworkingConfig"]["EndpointsConfig"]["other"] = json::object();
    const auto answer = ask("POST", "/containers/create?name=one", body.dump());
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(message(answer), "Container cannot be connected to network endpoints: edge, other");
}

TEST_F(Networks, TheDefaultIsTheBridge) {
    run("one");
    run("two", on_network("default"));
    for (const char* name : {"one", "two"}) {
        const auto told = inspect(name);
        EXPECT_TRUE(told["NetworkSettings"]["Networks"].contains("bridge"));
        EXPECT_EQ(told["HostConfig"]["NetworkMode"], "default");
    }
}

TEST_F(Networks, PredefinedOnesStay) {
    EXPECT_EQ(ask("DELETE", "/networks/bridge").status, 403);
}

}  // namespace
}  // namespace support
