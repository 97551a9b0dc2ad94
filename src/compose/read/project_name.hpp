#pragma once

#include <string>
#include <string_view>

namespace rollout::compose {

/// Lower case, only letters, digits, `_` and `-`, starting with a letter or digit. May be empty.
std::string normal_project_name(std::string_view text);

/// Throws `error` when a name given by flag or variable is not already in its normal form.
void require_normal_project_name(const std::string& name);

}  // namespace rollout::compose
