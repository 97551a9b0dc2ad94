#include "volume.hpp"

#include "ascii.hpp"
#include "invalid_value.hpp"

#include <string>
#include <vector>

namespace rollout::compose {

namespace {

/// Splits at colons; the one in a Windows drive (`c:\data`) is no separator.
std::vector<std::string> sections(std::string_view text) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        auto& last = parts.back();
        const bool after_drive = last.size() == 1 && is_letter(last.front());
        if (c == ':' && !after_drive) {
            parts.emplace_back();
        } else {
            last += c;
        }
    }
    return parts;
}

bool is_path(std::string_view source) {
    return source.front() == '.' || source.front() == '/' || source.front() == '~' ||
           source.substr(0, 2) == "\\\\" ||
           (source.size() > 1 && is_letter(source.front()) && source[1] == ':');
}

void apply_options(volume_mount& mount, std::string_view options) {
    while (true) {
        const auto comma = options.find(',');
        const auto option = options.substr(0, comma);
        if (option == "ro" || option == "rw") {
            mount.read_only = option == "ro";
        } else {
            throw invalid_value("the volume option \"" + std::string(option) +
                                "\" is not supported; use ro or rw");
        }
        if (comma == std::string_view::npos) return;
        options.remove_prefix(comma + 1);
    }
}

}  // namespace

volume_mount parse_volume(std::string_view text) {
    if (text.empty()) throw invalid_value("empty volume");
    volume_mount mount;
    if (text.size() <= 2) {
        mount.target = text;
        return mount;
    }
    auto parts = sections(text);
    for (const auto& part : parts) {
        if (part.empty()) throw invalid_value("empty section between colons");
    }
    if (parts.size() > 3) throw invalid_value("too many colons");
    if (parts.size() > 1) mount.source = parts.front();
    mount.target = parts.size() > 1 ? parts[1] : parts.front();
    if (!mount.source.empty() && is_path(mount.source)) {
        mount.type = volume_mount::kind::bind;
        mount.create_host_path = true;
    }
    if (parts.size() == 3) apply_options(mount, parts[2]);
    return mount;
}

}  // namespace rollout::compose
