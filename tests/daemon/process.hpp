#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <thread>
#include <vector>

namespace daemon_tests {

using clock_type = std::chrono::steady_clock;
using variables = std::map<std::string, std::string>;

// A program that runs, and what it has printed so far, on stdout and stderr in the order it came.
class process {
  public:
    // `command` begins with the program's path. The environment is `environment` and nothing else.
    // Throws std::system_error when the program cannot be started.
    process(std::vector<std::string> command, const variables& environment,
            const std::filesystem::path& folder);
    // Kills it when it still runs.
    ~process();
    process(const process&) = delete;
    process& operator=(const process&) = delete;

    pid_t pid() const { return pid_; }
    void send_signal(int number) const;

    // Until a line that contains `part` came; false when the program or the time ended first.
    bool wait_for_line(std::string_view part, std::chrono::milliseconds limit) const;
    // When the first line that contains `part` came.
    std::optional<clock_type::time_point> time_of(std::string_view part) const;

    // The exit code, 128 + n when signal n ended it; -1 when it has not ended in time.
    int wait(std::chrono::milliseconds limit);

    // All of it once wait() has returned.
    std::string output() const;

  private:
    struct line {
        clock_type::time_point at;
        std::string text;
    };

    void read_lines(int from);
    void add(std::string text);
    const line* find(std::string_view part) const;

    pid_t pid_ = -1;
    std::optional<int> exit_code_;
    mutable std::mutex mutex_;  // lines_ and at_end_
    mutable std::condition_variable changed_;
    std::vector<line> lines_;
    bool at_end_ = false;
    std::thread reader_;
};

}  // namespace daemon_tests
