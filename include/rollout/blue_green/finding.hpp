#pragma once

#include <string>
#include <string_view>

namespace rollout::blue_green {

/// Something that is wrong or unwise about the deploys of a project.
struct finding {
    enum class level {
        error,    ///< a deploy fails, or destroys something
        warning,  ///< a deploy works, and may hurt all the same
        advice,   ///< what others learned the hard way
    };
    level importance = level::warning;
    std::string subject;  ///< a service, services with commas between them, or a setting
    std::string text;     ///< what is the matter with it
    std::string remedy;   ///< what to do
};

[[nodiscard]] constexpr std::string_view to_string(finding::level l) {
    switch (l) {
        case finding::level::error: return "error";
        case finding::level::warning: return "warning";
        case finding::level::advice: return "advice";
    }
    return "";
}

}  // namespace rollout::blue_green
