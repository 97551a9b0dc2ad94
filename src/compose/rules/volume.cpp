#include "volume.hpp"

#include <rollout/compose/text/ascii.hpp>
#include <rollout/compose/text/invalid_value.hpp>
#include <rollout/compose/text/paths.hpp>
#include <rollout/compose/text/text.hpp>
#include <rollout/compose/tree/mapping_builder.hpp>

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

struct mount_text {
    std::string source;
    std::string target;
    std::string options;
    bool implied = false;  // too short to have parts: neither a bind nor an anonymous volume
};

mount_text split_mount(std::string_view text) {
    if (text.empty()) throw invalid_value("invalid empty volume spec");
    mount_text mount;
    mount.implied = text.size() <= 2;
    mount.target = text;
    if (mount.implied) return mount;
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
    if (parts.size() == 3) mount.options = parts[2];
    return mount;
}

/// What the options of the short form say.
struct mount_options {
    bool read_only = false;
    bool nocopy = false;
    std::string selinux;
    std::string propagation;
};

mount_options read_options(const std::string& text) {
    mount_options read;
    for (const auto& option : split(text, ',')) {
        if (option == "ro" || option == "rw") {
            read.read_only = option == "ro";
        } else if (option == "nocopy") {
            read.nocopy = true;
        } else if (option == "z" || option == "Z") {
            read.selinux = option;
        } else if (std::find(std::begin(propagations), std::end(propagations), option) !=
                   std::end(propagations)) {
            read.propagation = option;
        }
    }
    return read;
}

}  // namespace

std::string volume_target(std::string_view text) {
    return split_mount(text).target;
}

node parse_volume(std::string_view text, const position& where) {
    const auto mount = split_mount(text);
    const auto options = read_options(mount.options);
    const bool binds = is_path(mount.source);
    mapping_builder map(where);
    map.text("type", binds ? "bind" : "volume")
        .text("source", mount.source)
        .text("target", clean_path(mount.target))
        .flag("read_only", options.read_only);
    if (binds || !options.selinux.empty() || !options.propagation.empty()) {
        map.tree("bind", mapping_builder(where)
                             .text("selinux", options.selinux)
                             .text("propagation", options.propagation)
                             .flag("create_host_path", binds)
                             .done());
    }
    if (options.nocopy || (!binds && !mount.implied)) {
        map.tree("volume", mapping_builder(where).flag("nocopy", options.nocopy).done());
    }
    return map.done();
}

}  // namespace rollout::compose
