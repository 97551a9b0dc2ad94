#pragma once

#include <rollout/plan/operation.hpp>

#include <string>

namespace rollout::plan {

/// What sets a one-off's container apart from its service's.
struct one_off_marks {
    std::string name;
    std::string slug;           ///< for the label `com.docker.compose.slug`; empty = none
    bool keep_aliases = false;  ///< false: its service's requests are not for this one
    bool attach_stdin = false;  ///< its stdin ends with the connection of the one who attaches
    bool remove = false;        ///< by the engine, when it ends
};

/// Puts them into what creates a container and connects it to its networks.
void mark_one_off(operations& ops, const one_off_marks& marks);

/// The same for the document of one container.
[[nodiscard]] std::string marked(const std::string& container_body, const one_off_marks& marks);

}  // namespace rollout::plan
