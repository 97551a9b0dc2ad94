#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace support {

// A new folder with a short name (a socket's path holds at most 107 bytes), removed with all it
// holds.
class temp_dir {
  public:
    temp_dir();
    ~temp_dir();
    temp_dir(const temp_dir&) = delete;
    temp_dir& operator=(const temp_dir&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    // Writes a file, with the folders above it, and returns its path.
    std::filesystem::path write(std::string_view name, std::string_view text) const;
    std::string read(std::string_view name) const;

  private:
    std::filesystem::path path_;
};

// All of a file; throws std::runtime_error with the path when it cannot be read.
std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace support
