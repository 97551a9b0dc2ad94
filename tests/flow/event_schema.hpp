#pragma once

#include <string>

namespace flow {

/// The JSON Schema (draft 7) of a line that `--progress json` prints, made from the events' own
/// list of facts; docs/events.schema.json is its text.
std::string event_schema();

/// One line of each event there is, as the renderer writes it, with nothing but default facts.
std::string a_line_of_each_event();

}  // namespace flow
