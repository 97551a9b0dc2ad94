#pragma once

#include <support/fault.hpp>
#include <support/message.hpp>

#include <optional>
#include <string>
#include <vector>

namespace support::engine {

class fault_table {
  public:
    void add(std::string method, std::string pattern, fault what, occurrence when);
    void clear();
    // The fault for this request, which counts as one occurrence for every entry that matches it.
    std::optional<fault> pick(const request& arrived);

  private:
    struct entry {
        std::string method;
        std::string pattern;
        fault what;
        occurrence when;
        std::size_t seen = 0;
    };
    std::vector<entry> entries_;
};

bool request_matches(const request& one, std::string_view method, std::string_view pattern);

}  // namespace support::engine
