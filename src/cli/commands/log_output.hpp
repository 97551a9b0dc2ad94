#pragma once

#include <cli/render/log_printer.hpp>

#include <string>

namespace rollout::cli {

class frame;

/// Where log lines go: printed, or with `--progress json` as `log_line` events. Must outlive what
/// `reader` made.
class log_output {
  public:
    log_output(frame& f, const std::string& project, log_style style);

    [[nodiscard]] engine_work::log_reader reader();

  private:
    frame& frame_;
    log_printer printer_;
};

}  // namespace rollout::cli
