#pragma once

#include <rollout/engine_work/logs.hpp>

#include <cstddef>
#include <iosfwd>
#include <map>
#include <set>
#include <string>

namespace rollout::cli {

struct log_style {
    bool prefix = true;  ///< each line begins with its container's name
    bool color = false;  ///< the prefix has its service's color
    bool times = false;  ///< the line begins with the time at which it was written
};

/// Prints log lines as docker compose does: behind the container's name without its project's, all
/// names as wide as the widest that is known by then.
class log_printer {
  public:
    log_printer(std::ostream& out, std::string project, log_style style)
        : out_(out), project_(std::move(project)), style_(style) {}

    void found(const std::string& container);
    void print(const engine_work::log_entry& entry);

  private:
    [[nodiscard]] std::string short_name(const std::string& container) const;
    [[nodiscard]] const char* color_of(const std::string& service);

    std::ostream& out_;
    std::string project_;
    log_style style_;
    std::size_t width_ = 0;
    std::map<std::string, std::size_t> colors_;  ///< by service: its number
};

}  // namespace rollout::cli
