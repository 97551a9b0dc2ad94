// What stands in for a shell's pipes, files and terminal.
#pragma once

#include <cli/process.hpp>

#include <filesystem>
#include <future>
#include <string>
#include <termios.h>

namespace flow {

/// A file as standard input, and pipes behind standard output and standard error that are read all
/// the time.
class local_streams {
  public:
    explicit local_streams(const std::filesystem::path& input);
    local_streams(const local_streams&) = delete;
    local_streams& operator=(const local_streams&) = delete;
    ~local_streams();

    [[nodiscard]] rollout::cli::standard_descriptors descriptors() const { return here_; }
    /// What was written, once the program has ended: to be called once, and last.
    std::string out();
    std::string err();

  private:
    rollout::cli::standard_descriptors here_;
    std::future<std::string> out_;
    std::future<std::string> err_;
};

/// A terminal with a user in front of it.
class local_terminal {
  public:
    local_terminal(int rows, int columns);
    local_terminal(const local_terminal&) = delete;
    local_terminal& operator=(const local_terminal&) = delete;
    ~local_terminal();

    [[nodiscard]] rollout::cli::standard_descriptors descriptors() const {
        return {slave_, slave_, slave_};
    }
    void type(const std::string& keys) const;
    /// Waits until a text is on the screen; false when it does not come. What was read stays read.
    bool shows(const std::string& text);
    /// This process hears of it as one whose terminal it is.
    void resize(int rows, int columns) const;
    /// Passes each key on as it is typed.
    [[nodiscard]] bool is_raw() const;
    [[nodiscard]] termios settings() const;

  private:
    int master_ = -1;
    int slave_ = -1;
    std::string screen_;
};

}  // namespace flow
