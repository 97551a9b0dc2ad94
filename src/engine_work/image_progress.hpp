#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace rollout::engine_work {

/// `Step 3/7 : RUN make` of the engine's builder.
struct builder_step {
    int step = 0;
    int steps = 0;
    std::string instruction;
};

/// Tells the lines of the engine's builder apart.
class builder_lines {
  public:
    /// Set when a line begins the next instruction. What an instruction prints begins none, unless
    /// it counts on from there.
    [[nodiscard]] std::optional<builder_step> step_in(const std::string& line);

    /// Where the builder keeps its layers, which tells a person nothing.
    [[nodiscard]] static bool is_about_layers(const std::string& line);

  private:
    int last_ = 0;
};

/// Which of an engine's many words about the layers of a pull are worth an event: another status,
/// and each twentieth of the bytes.
class layer_progress {
  public:
    [[nodiscard]] bool is_news(const std::string& layer, const std::string& status,
                               std::int64_t current, std::int64_t total);

  private:
    std::map<std::string, std::pair<std::string, std::int64_t>> told_;  // status, twentieths
};

}  // namespace rollout::engine_work
