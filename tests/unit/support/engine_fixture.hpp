#pragma once

#include <support/fake_engine.hpp>
#include <support/raw_client.hpp>
#include <support/waiting.hpp>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace support {

using json = nlohmann::json;

// A fake engine with one image, and a client of plain sockets.
class FakeEngine : public testing::Test {
  protected:
    FakeEngine() { engine.add_image("app:1"); }

    raw_client connect() const { return raw_client::unix_socket(engine.socket_path()); }

    raw_reply ask(std::string_view method, std::string_view target,
                  std::string_view body = "") const {
        auto client = connect();
        return client.exchange(method, target, body);
    }
    json get(std::string_view target) const { return json::parse(ask("GET", target).body); }
    json inspect(const std::string& name) const { return get("/containers/" + name + "/json"); }
    static std::string message(const raw_reply& answer) {
        return json::parse(answer.body)["message"];
    }

    std::string create(const std::string& name, json body = json::object()) const {
        if (!body.contains("Image")) body["Image"] = "app:1";
        const auto answer = ask("POST", "/containers/create?name=" + name, body.dump());
        EXPECT_EQ(answer.status, 201) << answer.body;
        return json::parse(answer.body)["Id"];
    }
    std::string run(const std::string& name, json body = json::object()) const {
        auto id = create(name, std::move(body));
        EXPECT_EQ(ask("POST", "/containers/" + name + "/start").status, 204);
        return id;
    }
    // A body with a healthcheck whose command is /probe.
    static json with_probe() { return {{"Healthcheck", {{"Test", {"CMD", "/probe"}}}}}; }
    static json on_network(const std::string& network, const std::string& alias = "app") {
        json body;
        body["HostConfig"]["NetworkMode"] = network;
        body["NetworkingConfig"]["EndpointsConfig"][network]["Aliases"] = {alias};
        return body;
    }
    bool becomes(const std::string& name, const std::string& health) const {
        return poll_until([&] { return engine.container(name).health == health; });
    }
    bool gets_status(const std::string& name, const std::string& status) const {
        return poll_until([&] { return engine.container(name).status == status; });
    }

    fake_engine engine;
};

// One frame of a multiplexed stream.
inline std::string frame(char stream, std::string_view text) {
    std::string made{stream, 0, 0, 0, 0, 0, 0, static_cast<char>(text.size())};
    return made.append(text);
}

}  // namespace support
