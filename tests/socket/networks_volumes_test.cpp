#include "row.hpp"

namespace engine_api {
namespace {

const std::string done = "HTTP/1.1 204 No Content\r\n\r\n";

TEST(NetworksRow, List) {
    const auto rows =
        row("GET /networks", wire("GET /v1.41/networks?filters=%7B%22name%22%3A%5B%22n%22%5D%7D"),
            plain(R"([{"Id":"1","Name":"n","Driver":"bridge","Labels":{"k":"v"}}])"),
            [](client& engine) {
                filters f;
                f.add("name", "n");
                return engine.networks().list(f);
            });
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].driver, "bridge");
}

TEST(NetworksRow, Inspect) {
    const auto n =
        row("GET /networks/{id}", wire("GET /v1.41/networks/front"),
            plain(R"({"Id":"1","Name":"front","Driver":"bridge","Scope":"local","Internal":true,)"
                  R"("Options":{"mtu":"1400"},"Labels":{},"Containers":{"abc":{"Name":"web",)"
                  R"("IPv4Address":"10.0.0.2/24","IPv6Address":""}}})"),
            [](client& engine) { return engine.networks().inspect("front"); });
    EXPECT_EQ(n.scope, "local");
    EXPECT_TRUE(n.internal);
    EXPECT_EQ(n.options.at("mtu"), "1400");
    EXPECT_EQ(n.containers.at("abc").name, "web");
    EXPECT_EQ(n.containers.at("abc").ipv4, "10.0.0.2/24");
}

TEST(NetworksRow, Create) {
    const auto id =
        row("POST /networks/create", with_json("POST /v1.41/networks/create", R"({"Name":"n"})"),
            plain(R"({"Id":"1","Warning":""})", "201 Created"),
            [](client& engine) { return engine.networks().create(R"({"Name":"n"})"); });
    EXPECT_EQ(id, "1");
}

TEST(NetworksRow, Connect) {
    row("POST /networks/{id}/connect",
        with_json("POST /v1.41/networks/n/connect", R"({"Container":"c"})"), plain(""),
        [](client& engine) { return engine.networks().connect("n", R"({"Container":"c"})"); });
}

TEST(NetworksRow, Disconnect) {
    row("POST /networks/{id}/disconnect",
        with_json("POST /v1.41/networks/n/disconnect", R"({"Container":"c","Force":true})"),
        plain(""), [](client& engine) { return engine.networks().disconnect("n", "c", true); });
}

TEST(NetworksRow, Remove) {
    row("DELETE /networks/{id}", wire("DELETE /v1.41/networks/n", "Content-Length: 0\r\n"), done,
        [](client& engine) { return engine.networks().remove("n"); });
}

TEST(NetworksRow, Prune) {
    const auto gone = row("POST /networks/prune", without_body("POST /v1.41/networks/prune"),
                          plain(R"({"NetworksDeleted":["a"]})"),
                          [](client& engine) { return engine.networks().prune(); });
    EXPECT_EQ(gone, std::vector<std::string>{"a"});
}

TEST(VolumesRow, List) {
    const auto rows = row("GET /volumes", wire("GET /v1.41/volumes"),
                          plain(R"({"Volumes":[{"Name":"v","Driver":"local","Labels":null}]})"),
                          [](client& engine) { return engine.volumes().list(); });
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0].name, "v");
}

TEST(VolumesRow, Inspect) {
    const auto v = row(
        "GET /volumes/{name}", wire("GET /v1.41/volumes/v"),
        plain(R"({"Name":"v","Driver":"local","Mountpoint":"/m","Scope":"local","Options":null})"),
        [](client& engine) { return engine.volumes().inspect("v"); });
    EXPECT_EQ(v.mountpoint, "/m");
}

TEST(VolumesRow, Create) {
    const auto v =
        row("POST /volumes/create", with_json("POST /v1.41/volumes/create", R"({"Name":"v"})"),
            plain(R"({"Name":"v","Driver":"local"})", "201 Created"),
            [](client& engine) { return engine.volumes().create(R"({"Name":"v"})"); });
    EXPECT_EQ(v.driver, "local");
}

TEST(VolumesRow, Remove) {
    row("DELETE /volumes/{name}", wire("DELETE /v1.41/volumes/v?force=1", "Content-Length: 0\r\n"),
        done, [](client& engine) { return engine.volumes().remove("v", true); });
}

TEST(VolumesRow, Prune) {
    const auto gone =
        row("POST /volumes/prune", without_body("POST /v1.41/volumes/prune"),
            plain(R"({"VolumesDeleted":["v"],"SpaceReclaimed":3})"),
            [](client& engine) { return engine.volumes().prune(prune_volumes::all); });
    EXPECT_EQ(gone.deleted, std::vector<std::string>{"v"});
    EXPECT_EQ(gone.space_reclaimed, 3);
}

/// What a prune sends to an engine of this version; empty when it is refused.
std::string prune_line(const char* version, prune_volumes which) {
    script_server server({{support::expect_head(),
                           support::send("HTTP/1.1 200 OK\r\nApi-Version: " + std::string(version) +
                                         "\r\nContent-Length: 2\r\n\r\nOK"),
                           support::expect_head(),
                           support::send(plain(R"({"VolumesDeleted":null})")), support::hold()}});
    const auto failed = failure_with(server.url(), [which](client& engine) -> net::awaitable<void> {
        co_await engine.negotiate();
        co_await engine.volumes().prune(which);
    });
    if (failed) {
        EXPECT_EQ(failed->kind, error_kind::unsupported);
    }
    const auto all = server.received(0);
    const auto at = all.find("POST ");
    return at == std::string::npos ? "" : all.substr(at, all.find(" HTTP", at) - at);
}

// Before 1.42 a prune takes named volumes, later it spares them: the same words must not mean both.
TEST(Volumes, PruneMeansTheSameOnEveryVersion) {
    EXPECT_EQ(prune_line("1.41", prune_volumes::all), "POST /v1.41/volumes/prune");
    EXPECT_EQ(prune_line("1.41", prune_volumes::anonymous), "");
    EXPECT_EQ(prune_line("1.42", prune_volumes::all),
              "POST /v1.42/volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D");
    EXPECT_EQ(prune_line("1.42", prune_volumes::anonymous), "POST /v1.42/volumes/prune");
}

}  // namespace
}  // namespace engine_api
