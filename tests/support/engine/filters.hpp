#pragma once

#include <support/message.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace support::engine {

// The `filters` parameter: {"label":["a=b"]} or, as old clients write it, {"label":{"a=b":true}}.
class filters {
  public:
    // A refusal when it is malformed or uses a key that is not allowed.
    static filters of(const request& asked, const std::vector<std::string>& allowed);

    std::vector<std::string> values(const std::string& key) const;
    bool has(const std::string& key) const { return values_.contains(key); }

    // Whether `holds` says yes to one of the key's values, or to all of them. Without values
    // everything passes.
    template <typename Holds>
    bool any(const std::string& key, Holds holds) const {
        const auto wanted = values(key);
        return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), holds);
    }
    template <typename Holds>
    bool all(const std::string& key, Holds holds) const {
        const auto wanted = values(key);
        return std::all_of(wanted.begin(), wanted.end(), holds);
    }

  private:
    std::map<std::string, std::vector<std::string>> values_;
};

// "key" or "key=value".
bool label_matches(const std::map<std::string, std::string>& labels, std::string_view wanted);

}  // namespace support::engine
