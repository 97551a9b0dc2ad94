#include "expectation.hpp"

#include <engine_api/http_probe.hpp>

#include <boost/algorithm/string/predicate.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <boost/regex.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace rollout::blue_green {

namespace {

using nlohmann::json;
using possible_difference = std::optional<difference>;

[[noreturn]] void refuse_text(std::string_view text, const std::string& why) {
    throw std::invalid_argument('\'' + std::string(text) + "' " + why);
}

std::optional<int> status_of(std::string_view digits) {
    int status = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, ec] = std::from_chars(digits.data(), end, status);
    if (ec != std::errc() || stop != end || status < 100 || status > 599) return std::nullopt;
    return status;
}

status_range parse_range(std::string_view text) {
    const auto dash = text.find('-');
    const auto first = status_of(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : status_of(text.substr(dash + 1));
    if (!first || !last || *last < *first)
        refuse_text(text, "is not a status of HTTP or a range of them such as 200-299");
    return {*first, *last};
}

/// Boost's own, not std::regex, which needs stack for each byte that it looks at and has no limit
/// of time.
boost::regex compiled(const std::string& pattern) {
    return boost::regex(pattern, boost::regex::ECMAScript);
}

/// Part of a text from elsewhere, short enough for a sentence.
std::string shown(const std::string& text) {
    constexpr std::size_t longest = 80;
    if (text.size() <= longest) return text;
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;  // not inside of a character
    return text.substr(0, end) + "...";
}

std::string quoted(const std::string& text) {
    return '"' + shown(text) + '"';
}

/// Arrays and objects are not written out: `dump` recurses, and the nesting is the app's.
std::string shown(const json& value) {
    if (value.is_string()) return quoted(value.get_ref<const std::string&>());
    if (value.is_array()) return "an array";
    return value.is_object() ? "an object" : value.dump();
}

possible_difference in_status(const expectation& expected, const engine_api::http_answer& answer) {
    if (covers(expected.status, answer.status)) return {};
    return difference{"status " + std::to_string(answer.status), words_for(expected.status)};
}

possible_difference in_header(const expected_header& wanted,
                              const engine_api::http_answer& answer) {
    const std::string* seen = nullptr;
    for (const auto& [name, value] : answer.headers.all()) {
        if (!boost::algorithm::iequals(name, wanted.name, std::locale::classic())) continue;
        if (!wanted.value || value == *wanted.value) return {};
        if (!seen) seen = &value;
    }
    const auto expected = wanted.value ? quoted(*wanted.value) : "";
    if (!seen) return difference{"no header " + wanted.name, expected};
    return difference{"header " + wanted.name + " is " + quoted(*seen), expected};
}

possible_difference in_text(const std::string& wanted, const engine_api::http_answer& answer) {
    if (answer.body.find(wanted) != std::string::npos) return {};
    const auto what = answer.body_cut
                          ? "the first " + std::to_string(answer.body.size()) + " bytes of the body"
                          : std::string("the body");
    return difference{what + (answer.body_cut ? " lack " : " lacks ") + quoted(wanted), ""};
}

possible_difference in_pattern(const std::string& pattern, const engine_api::http_answer& answer) {
    const auto name = '/' + shown(pattern) + '/';
    try {
        const auto flags = boost::match_default | boost::match_not_dot_newline;
        if (boost::regex_search(answer.body, compiled(pattern), flags)) return {};
        return difference{"the body does not match " + name, ""};
    } catch (const std::runtime_error&) {  // a limit of Boost.Regex
        return difference{"the body takes too long to search for " + name, ""};
    }
}

/// What the pointer leads to; null when it leads nowhere.
const json* find_in(const json& document, const std::string& pointer) {
    try {
        return &document.at(json::json_pointer(pointer));
    } catch (const json::exception&) {
        return nullptr;
    }
}

bool is_value(const json& seen, const std::string& wanted) {
    if (seen.is_string() && seen.get_ref<const std::string&>() == wanted) return true;
    const auto value = json::parse(wanted, nullptr, false);
    return !value.is_discarded() && value == seen;
}

possible_difference in_json(const json& document, const expected_json& wanted) {
    const auto name = wanted.pointer.empty() ? "JSON" : "JSON " + wanted.pointer;
    const auto* const seen = find_in(document, wanted.pointer);
    if (!seen) return difference{"no " + name, quoted(wanted.value)};
    if (is_value(*seen, wanted.value)) return {};
    return difference{name + " is " + shown(*seen),
                      seen->is_string() ? quoted(wanted.value) : shown(wanted.value)};
}

possible_difference in_document(const expectation& expected,
                                const engine_api::http_answer& answer) {
    if (expected.json.empty()) return {};
    if (answer.body_cut) return difference{"the body is too long to be read as JSON", ""};
    const auto document = json::parse(answer.body, nullptr, false);
    if (document.is_discarded()) return difference{"the body is no JSON", ""};
    for (const auto& wanted : expected.json)
        if (auto found = in_json(document, wanted)) return found;
    return {};
}

void add_words(std::string& to, const std::string& words) {
    to += (to.empty() ? "" : ", ") + words;
}

}  // namespace

std::vector<status_range> parse_status_ranges(std::string_view text) {
    std::vector<status_range> ranges;
    for (std::size_t begin = 0; begin <= text.size();) {
        const auto end = std::min(text.find(',', begin), text.size());
        const std::string one(text.substr(begin, end - begin));
        ranges.push_back(parse_range(boost::algorithm::trim_copy(one)));
        begin = end + 1;
    }
    return ranges;
}

std::string parse_pattern(const std::string& text) {
    constexpr std::size_t longest = 4096;
    if (text.size() > longest) refuse_text(shown(text), "is too long for a regular expression");
    try {
        static_cast<void>(compiled(text));
    } catch (const std::runtime_error& e) {
        refuse_text(text, std::string("is not a regular expression: ") + e.what());
    }
    return text;
}

expected_json parse_expected_json(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos)
        refuse_text(text, "is not a JSON pointer and a value such as /version=2.0");
    expected_json parsed{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
    try {
        static_cast<void>(json::json_pointer(parsed.pointer));
    } catch (const json::exception&) {
        refuse_text(parsed.pointer, "is not a JSON pointer such as /version");
    }
    return parsed;
}

expected_header parse_expected_header(std::string_view text) {
    // RFC 9110, 5.6.2: what a name may consist of.
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    const auto is_of_a_name = [&](char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
               marks.find(c) != std::string_view::npos;
    };
    const auto colon = text.find(':');
    expected_header parsed;
    parsed.name = boost::algorithm::trim_copy(std::string(text.substr(0, colon)));
    if (parsed.name.empty() || !std::all_of(parsed.name.begin(), parsed.name.end(), is_of_a_name))
        refuse_text(text, "is not a header such as 'X-Version: 2' or 'X-Version'");
    if (colon != std::string_view::npos)
        parsed.value = boost::algorithm::trim_copy(std::string(text.substr(colon + 1)));
    return parsed;
}

bool covers(const std::vector<status_range>& ranges, int status) {
    return std::any_of(ranges.begin(), ranges.end(), [status](const status_range& r) {
        return r.first <= status && status <= r.last;
    });
}

std::string words_for(const std::vector<status_range>& status) {
    std::string words;
    for (const auto& r : status) {
        words += (words.empty() ? "status " : " or ") + std::to_string(r.first);
        if (r.last != r.first) words += '-' + std::to_string(r.last);
    }
    return words;
}

std::string words_for(const expectation& expected) {
    auto words = words_for(expected.status);
    for (const auto& h : expected.header)
        add_words(words, "header " + h.name + (h.value ? ' ' + quoted(*h.value) : ""));
    for (const auto& text : expected.body_contains)
        add_words(words, quoted(text) + " in the body");
    for (const auto& pattern : expected.body_matches)
        add_words(words, "a body that matches /" + shown(pattern) + '/');
    for (const auto& j : expected.json)
        add_words(words, "JSON " + j.pointer + (j.pointer.empty() ? "" : " ") + quoted(j.value));
    return words;
}

std::optional<difference> first_difference(const expectation& expected,
                                           const engine_api::http_answer& answer) {
    if (auto found = in_status(expected, answer)) return found;
    for (const auto& wanted : expected.header)
        if (auto found = in_header(wanted, answer)) return found;
    for (const auto& wanted : expected.body_contains)
        if (auto found = in_text(wanted, answer)) return found;
    for (const auto& pattern : expected.body_matches)
        if (auto found = in_pattern(pattern, answer)) return found;
    return in_document(expected, answer);
}

}  // namespace rollout::blue_green
