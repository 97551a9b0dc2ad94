#pragma once

#include <string>
#include <string_view>

namespace rollout::deploy {

/// Something a user wants to know while a command runs.
struct event {
    enum class level {
        step,     ///< what happens now, or what was achieved
        detail,   ///< output of a build, log lines, nginx's words
        warning,  ///< worth a look, changes nothing
        error,    ///< why it did not work
    };
    level importance = level::step;
    std::string_view phase;  ///< `plan`, `build`, `health`, `cutover`, `smoke`, ...
    std::string text;        ///< one line, without its newline
};

/// The only way from the deploy to the user.
class reporter {
  public:
    reporter() = default;
    reporter(const reporter&) = delete;
    reporter& operator=(const reporter&) = delete;
    virtual ~reporter() = default;

    virtual void report(const event& e) = 0;

    void step(std::string_view phase, std::string text) {
        report({event::level::step, phase, std::move(text)});
    }
    void detail(std::string_view phase, std::string text) {
        report({event::level::detail, phase, std::move(text)});
    }
    void warning(std::string_view phase, std::string text) {
        report({event::level::warning, phase, std::move(text)});
    }
    void error(std::string_view phase, std::string text) {
        report({event::level::error, phase, std::move(text)});
    }
};

}  // namespace rollout::deploy
