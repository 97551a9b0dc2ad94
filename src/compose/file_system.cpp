#include "file_system.hpp"

#include <rollout/compose/error.hpp>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace rollout::compose {

namespace {

namespace fs = std::filesystem;

}  // namespace

std::string read_file(const std::string& path, const position& where) {
    if (is_folder(path)) throw error(where, "read " + path + ": is a directory");
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::string why = std::strerror(errno != 0 ? errno : EIO);
        why.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(why.front())));
        throw error(where, "open " + path + ": " + why);
    }
    std::string text;
    std::array<char, 64U << 10U> part{};
    while (in) {
        in.read(part.data(), part.size());
        text.append(part.data(), static_cast<std::size_t>(in.gcount()));
        if (text.size() > max_file_bytes) {
            throw error(where, "read " + path + ": larger than " +
                                   std::to_string(max_file_bytes >> 20U) + " MiB");
        }
    }
    return text;
}

bool file_exists(const std::string& path) {
    std::error_code code;
    return fs::exists(path, code);
}

bool is_regular_file(const std::string& path) {
    std::error_code code;
    return fs::is_regular_file(path, code);
}

bool is_folder(const std::string& path) {
    std::error_code code;
    return fs::is_directory(path, code);
}

std::optional<std::string> real_path(const std::string& path) {
    std::error_code code;
    auto real = fs::canonical(path, code).string();
    return code ? std::nullopt : std::optional(std::move(real));
}

std::string without_link(const std::string& path) {
    fs::path at;
    for (const auto& part : fs::path(path)) {
        at /= part;
        std::error_code code;
        if (!fs::is_symlink(at, code)) continue;
        const auto target = real_path(at.string());
        return target ? *target + path.substr(at.string().size()) : path;
    }
    return path;
}

}  // namespace rollout::compose
