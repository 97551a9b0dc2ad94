// Shapes as engine 20.10.24 sends them, less what nobody reads.
#include "wire/decode_container.hpp"

#include <gtest/gtest.h>

namespace engine_api::wire {
namespace {

const char* const running = R"({
  "Id":"4f0a","Created":"2026-01-02T03:04:05.678Z","Name":"/web_1","RestartCount":2,
  "Image":"sha256:aa","State":{"Status":"running","Running":true,"OOMKilled":false,"ExitCode":0,
  "Error":"","StartedAt":"2026-01-02T03:04:06Z","FinishedAt":"0001-01-01T00:00:00Z","Health":{"Status":"healthy","FailingStreak":0,
  "Log":[{"Start":"x","End":"y","ExitCode":1,"Output":"refused"},{"ExitCode":0,"Output":"ok"}]}},
  "Mounts":[{"Type":"bind","Source":"/srv","Destination":"/data","Mode":"ro","RW":false},
            {"Type":"volume","Name":"v","Source":"/var/v","Destination":"/v"}],
  "Config":{"Image":"app:2","Tty":true,"Labels":{"a":"b"},
  "Healthcheck":{"Test":["CMD","/probe"],"Interval":5000000000,"Timeout":2000000000,"Retries":3}},
  "NetworkSettings":{"Networks":{"front":{"Aliases":["web"]},"back":{}},"Ports":{"53/udp":null,
  "80/tcp":[{"HostIp":"0.0.0.0","HostPort":"49153"},{"HostIp":"::","HostPort":"49154"}]}}})";

TEST(DecodeContainer, ReadsWhatInspectAnswers) {
    const auto c = decode_details(json::parse(running));
    EXPECT_EQ(c.id, "4f0a");
    EXPECT_EQ(c.name, "web_1");
    EXPECT_EQ(c.image, "app:2");
    EXPECT_EQ(c.image_id, "sha256:aa");
    EXPECT_EQ(c.created, "2026-01-02T03:04:05.678Z");
    EXPECT_EQ(c.restart_count, 2);
    EXPECT_TRUE(c.tty);
    EXPECT_TRUE(c.state.running);
    EXPECT_EQ(c.state.status, "running");
    EXPECT_EQ(c.labels.at("a"), "b");
    EXPECT_EQ(c.networks, (std::vector<std::string>{"back", "front"}));
}

TEST(DecodeContainer, ReadsHealthOldestProbeFirst) {
    const auto c = decode_details(json::parse(running));
    ASSERT_TRUE(c.state.health);
    EXPECT_EQ(c.state.health->status, "healthy");
    ASSERT_EQ(c.state.health->log.size(), 2u);
    EXPECT_EQ(c.state.health->log[0].exit_code, 1);
    EXPECT_EQ(c.state.health->log[0].output, "refused");
    ASSERT_TRUE(c.healthcheck);
    EXPECT_EQ(c.healthcheck->test, (std::vector<std::string>{"CMD", "/probe"}));
    EXPECT_EQ(c.healthcheck->interval, std::chrono::seconds(5));
    EXPECT_EQ(c.healthcheck->start_period, std::chrono::nanoseconds(0));
    EXPECT_EQ(c.healthcheck->retries, 3);
}

TEST(DecodeContainer, ReadsWhichPortsArePublished) {
    const auto c = decode_details(json::parse(running));
    ASSERT_EQ(c.ports.size(), 2u);
    EXPECT_EQ(c.ports[0].container_port, 80);
    EXPECT_EQ(c.ports[0].protocol, "tcp");
    EXPECT_EQ(c.ports[0].host_ip, "0.0.0.0");
    EXPECT_EQ(c.ports[0].host_port, 49153);
    EXPECT_EQ(c.ports[1].host_ip, "::");
    EXPECT_EQ(c.state.finished_at, "0001-01-01T00:00:00Z");
    for (const char* odd : {R"({"http/tcp":[{"HostPort":"1"}]})", R"({"80":[{"HostPort":"x"}]})"})
        EXPECT_THROW((void)decode_details(
                         json::parse(std::string(R"({"NetworkSettings":{"Ports":)") + odd + "}}")),
                     json::exception);
}

TEST(DecodeContainer, ReadsMountsWritableUnlessSaidOtherwise) {
    const auto mounts = decode_details(json::parse(running)).mounts;
    ASSERT_EQ(mounts.size(), 2u);
    EXPECT_EQ(mounts[0].destination, "/data");
    EXPECT_FALSE(mounts[0].read_write);
    EXPECT_TRUE(mounts[1].read_write);
    EXPECT_EQ(mounts[1].name, "v");
}

TEST(DecodeContainer, AbsentAndNullAreTheDefaults) {
    const auto c = decode_details(json::parse(
        R"({"Id":"x","Config":{"Labels":null,"Healthcheck":null},"Mounts":null,"State":null})"));
    EXPECT_EQ(c.id, "x");
    EXPECT_FALSE(c.state.health);
    EXPECT_FALSE(c.healthcheck);
    EXPECT_TRUE(c.mounts.empty());
    EXPECT_TRUE(c.networks.empty());
}

TEST(DecodeContainer, AnotherTypeThanTheApiSaysIsAnError) {
    EXPECT_THROW((void)decode_details(json::parse(R"({"Id":5})")), json::exception);
    EXPECT_THROW((void)decode_summary(json::parse(R"({"Names":[1]})")), json::exception);
}

TEST(DecodeContainer, ReadsASummary) {
    const auto c = decode_summary(
        json::parse(R"({"Id":"a","Names":["/one","/two"],"Image":"app:1","ImageID":"sha256:b",)"
                    R"("State":"exited","Status":"Exited (1) 2 seconds ago","Labels":{"k":"v"},)"
                    R"("Created":1700000000,"Ports":[{"PrivatePort":80,"Type":"tcp"},)"
                    R"({"IP":"::","PrivatePort":81,"PublicPort":8081,"Type":"tcp"}],)"
                    R"("NetworkSettings":{"Networks":{"back":{"IPAddress":"172.18.0.3"},)"
                    R"("host":{"IPAddress":""}}}})"));
    EXPECT_EQ(c.addresses, (std::map<std::string, std::string>{{"back", "172.18.0.3"}}));
    ASSERT_EQ(c.ports.size(), 1u);
    EXPECT_EQ(c.ports[0].container_port, 81);
    EXPECT_EQ(c.ports[0].host_port, 8081);
    EXPECT_EQ(c.created, 1700000000);
    EXPECT_EQ(c.networks, (std::vector<std::string>{"back", "host"}));
    EXPECT_EQ(c.names, (std::vector<std::string>{"one", "two"}));
    EXPECT_EQ(c.image, "app:1");
    EXPECT_EQ(c.image_id, "sha256:b");
    EXPECT_EQ(c.state, "exited");
    EXPECT_EQ(c.status, "Exited (1) 2 seconds ago");
    EXPECT_EQ(c.labels.at("k"), "v");
}

TEST(DecodeContainer, ReadsTheHealthOfASummaryWhereTheEngineTellsIt) {
    const auto told = decode_summary(
        json::parse(R"({"Id":"a","Health":{"Status":"unhealthy","FailingStreak":3}})"));
    ASSERT_TRUE(told.health);
    EXPECT_EQ(told.health->status, "unhealthy");
    EXPECT_EQ(told.health->failing_streak, 3);
    EXPECT_FALSE(decode_summary(json::parse(R"({"Id":"a"})")).health);
}

TEST(DecodeContainer, ReadsProcesses) {
    const auto t = decode_processes(
        json::parse(R"({"Titles":["PID","CMD"],"Processes":[["1","init"],["7","sh"]]})"));
    EXPECT_EQ(t.titles, (std::vector<std::string>{"PID", "CMD"}));
    ASSERT_EQ(t.rows.size(), 2u);
    EXPECT_EQ(t.rows[1][1], "sh");
    EXPECT_TRUE(decode_processes(json::parse(R"({"Titles":null,"Processes":null})")).rows.empty());
}

TEST(DecodeContainer, ReadsThePathStatOfAFolderAndALink) {
    const auto folder = decode_path_stat(json::parse(
        R"({"name":"d","size":4096,"mode":2147484141,"mtime":"2026-01-01T00:00:00Z","linkTarget":""})"));
    EXPECT_TRUE(folder.is_directory);
    EXPECT_FALSE(folder.is_link);
    EXPECT_EQ(folder.permissions, 0755u);
    EXPECT_EQ(folder.size, 4096);
    const auto link = decode_path_stat(
        json::parse(R"({"name":"l","size":3,"mode":134218239,"linkTarget":"/to"})"));
    EXPECT_TRUE(link.is_link);
    EXPECT_EQ(link.permissions, 0777u);
    EXPECT_EQ(link.link_target, "/to");
}

}  // namespace
}  // namespace engine_api::wire
