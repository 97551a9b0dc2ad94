#pragma once

#include <support/message.hpp>

#include <functional>
#include <string>
#include <vector>

namespace support::engine {

// The engine's own endpoints. A pattern names its variable part in braces, which may hold slashes:
// "/images/{name}/json".
class router {
  public:
    // `variable` is what stood in the braces; empty for a pattern without.
    using endpoint = std::function<reply(const request& asked, const std::string& variable)>;

    void add(std::string method, std::string pattern, endpoint answer);
    // Absent when no endpoint knows the method and path.
    std::optional<reply> answer(const request& asked) const;

  private:
    struct route {
        std::string method;
        std::string before;
        std::string after;
        bool has_variable = false;
        endpoint answer;
    };
    std::vector<route> routes_;
};

}  // namespace support::engine
