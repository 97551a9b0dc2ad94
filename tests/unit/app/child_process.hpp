#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace app_tests {

/// A program with an environment of its own. Its standard output and standard error are one
/// stream. The destructor kills what still runs.
class child_process {
  public:
    child_process(const std::string& program, const std::vector<std::string>& arguments,
                  const std::vector<std::string>& environment);
    ~child_process();
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;

    /// The next line of output without its end; empty at the end of the output.
    std::string read_line();

    void send_signal(int number) const;

    /// Waits for the end and returns the exit status; 128 + n when signal n ended it.
    int wait();

    /// Everything that `read_line` has not taken, once the program has closed its output.
    std::string rest();

  private:
    pid_t pid_ = -1;
    int output_ = -1;
};

}  // namespace app_tests
