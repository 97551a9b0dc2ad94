#include <rollout/cli/plain_reporter.hpp>

#include <ostream>

namespace rollout::cli {

void plain_reporter::report(const deploy::event& e) {
    using level = deploy::event::level;
    switch (e.importance) {
        case level::step: out_ << e.phase << ": " << e.text << std::endl; break;
        case level::detail: out_ << e.phase << " | " << e.text << std::endl; break;
        case level::warning: err_ << e.phase << ": warning: " << e.text << std::endl; break;
        case level::error: err_ << e.phase << ": error: " << e.text << std::endl; break;
    }
}

}  // namespace rollout::cli
