#include <support/engine/core.hpp>
#include <support/engine/filters.hpp>

#include <algorithm>

namespace support::engine {

filters filters::of(const request& asked, const std::vector<std::string>& allowed) {
    filters made;
    const auto text = asked.param("filters");
    if (text.empty()) return made;
    const auto given = json::parse(text, nullptr, false);
    if (!given.is_object()) throw refusal{500, "invalid character in filters: " + text};
    for (const auto& [key, wanted] : given.items()) {
        if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
            throw refusal{400, "Invalid filter '" + key + "'"};
        }
        auto& list = made.values_[key];
        for (const auto& [name, value] : wanted.items()) {
            if (wanted.is_object()) {
                list.push_back(name);
            } else if (value.is_string()) {
                list.push_back(value.get<std::string>());
            }
        }
    }
    return made;
}

std::vector<std::string> filters::values(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
}

bool label_matches(const std::map<std::string, std::string>& labels, std::string_view wanted) {
    const auto equals = wanted.find('=');
    const auto found = labels.find(std::string(wanted.substr(0, equals)));
    if (found == labels.end()) return false;
    return equals == std::string_view::npos || found->second == wanted.substr(equals + 1);
}

}  // namespace support::engine
