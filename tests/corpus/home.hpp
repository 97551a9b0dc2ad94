#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace rollout::test {

/// Where the corpus was when the expectations were made: absolute paths are part of the normal form
/// and of the hashes.
inline std::filesystem::path home_of_expectations() {
    return "/tmp/compose-corpus";
}

/// All that was in the environment.
inline std::map<std::string, std::string> environment_of_expectations() {
    return {{"PATH", "/usr/bin:/bin"}, {"HOME", "/root"}, {"DOCKER_HOST", "unix:///nonexistent"}};
}

}  // namespace rollout::test
