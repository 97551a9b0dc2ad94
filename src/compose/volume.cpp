#include "volume.hpp"

#include "ascii.hpp"
#include "invalid_value.hpp"
#include "text.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace rollout::compose {

namespace {

constexpr std::string_view propagations[] = {"rprivate", "private", "rshared",
                                             "shared",   "rslave",  "slave"};

/// One letter, of any alphabet.
bool is_letter_alone(std::string_view text) {
    if (text.size() == 1) return is_letter(text.front());
    const auto lead = static_cast<unsigned char>(text.empty() ? 0 : text.front());
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC3 ? 2 : 0;
    return length > 0 && text.size() == length;
}

/// Splits at colons. The one in a Windows drive (`c:\data`) is no separator, nor are those inside
/// of `${...}`, for files whose variables are not replaced.
std::vector<std::string> sections(std::string_view text) {
    std::vector<std::string> parts(1);
    int open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        auto& last = parts.back();
        if (c == '$' && i + 1 < text.size() && text[i + 1] == '{') ++open;
        if (c == '}' && open > 0) --open;
        if (c == ':' && open == 0 && !is_letter_alone(last)) {
            parts.emplace_back();
        } else {
            last += c;
        }
    }
    return parts;
}

bool is_path(std::string_view source) {
    if (source.empty()) return false;
    if (source.front() == '.' || source.front() == '/' || source.front() == '~') return true;
    if (starts_with(source, "\\\\")) return true;
    const auto colon = source.find(':');
    return colon != std::string_view::npos && is_letter_alone(source.substr(0, colon));
}

bind_options& bind_of(volume_mount& mount) {
    return mount.bind ? *mount.bind : mount.bind.emplace();
}

void apply_options(volume_mount& mount, std::string_view options) {
    for (const auto& option : split(options, ',')) {
        if (option == "ro" || option == "rw") {
            mount.read_only = option == "ro";
        } else if (option == "nocopy") {
            mount.volume.emplace().nocopy = true;
        } else if (option == "z" || option == "Z") {
            bind_of(mount).selinux = option;
        } else if (std::find(std::begin(propagations), std::end(propagations), option) !=
                   std::end(propagations)) {
            bind_of(mount).propagation = option;
        }
    }
}

}  // namespace

volume_mount parse_volume(std::string_view text) {
    if (text.empty()) throw invalid_value("invalid empty volume spec");
    volume_mount mount;
    if (text.size() <= 2) {
        mount.target = text;
        return mount;
    }
    const auto fail = [text](const char* why) {
        return invalid_value("invalid spec: " + std::string(text) + ": " + why);
    };
    const auto parts = sections(text);
    for (const auto& part : parts) {
        if (part.empty()) throw fail("empty section between colons");
    }
    if (parts.size() > 3) throw fail("too many colons");
    if (parts.size() > 1) mount.source = parts.front();
    mount.target = parts.size() > 1 ? parts[1] : parts.front();
    if (parts.size() == 3) apply_options(mount, parts[2]);
    if (is_path(mount.source)) {
        mount.type = volume_mount::kind::bind;
        bind_of(mount).create_host_path = true;
    } else if (!mount.volume) {
        mount.volume.emplace();
    }
    return mount;
}

}  // namespace rollout::compose
