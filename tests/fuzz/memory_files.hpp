#pragma once

#include <map>
#include <string>

namespace rollout::compose::fuzz {

/// The only files that there are, by absolute path; folders are what lies above them.
std::map<std::string, std::string>& memory_files();

}  // namespace rollout::compose::fuzz
