#include "folders.hpp"

namespace support {

std::string source_dir() {
    return ROLLOUT_SOURCE_DIR;
}

std::string build_dir() {
    return ROLLOUT_BUILD_DIR;
}

}  // namespace support
