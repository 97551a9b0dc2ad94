#pragma once

#include <support/temp_dir.hpp>

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <daemon/engine_view.hpp>
#include <daemon/process.hpp>

namespace sharing_tests {

using daemon_tests::variables;

enum class tool { rollout, docker_compose };

// For the name of a test.
std::string name_of(tool which);
inline constexpr tool both[] = {tool::rollout, tool::docker_compose};
tool other(tool which);

struct told {
    int exit_code = -1;
    std::string output;
};

// Name to id, of all that the engine holds for one project.
using ids = std::map<std::string, std::string>;

// One project of a folder of this directory, which both tools work on. Only one at a time on an
// engine.
class two_tools {
  public:
    // Copies the folder. Throws std::runtime_error when no engine answers. Removes what a killed
    // run left behind.
    explicit two_tools(const std::string& folder);
    // Removes whatever is there by then, volumes too.
    ~two_tools();
    two_tools(const two_tools&) = delete;
    two_tools& operator=(const two_tools&) = delete;

    // Compose files beside `compose.yaml` that are read from now on, by their names without
    // `.yaml`.
    void add_file(const std::string& name);

    std::unique_ptr<daemon_tests::process> start(tool which,
                                                 const std::vector<std::string>& arguments) const;
    told run(tool which, const std::vector<std::string>& arguments) const;
    // As `run`; fails the test when the exit code is not 0.
    std::string succeed(tool which, const std::vector<std::string>& arguments) const;

    // Of any state; one-off containers too.
    ids containers() const;
    ids networks() const;
    ids volumes() const;

    // Removes all that the engine holds for the project.
    void clear() const;

  private:
    std::vector<std::string> command(tool which) const;

    daemon_tests::engine_view engine_;
    support::temp_dir folder_;
    std::vector<std::string> files_{"compose.yaml"};
};

// Its path; empty when it is not there.
std::string docker_compose_program();

// Says why, and skips the test, where docker compose is not there.
void skip_without_docker_compose();

class TwoToolsTest : public testing::Test {
  protected:
    void SetUp() override { skip_without_docker_compose(); }
};

// Whether ROLLOUT_SHARING says `all`.
bool tries_all();

// The names of what is in a folder of this directory, without their endings; unless all are to be
// tried, every fifth of them.
std::vector<std::string> names_in(const std::string& folder);

// The names of what has another id in `after`, what is new and what is gone.
std::vector<std::string> changed(const ids& before, const ids& after);

}  // namespace sharing_tests
