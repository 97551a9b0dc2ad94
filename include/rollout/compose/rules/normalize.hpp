#pragma once

#include <rollout/compose/text/dotenv.hpp>
#include <rollout/compose/tree/node.hpp>

#include <string>

namespace rollout::compose {

/// Gives a variable that an `environment` list only names its value, and secrets and configs that
/// come from a variable theirs.
void resolve_variables(node& root, const variables& environment);

/// What services imply becomes explicit: the default network, dependencies on services that are
/// linked to or shared with, names of networks, volumes, secrets and configs.
void normalize(node& root, const std::string& project_name, const variables& environment);

/// The key under which a secret carries its value.
inline constexpr const char* secret_value_key = "x-#value";

}  // namespace rollout::compose
