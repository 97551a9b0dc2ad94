// Outcomes that a caller expects are results, not errors; everything else is thrown as it was.
#include "row.hpp"

#include <engine_api/build_context.hpp>
#include <support/temp_dir.hpp>

#include <array>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace engine_api {
namespace {

std::string refusal(const std::string& status) {
    return plain(R"({"message":"words"})", status);
}

const std::string absent_reply = refusal("404 Not Found");

/// What `use` throws when the engine answers everything with `status`.
template <typename Use>
error_kind thrown_at(const std::string& status, Use use) {
    script_server server({answering(refusal(status))});
    const auto failed = failure_with(server.url(), use);
    EXPECT_TRUE(failed) << status;
    return failed ? failed->kind : error_kind::cancelled;
}

template <typename Use>
void throws_all_but_404(Use use) {
    EXPECT_EQ(thrown_at("400 Bad Request", use), error_kind::bad_request);
    EXPECT_EQ(thrown_at("403 Forbidden", use), error_kind::permission);
    EXPECT_EQ(thrown_at("409 Conflict", use), error_kind::conflict);
    EXPECT_EQ(thrown_at("500 Internal Server Error", use), error_kind::server);
}

TEST(FindRow, Container) {
    const auto find = [](client& engine) { return engine.containers().find("web"); };
    const auto sent = wire("GET /v1.41/containers/web/json");
    const auto there =
        row("GET /containers/{id}/json", sent, plain(R"({"Id":"1","Name":"/web"})"), find);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->id, "1");
    EXPECT_FALSE(row("GET /containers/{id}/json", sent, absent_reply, find));
    throws_all_but_404(find);
}

TEST(FindRow, Image) {
    const auto find = [](client& engine) { return engine.images().find("team/app:2"); };
    const auto sent = wire("GET /v1.41/images/team/app:2/json");
    const auto there = row("GET /images/{name}/json", sent, plain(R"({"Id":"sha256:1"})"), find);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->id, "sha256:1");
    EXPECT_FALSE(row("GET /images/{name}/json", sent, absent_reply, find));
    throws_all_but_404(find);
}

TEST(FindRow, Network) {
    const auto find = [](client& engine) { return engine.networks().find("front"); };
    const auto sent = wire("GET /v1.41/networks/front");
    const auto there = row("GET /networks/{id}", sent, plain(R"({"Id":"1"})"), find);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->id, "1");
    EXPECT_FALSE(row("GET /networks/{id}", sent, absent_reply, find));
    throws_all_but_404(find);
}

TEST(FindRow, Volume) {
    const auto find = [](client& engine) { return engine.volumes().find("data"); };
    const auto sent = wire("GET /v1.41/volumes/data");
    const auto there = row("GET /volumes/{name}", sent, plain(R"({"Name":"data"})"), find);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->name, "data");
    EXPECT_FALSE(row("GET /volumes/{name}", sent, absent_reply, find));
    throws_all_but_404(find);
}

std::string tar_of_one_file(const std::string& content) {
    const support::temp_dir dir;
    dir.write("Dockerfile", content);
    const auto source = build_context(dir.path().string(), "Dockerfile");
    std::string tar;
    std::array<char, 4096> buffer;
    while (const auto n = source->read(buffer))
        tar.append(buffer.data(), n);
    return tar;
}

TEST(FindRow, FileInAContainer) {
    const auto find = [](client& engine) { return engine.containers().find_file("web", "/etc/f"); };
    const auto sent = wire("GET /v1.41/containers/web/archive?path=%2Fetc%2Ff");
    const auto there = row("GET /containers/{id}/archive", sent,
                           chunked_head + chunk(tar_of_one_file("text")) + last_chunk, find);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->content, "text");
    EXPECT_FALSE(row("GET /containers/{id}/archive", sent, absent_reply, find));
    throws_all_but_404(find);
}

TEST(Find, WhatIsThereButCannotBeReadIsNoAbsence) {
    const auto find = [](client& engine) { return engine.containers().find_file("web", "/etc"); };
    for (const char* bytes : {"no tar", ""}) {
        script_server server({answering(chunked_head + (*bytes ? chunk(bytes) : "") + last_chunk)});
        const auto failed = failure_with(server.url(), find);
        ASSERT_TRUE(failed);
        EXPECT_EQ(failed->kind, error_kind::protocol) << failed->text;
    }
}

net::awaitable<std::optional<created_container>> create_lock(client& engine) {
    return engine.containers().create_unless_taken("lock", R"({"Image":"app:1"})");
}

/// An engine that gives these answers over one connection, and what it was asked.
class answers {
  public:
    explicit answers(const std::vector<std::string>& replies) : server_({script_of(replies)}) {}
    [[nodiscard]] std::string url() const { return server_.url(); }
    [[nodiscard]] std::vector<std::string> asked() const {
        static const std::regex request("((?:GET|POST) [^ ]+) HTTP");
        const auto all = server_.received(0);
        std::vector<std::string> lines;
        for (std::sregex_iterator it(all.begin(), all.end(), request), end; it != end; ++it)
            lines.push_back((*it)[1]);
        return lines;
    }

  private:
    static support::script script_of(const std::vector<std::string>& replies) {
        support::script steps;
        for (const auto& reply : replies) {
            steps.push_back(support::expect_head());
            steps.push_back(support::send(reply));
        }
        steps.push_back(support::hold());
        return steps;
    }

    script_server server_;
};

const std::string conflict_reply = refusal("409 Conflict");
const std::string created_reply = plain(R"({"Id":"abc","Warnings":[]})", "201 Created");
const std::string create_line = "POST /v1.41/containers/create?name=lock";
const std::string find_line = "GET /v1.41/containers/lock/json";

TEST(CreateUnlessTaken, CreatesAsCreateDoes) {
    const auto created =
        row("POST /containers/create", with_json(create_line, R"({"Image":"app:1"})"),
            created_reply, create_lock);
    ASSERT_TRUE(created);
    EXPECT_EQ(created->id, "abc");
}

TEST(CreateUnlessTaken, ATakenNameIsAResult) {
    const answers engine({conflict_reply, plain(R"({"Id":"other","Name":"/lock"})")});
    EXPECT_FALSE(with_client(engine.url(), create_lock));
    EXPECT_EQ(engine.asked(), (std::vector<std::string>{create_line, find_line}));
}

TEST(CreateUnlessTaken, ANameThatBecomesFreeMeanwhileIsTaken) {
    const answers engine({conflict_reply, absent_reply, created_reply});
    const auto created = with_client(engine.url(), create_lock);
    ASSERT_TRUE(created);
    EXPECT_EQ(created->id, "abc");
    EXPECT_EQ(engine.asked(), (std::vector<std::string>{create_line, find_line, create_line}));
}

// A volume of that name with another driver, for example.
TEST(CreateUnlessTaken, AConflictAboutSomethingElseIsThrown) {
    const answers engine({conflict_reply, absent_reply, conflict_reply});
    const auto failed = failure_with(engine.url(), create_lock);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->kind, error_kind::conflict);
}

TEST(CreateUnlessTaken, OtherRefusalsAreThrownAtOnce) {
    EXPECT_EQ(thrown_at("404 Not Found", create_lock), error_kind::not_found);
    EXPECT_EQ(thrown_at("500 Internal Server Error", create_lock), error_kind::server);
}

TEST(CreateUnlessTaken, WithoutANameNothingCouldBeTaken) {
    script_server server({answering(created_reply)});
    const auto failed = failure_with(server.url(), [](client& engine) {
        return engine.containers().create_unless_taken("", "{}");
    });
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->text, "the container's name is empty");
    EXPECT_EQ(server.connections(), 0u);
}

}  // namespace
}  // namespace engine_api
