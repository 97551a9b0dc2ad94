#include "two_tools.hpp"

#include <support/folders.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include <daemon/stack.hpp>

namespace sharing_tests {

namespace fs = std::filesystem;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

const std::string project = "rollout-sharing";
const std::string of_project =
    "?all=1&filters=%7B%22label%22%3A%5B%22com.docker.compose.project%3D" + project + "%22%5D%7D";

std::string from_environment(const char* name, const std::string& otherwise) {
    const auto* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? otherwise : value;
}

fs::path here() {
    return fs::path(support::source_dir()) / "tests" / "sharing";
}

}  // namespace

std::string docker_compose_program() {
    return from_environment("ROLLOUT_DOCKER_COMPOSE", "");
}

void skip_without_docker_compose() {
    if (docker_compose_program().empty())
        GTEST_SKIP() << "docker compose is not there: scripts/sharing brings it along, or "
                        "ROLLOUT_DOCKER_COMPOSE names its program";
}

std::string name_of(tool which) {
    return which == tool::rollout ? "rollout" : "docker_compose";
}

tool other(tool which) {
    return which == tool::rollout ? tool::docker_compose : tool::rollout;
}

two_tools::two_tools(const std::string& folder) : engine_(daemon_tests::test_socket()) {
    fs::copy(here() / folder, folder_.path(), fs::copy_options::recursive);
    clear();
}

two_tools::~two_tools() {
    try {
        clear();
    } catch (const std::exception& e) {
        std::cerr << "cannot clear the engine: " << e.what() << '\n';
    }
}

void two_tools::add_file(const std::string& name) {
    files_.push_back(name + ".yaml");
}

std::vector<std::string> two_tools::command(tool which) const {
    std::vector<std::string> words{which == tool::rollout ? daemon_tests::program()
                                                          : docker_compose_program()};
    words.insert(words.end(), {"-p", project});
    for (const auto& file : files_)
        words.insert(words.end(), {"-f", (folder_.path() / file).string()});
    return words;
}

std::unique_ptr<daemon_tests::process> two_tools::start(
    tool which, const std::vector<std::string>& arguments) const {
    auto words = command(which);
    words.insert(words.end(), arguments.begin(), arguments.end());
    // Without a plugin of its own docker compose builds with the engine's builder.
    const variables environment{{"DOCKER_HOST", "unix://" + engine_.socket().string()},
                                {"HOME", folder_.path().string()},
                                {"PATH", "/usr/bin:/bin"},
                                {"DOCKER_BUILDKIT", "0"},
                                {"TOKEN", "a token"},
                                {"FROMHOST", "from the host"}};
    return std::make_unique<daemon_tests::process>(words, environment, folder_.path());
}

told two_tools::run(tool which, const std::vector<std::string>& arguments) const {
    const auto running = start(which, arguments);
    told what;
    what.exit_code = running->wait(daemon_tests::command_limit);
    what.output = running->output();
    return what;
}

std::string two_tools::succeed(tool which, const std::vector<std::string>& arguments) const {
    auto what = run(which, arguments);
    EXPECT_EQ(what.exit_code, 0) << name_of(which) << ' ' << arguments.front() << ":\n"
                                 << what.output;
    return what.output;
}

ids two_tools::containers() const {
    ids found;
    for (const auto& one : engine_.call("GET", "/containers/json" + of_project))
        found[one["Names"][0]] = one["Id"];
    return found;
}

ids two_tools::networks() const {
    ids found;
    for (const auto& one : engine_.call("GET", "/networks" + of_project))
        found[one["Name"]] = one["Id"];
    return found;
}

ids two_tools::volumes() const {
    ids found;
    const auto answer = engine_.call("GET", "/volumes" + of_project);
    for (const auto& one : answer["Volumes"])
        found[one["Name"]] = one["CreatedAt"];
    return found;
}

void two_tools::clear() const {
    for (const auto& [name, id] : containers())
        engine_.call("DELETE", "/containers/" + id + "?force=1&v=1");
    for (const auto& [name, id] : networks())
        engine_.call("DELETE", "/networks/" + id);
    for (const auto& [name, made] : volumes())
        engine_.call("DELETE", "/volumes/" + name);
}

bool tries_all() {
    return from_environment("ROLLOUT_SHARING", "a part") == "all";
}

std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> all;
    for (const auto& one : fs::directory_iterator(here() / folder))
        if (one.path().filename() != "compose.yaml") all.push_back(one.path().stem().string());
    std::sort(all.begin(), all.end());
    if (tries_all()) return all;
    std::vector<std::string> part;
    for (std::size_t i = 0; i < all.size(); i += 5)
        part.push_back(all[i]);
    return part;
}

std::vector<std::string> changed(const ids& before, const ids& after) {
    std::vector<std::string> names;
    for (const auto& [name, id] : before) {
        const auto found = after.find(name);
        if (found == after.end() || found->second != id) names.push_back(name);
    }
    for (const auto& [name, id] : after)
        if (!before.contains(name)) names.push_back(name);
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace sharing_tests
