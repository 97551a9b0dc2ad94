// Images: inspect, list, pull, build, tag and remove.
#include "engine_fixture.hpp"

#include <support/engine/tar.hpp>

#include <sstream>

namespace support {
namespace {

using engine::file_entry;

class Images : public FakeEngine {
  protected:
    static std::string context(const std::string& dockerfile, const std::string& file = "x") {
        return engine::make_tar(
            {file_entry{"Dockerfile", false, dockerfile, "", 0644, engine::now()},
             file_entry{"bin/file", false, file, "", 0755, engine::now()}});
    }
    // The lines of a stream of JSON documents.
    static std::vector<json> lines(const raw_reply& answer) {
        EXPECT_EQ(answer.status, 200) << answer.body;
        std::vector<json> made;
        std::istringstream in(answer.body);
        for (std::string line; std::getline(in, line);)
            made.push_back(json::parse(line));
        return made;
    }
    std::string built(const std::string& dockerfile, const std::string& tag,
                      const std::string& file = "x") const {
        for (const auto& line : lines(ask("POST", "/build?t=" + tag, context(dockerfile, file)))) {
            if (line.contains("aux")) return line["aux"]["ID"];
        }
        return "";
    }
};

TEST_F(Images, InspectByTagIdAndPrefix) {
    const auto id = engine.add_image("team/app:2", {.labels = {{"a", "b"}}});
    EXPECT_EQ(get("/images/team/app:2/json")["Id"], id);
    EXPECT_EQ(get("/images/" + id + "/json")["RepoTags"][0], "team/app:2");
    EXPECT_EQ(get("/images/" + id.substr(7, 12) + "/json")["Config"]["Labels"]["a"], "b");
    const auto answer = ask("GET", "/images/zz/json");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(message(answer), "no such image: zz: No such image: zz:latest");
}

TEST_F(Images, ListFiltersByReferenceAndLabel) {
    engine.add_image("team/app:2", {.labels = {{"a", "b"}}});
    EXPECT_EQ(get("/images/json").size(), 2u);
    EXPECT_EQ(get("/images/json?filters={\"reference\":[\"team/app\"]}")[0]["RepoTags"][0],
              "team/app:2");
    EXPECT_EQ(get("/images/json?filters={\"label\":[\"a=b\"]}").size(), 1u);
}

TEST_F(Images, PullOfAKnownReferenceAddsIt) {
    engine.add_pullable_image("nginx:1.27-alpine");
    const auto told = lines(ask("POST", "/images/create?fromImage=nginx&tag=1.27-alpine"));
    EXPECT_EQ(told.front()["status"], "Pulling from library/nginx");
    EXPECT_EQ(told.back()["status"], "Status: Downloaded newer image for nginx:1.27-alpine");
    EXPECT_TRUE(engine.has_image("nginx:1.27-alpine"));
    const auto again =
        lines(ask("POST", "/images/create?fromImage=docker.io%2Flibrary%2Fnginx&tag=1.27-alpine"));
    EXPECT_EQ(again.back()["status"], "Status: Image is up to date for nginx:1.27-alpine");
}

TEST_F(Images, PullOfAnUnknownReferenceIsDenied) {
    const auto answer = ask("POST", "/images/create?fromImage=nope&tag=1");
    EXPECT_EQ(answer.status, 404);
    EXPECT_TRUE(
        message(answer).starts_with("pull access denied for nope, repository does not exist"));
}

TEST_F(Images, PullCanFailInsideItsStream) {
    engine.add_pullable_image("nginx:1");
    engine.fail_pulls("unexpected EOF");
    const auto told = lines(ask("POST", "/images/create?fromImage=nginx&tag=1"));
    EXPECT_EQ(told.back()["error"], "unexpected EOF");
    EXPECT_EQ(told.back()["errorDetail"]["message"], "unexpected EOF");
    EXPECT_FALSE(engine.has_image("nginx:1"));
}

TEST_F(Images, BuildAddsTheTagWithWhatTheDockerfileSays) {
    const auto id =
        built("FROM scratch\nENV A=1\nLABEL c=\"d e\"\nENTRYPOINT [\"/app\"]\n", "made:1");
    const auto told = get("/images/made:1/json");
    EXPECT_EQ(told["Id"], id);
    EXPECT_EQ(told["Config"]["Entrypoint"], json({"/app"}));
    EXPECT_EQ(told["Config"]["Labels"]["c"], "d e");
    EXPECT_EQ(told["Config"]["Env"].back(), "A=1");
}

TEST_F(Images, BuildOfTheSameContextIsTheSameImage) {
    const auto first = built("FROM scratch\n", "made:1");
    EXPECT_EQ(built("FROM scratch\n", "made:2"), first);
    EXPECT_NE(built("FROM scratch\n", "made:3", "other"), first);
    EXPECT_EQ(get("/images/made:2/json")["RepoTags"], json({"made:1", "made:2"}));
}

TEST_F(Images, BuildTakesLabelsOfTheRequest) {
    ask("POST", "/build?t=made:1&labels=%7B%22k%22%3A%22v%22%7D", context("FROM scratch\n"));
    EXPECT_EQ(get("/images/made:1/json")["Config"]["Labels"]["k"], "v");
}

TEST_F(Images, BuildFailsInsideItsStream) {
    engine.fail_builds("The command '/bin/sh -c false' returned a non-zero code: 1");
    const auto told = lines(ask("POST", "/build?t=made:1", context("FROM scratch\n")));
    EXPECT_EQ(told.front()["stream"], "Step 1/1 : FROM scratch");
    EXPECT_EQ(told.back()["error"], "The command '/bin/sh -c false' returned a non-zero code: 1");
    EXPECT_FALSE(engine.has_image("made:1"));
    engine.fail_builds("");
    EXPECT_EQ(lines(ask("POST", "/build", context("FROM nope\n"))).back().contains("errorDetail"),
              true);
}

TEST_F(Images, BuildRefusesABadContextBeforeItStarts) {
    EXPECT_EQ(message(ask("POST", "/build", context("FROMM x\n"))),
              "dockerfile parse error line 1: unknown instruction: FROMM");
    EXPECT_EQ(message(ask("POST", "/build?dockerfile=other", context("FROM scratch\n"))),
              "Cannot locate specified Dockerfile: other");
    EXPECT_EQ(ask("POST", "/build", "garbage").status, 500);
}

TEST_F(Images, TagAndRemove) {
    const auto id = engine.add_image("app:1");
    EXPECT_EQ(ask("POST", "/images/app:1/tag?repo=other&tag=2").status, 201);
    EXPECT_EQ(get("/images/other:2/json")["Id"], id);
    auto answer = ask("DELETE", "/images/other:2");
    EXPECT_EQ(json::parse(answer.body), json::parse("[{\"Untagged\":\"other:2\"}]"));
    EXPECT_EQ(message(ask("DELETE", "/images/other:2")), "No such image: other:2");
    create("one");
    answer = ask("DELETE", "/images/app:1");
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(
        message(answer).starts_with("conflict: unable to remove repository reference \"app:1\""));
    ask("DELETE", "/containers/one");
    EXPECT_EQ(json::parse(ask("DELETE", "/images/app:1").body)[1]["Deleted"], id);
}

}  // namespace
}  // namespace support
