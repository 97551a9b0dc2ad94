#include <support/engine/text.hpp>
#include <support/message.hpp>

#include <algorithm>
#include <array>

namespace support {

std::optional<std::string> request::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (text::equal_ignoring_case(key, name)) return value;
    }
    return std::nullopt;
}

std::string request::param(const std::string& key, std::string fallback) const {
    const auto found = query.find(key);
    return found == query.end() ? std::move(fallback) : found->second;
}

std::vector<std::string> request::params(std::string_view key) const {
    std::vector<std::string> values;
    for (auto& [name, value] : text::parse_query(target)) {
        if (name == key) values.push_back(std::move(value));
    }
    return values;
}

bool request::flag(const std::string& key) const {
    static constexpr std::array<std::string_view, 5> falsehoods{"", "0", "no", "false", "none"};
    auto value = text::lower(param(key));
    return std::find(falsehoods.begin(), falsehoods.end(), value) == falsehoods.end();
}

bool request::mutating() const {
    return method != "GET" && method != "HEAD";
}

std::string request::line() const {
    const auto skip = version.empty() ? 0 : version.size() + 2;
    return method + " " + target.substr(skip);
}

reply reply::json(unsigned status, std::string text) {
    reply made;
    made.status = status;
    made.headers.emplace_back("Content-Type", "application/json");
    made.body = std::move(text);
    return made;
}

reply reply::error(unsigned status, std::string_view message) {
    return json(status, "{\"message\":" + text::json_string(message) + "}\n");
}

reply reply::text(unsigned status, std::string body) {
    reply made;
    made.status = status;
    made.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    made.body = std::move(body);
    return made;
}

reply reply::empty(unsigned status) {
    reply made;
    made.status = status;
    if (status == 204 || status == 304) made.frame = framing::none;
    return made;
}

reply reply::json_stream(std::shared_ptr<byte_pipe> stream) {
    reply made = json(200, "");
    made.frame = framing::chunked;
    made.stream = std::move(stream);
    return made;
}

bool path_matches(std::string_view pattern, std::string_view path) {
    if (pattern.empty()) return path.empty();
    if (pattern.front() != '*') {
        return !path.empty() && pattern.front() == path.front() &&
               path_matches(pattern.substr(1), path.substr(1));
    }
    const bool over_slashes = pattern.starts_with("**");
    const auto rest = pattern.substr(over_slashes ? 2 : 1);
    for (std::size_t taken = 0; taken <= path.size(); ++taken) {
        if (path_matches(rest, path.substr(taken))) return true;
        if (taken < path.size() && path[taken] == '/' && !over_slashes) return false;
    }
    return false;
}

}  // namespace support
