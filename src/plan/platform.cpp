#include <rollout/compose/text/ascii.hpp>
#include <rollout/plan/platform.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace rollout::plan {

namespace {

constexpr std::array known_systems{"aix",    "android", "darwin", "dragonfly", "freebsd", "linux",
                                   "netbsd", "openbsd", "plan9",  "solaris",   "windows"};
constexpr std::array known_architectures{"386",     "amd64",   "arm",      "arm64",
                                         "loong64", "mips64",  "mips64le", "ppc64",
                                         "ppc64le", "riscv64", "s390x"};

template <class List>
bool contains(const List& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_part(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    });
}

std::vector<std::string> parts_of(const std::string& given) {
    const auto text = compose::lower_case(given);
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find('/', begin), text.size());
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

/// Of one machine there are several names, and a variant that is the usual one is not said.
platform in_one_spelling(platform p) {
    static const std::map<std::string_view, const char*> other_names{
        {"i386", "386"},      {"x86_64", "amd64"}, {"x86-64", "amd64"},
        {"aarch64", "arm64"}, {"armhf", "arm"},    {"armel", "arm"}};
    if (p.os == "macos") p.os = "darwin";
    if (p.arch == "armel") p.variant = "v6";
    if (p.arch == "armhf") p.variant.clear();
    if (const auto name = other_names.find(p.arch); name != other_names.end())
        p.arch = name->second;
    if (p.variant.size() == 1 && p.variant != "v") p.variant.insert(0, "v");
    const bool usual = p.arch == "386" || (p.arch == "amd64" && p.variant == "v1") ||
                       (p.arch == "arm64" && p.variant == "v8") ||
                       (p.arch == "arm" && p.variant == "v7");
    if (usual) p.variant.clear();
    return p;
}

std::string default_platform(const compose::project& p) {
    const auto found = p.environment.find("DOCKER_DEFAULT_PLATFORM");
    return found == p.environment.end() ? std::string() : found->second;
}

}  // namespace

platform parse_platform(const std::string& text) {
    const auto parts = parts_of(text);
    const bool valid = parts.size() <= 3 && std::all_of(parts.begin(), parts.end(), is_part);
    auto of_one_word = in_one_spelling({"", parts.front(), ""});
    const bool is_system = contains(known_systems, in_one_spelling({parts.front(), "", ""}).os);
    const bool is_architecture = contains(known_architectures, of_one_word.arch);
    if (!valid || (parts.size() == 1 && !is_system && !is_architecture))
        throw std::invalid_argument("\"" + text + "\" is no platform such as linux/arm64");
    if (parts.size() == 1 && !is_system) {
        of_one_word.os = "linux";
        return of_one_word;
    }
    platform p;
    p.os = parts[0];
    if (parts.size() > 1) p.arch = parts[1];
    if (parts.size() > 2) p.variant = parts[2];
    return in_one_spelling(std::move(p));
}

std::string to_string(const platform& p) {
    auto text = p.os;
    for (const auto& part : {p.arch, p.variant})
        if (!part.empty()) text += '/' + part;
    return text;
}

std::string platform_parameter(const std::string& text) {
    return text.empty() ? std::string() : to_string(parse_platform(text));
}

bool is_for(const platform& actual, const platform& wanted) {
    return actual == wanted || (wanted.arch.empty() && actual.os == wanted.os);
}

std::string image_platform(const compose::project& p, const compose::service& s) {
    return s.platform.empty() && s.build ? default_platform(p) : s.platform;
}

std::string platform_of(const compose::project& p, const compose::service& s) {
    return s.platform.empty() ? default_platform(p) : s.platform;
}

}  // namespace rollout::plan
