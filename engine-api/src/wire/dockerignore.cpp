#include "wire/dockerignore.hpp"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <utility>

namespace engine_api::wire {

namespace {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The closing bracket of the class that opens at `begin`; npos when it is missing or comes at
/// once.
std::size_t end_of_class(std::string_view pattern, std::size_t begin) {
    std::size_t end = begin + 1;
    if (end < pattern.size() && pattern[end] == '^') ++end;
    const auto first = end;
    while (end < pattern.size() && pattern[end] != ']')
        end += pattern[end] == '\\' ? 2 : 1;
    return end < pattern.size() && end > first ? end : std::string_view::npos;
}

/// Every class has an end and something in it, every escape something to escape.
bool is_well_formed(std::string_view pattern) {
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '\\') {
            if (++i == pattern.size()) return false;
        } else if (pattern[i] == '[') {
            const auto end = end_of_class(pattern, i);
            if (end == std::string_view::npos) return false;
            i = end;
        }
    }
    return true;
}

std::string cleaned(std::string_view pattern) {
    auto path = std::filesystem::path(pattern).lexically_normal().generic_string();
    while (path.starts_with('/'))
        path.erase(0, 1);
    while (path.ends_with('/'))
        path.pop_back();
    return path == "." ? std::string() : path;
}

/// What a `[...]` class at the front of `pattern` says about `c`; nullopt when it is not closed.
/// `length` is how much of the pattern the class takes.
std::optional<bool> matches_class(std::string_view pattern, char c, std::size_t& length) {
    std::size_t i = 1;
    const bool negated = i < pattern.size() && pattern[i] == '^';
    if (negated) ++i;
    bool hit = false;
    for (bool first = true; i < pattern.size(); first = false) {
        if (pattern[i] == ']' && !first) {
            length = i + 1;
            return hit != negated;
        }
        if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
        const char low = pattern[i++];
        char high = low;
        if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
            high = pattern[i + 1];
            i += 2;
        }
        hit = hit || (low <= c && c <= high);
    }
    return std::nullopt;
}

bool matches(std::string_view pattern, std::string_view path);

/// Any number of whole parts, none among them, also where no slash is beside the stars; at the end
/// of a pattern anything.
bool matches_double_star(std::string_view rest, std::string_view path) {
    if (rest.starts_with('/')) rest.remove_prefix(1);
    if (rest.empty() || matches(rest, path)) return true;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (path[i] == '/' && matches(rest, path.substr(i + 1))) return true;
    return false;
}

bool matches_star(std::string_view rest, std::string_view path) {
    for (std::size_t i = 0;; ++i) {
        if (matches(rest, path.substr(i))) return true;
        if (i == path.size() || path[i] == '/') return false;
    }
}

bool matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty()) {
        const char p = pattern.front();
        if (pattern.starts_with("**")) return matches_double_star(pattern.substr(2), path);
        if (p == '*') return matches_star(pattern.substr(1), path);
        if (path.empty()) return false;
        std::size_t length = 1;
        if (p == '[') {
            const auto hit = matches_class(pattern, path.front(), length);
            if (!hit.value_or(false) || path.front() == '/') return false;
        } else if (p == '\\' && pattern.size() > 1) {
            if (pattern[1] != path.front()) return false;
            length = 2;
        } else if (p == '?' ? path.front() == '/' : p != path.front()) {
            return false;
        }
        pattern.remove_prefix(length);
        path.remove_prefix(1);
    }
    return path.empty();
}

/// `**text`, and nothing special in the text: all that ends so.
bool is_ending(std::string_view pattern) {
    return pattern.starts_with("**") && !pattern.starts_with("**/") &&
           pattern.find_first_of("*?[]\\", 2) == std::string_view::npos;
}

bool matches_whole(std::string_view pattern, std::string_view path) {
    return is_ending(pattern) ? path.ends_with(pattern.substr(2)) : matches(pattern, path);
}

bool matches_or_holds(std::string_view pattern, std::string_view path) {
    if (matches_whole(pattern, path)) return true;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (path[i] == '/' && matches_whole(pattern, path.substr(0, i))) return true;
    return false;
}

}  // namespace

dockerignore::dockerignore(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.starts_with('#')) continue;
        line = trimmed(line);
        rule r;
        r.exception = line.starts_with('!');
        const auto pattern = r.exception ? trimmed(line.substr(1)) : line;
        if (line.empty()) continue;
        const bool says_nothing = pattern.find_first_not_of(r.exception ? "/" : "") == pattern.npos;
        if (says_nothing || !is_well_formed(pattern))
            throw std::runtime_error(".dockerignore, line " + std::to_string(number) + ": '" +
                                     std::string(line) + "' is no pattern");
        r.pattern = cleaned(pattern);
        if (!r.pattern.empty()) rules_.push_back(std::move(r));
    }
}

bool dockerignore::excludes(std::string_view path) const {
    bool excluded = false;
    for (const auto& r : rules_)
        if (r.exception == excluded && matches_or_holds(r.pattern, path)) excluded = !r.exception;
    return excluded;
}

bool dockerignore::has_exceptions() const {
    return std::any_of(rules_.begin(), rules_.end(), [](const rule& r) { return r.exception; });
}

}  // namespace engine_api::wire
