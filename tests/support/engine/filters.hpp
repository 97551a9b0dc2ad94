#pragma once

#include <support/message.hpp>

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

  private:
    std::map<std::string, std::vector<std::string>> values_;
};

// "key" or "key=value".
bool label_matches(const std::map<std::string, std::string>& labels, std::string_view wanted);

}  // namespace support::engine
