#include "seccomp.hpp"

#include <rollout/compose/model/security_opt.hpp>

#include <nlohmann/json.hpp>

#include <cctype>
#include <stdexcept>

namespace rollout::plan {

namespace {

/// Numbers, names and their order stay as they are written.
std::string without_white_space(const std::string& json_text) {
    std::string compact;
    bool in_text = false;
    bool escaped = false;
    for (const char c : json_text) {
        if (!in_text && std::isspace(static_cast<unsigned char>(c)) != 0) continue;
        compact += c;
        if (c == '"' && !escaped) in_text = !in_text;
        escaped = c == '\\' && !escaped;
    }
    return compact;
}

/// `parse error at line 2, column 1: ...`; empty = it is JSON.
std::string fault_of(const std::string& text) {
    try {
        [[maybe_unused]] const auto valid = nlohmann::json::parse(text);
    } catch (const nlohmann::json::parse_error& e) {
        const std::string what = e.what();
        return what.substr(what.find("] ") + 2);
    }
    return {};
}

}  // namespace

std::string security_option(const compose::project& p, const std::string& option) {
    const auto file = compose::seccomp_file(option);
    if (!file) return option;
    const auto found = p.seccomp_profiles.find(*file);
    if (found == p.seccomp_profiles.end()) return option;
    const auto& profile = found->second;
    if (!profile.problem.empty())
        throw std::invalid_argument("the seccomp profile cannot be read: " + profile.problem);
    const auto fault = fault_of(profile.text);
    if (!fault.empty())
        throw std::invalid_argument("the seccomp profile " + *file + " is not JSON: " + fault);
    return "seccomp=" + without_white_space(profile.text);
}

}  // namespace rollout::plan
