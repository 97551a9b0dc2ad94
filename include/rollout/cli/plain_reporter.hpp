#pragma once

#include <rollout/deploy/reporter.hpp>

#include <iosfwd>

namespace rollout::cli {

/// One line an event: `phase: text`, details as `phase | text`; warnings and errors are marked and
/// go to `err`.
class plain_reporter final : public deploy::reporter {
  public:
    plain_reporter(std::ostream& out, std::ostream& err) : out_(out), err_(err) {}
    void report(const deploy::event& e) override;

  private:
    std::ostream& out_;
    std::ostream& err_;
};

}  // namespace rollout::cli
