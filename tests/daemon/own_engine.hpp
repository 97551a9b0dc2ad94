#pragma once

#include "process.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace daemon_tests {

// A dockerd that a test may end, beside a containerd that goes on, as on most hosts. Both run in
// network and mount namespaces of their own, and so do this process and whatever it starts from
// then on: two dockerds in one network tear each other's interfaces down. Needs root. One at a time
// for a build folder.
class own_engine {
  public:
    // Does not start it yet. Removes what a killed run left behind.
    own_engine();
    // Removes it with all it holds.
    ~own_engine();
    own_engine(const own_engine&) = delete;
    own_engine& operator=(const own_engine&) = delete;

    std::filesystem::path socket() const { return run_ / "docker.sock"; }

    // Returns once it answers; throws std::runtime_error with its last words when it does not.
    void start(bool live_restore);
    // Returns once it has ended.
    void end(int signal);

  private:
    std::unique_ptr<process> run_program(const std::string& command) const;

    std::string name_;
    std::filesystem::path data_;
    std::filesystem::path run_;
    std::filesystem::path log_;
    std::unique_ptr<process> containerd_;
    std::unique_ptr<process> daemon_;
};

}  // namespace daemon_tests
