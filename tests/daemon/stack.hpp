#pragma once

#include "engine_view.hpp"
#include "process.hpp"

#include <support/temp_dir.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace daemon_tests {

// How long a command may take before it counts as hanging.
inline constexpr std::chrono::milliseconds command_limit{90'000};

struct result {
    int exit_code = -1;
    std::string output;
};

struct answer {
    int status = 0;
    std::string replica;
    std::string version;
};

// ROLLOUT_TEST_SOCKET; empty when it is not set.
std::filesystem::path test_socket();

// The program under test: ROLLOUT_BIN, else the built one.
std::string program();

// A copy of the sample stack with a project name and a port of its own, and the program under test
// to drive it with. Only one at a time on an engine and a build folder.
class stack {
  public:
    // ROLLOUT_BIN names another program than the built one. Throws std::runtime_error when no
    // engine answers. Removes what a killed run left behind.
    explicit stack(const std::filesystem::path& engine_socket = test_socket());
    // Removes whatever is there by then.
    ~stack();
    stack(const stack&) = delete;
    stack& operator=(const stack&) = delete;

    const engine_view& engine() const { return engine_; }
    const std::string& project() const { return project_; }
    unsigned short port() const { return port_; }
    std::string url() const;
    const support::temp_dir& folder() const { return folder_; }

    std::string container_name(const std::string& service) const;
    // Fails (std::runtime_error) when the service has no container.
    container_view container(const std::string& service) const;

    // Runs `rollout` in the stack's folder, with variables of the Compose file.
    std::unique_ptr<process> start(std::vector<std::string> arguments,
                                   const variables& settings = {}) const;
    result run(std::vector<std::string> arguments, const variables& settings = {}) const;
    // The command that `start` runs, for a test that puts something in front of it.
    std::vector<std::string> command(std::vector<std::string> arguments) const;
    variables environment(variables settings) const;

    // What the proxy's port answers to a GET of `/` with further headers ("Name: value\r\n").
    answer ask(const std::string& headers = "") const;

    std::string snippet() const;
    void write_snippet(std::string_view text) const;
    // Without the line's end; empty when there is none.
    std::string record() const;
    // Replaces text of the Compose file, which must be there.
    void edit_compose_file(std::string_view from, std::string_view to) const;

  private:
    engine_view engine_;
    support::temp_dir folder_;
    std::string project_;
    unsigned short port_;
};

}  // namespace daemon_tests
