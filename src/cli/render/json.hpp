#pragma once

#include <cli/render/describe.hpp>
#include <cli/render/renderer.hpp>

#include <chrono>
#include <functional>
#include <iosfwd>

namespace rollout::cli {

/// The number in every object; it changes when a program that reads the old ones would break.
inline constexpr int json_schema_version = 1;

/// One JSON object a line, all to `out`: each event with its facts, the values that a command
/// shows, and last a `result`. docs/events.md describes them, docs/events.schema.json says so
/// exactly.
class json_renderer final : public renderer {
  public:
    using clock = std::function<std::chrono::system_clock::time_point()>;

    explicit json_renderer(std::ostream& out, clock now = std::chrono::system_clock::now)
        : out_(out), now_(std::move(now)) {}

    void report(const engine_work::event& e) override;
    void report(const blue_green::event& e) override;
    void show(const stack_status& status) override;
    void show(const container_list& list) override;
    void show(const deploy_history& history) override;
    void finish(const command_result& result) override;

  private:
    std::ostream& out_;
    clock now_;
};

/// The `outcome` of a result whose exit code is that of a program in a container, and not 0.
inline constexpr const char* program_ended = "program_ended";

/// The name of the enumerator, as `outcome` of a result has it.
[[nodiscard]] const char* outcome_of(engine_work::exit_code code);

}  // namespace rollout::cli
