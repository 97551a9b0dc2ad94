#pragma once

#include <support/engine/container_files.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace support::engine {

std::string make_tar(const std::vector<file_entry>& entries);
// Uncompressed; absent when the bytes are no whole archive.
std::optional<std::vector<file_entry>> read_tar(std::string_view bytes);

}  // namespace support::engine
