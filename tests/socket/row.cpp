#include "row.hpp"

#include <regex>

namespace engine_api {

bool fits(const std::string& row, const std::string& request) {
    static const std::regex variable(R"(\{[^}]*\})");
    const auto space = row.find(' ');
    const auto method = row.substr(0, space);
    const auto path = std::regex_replace(row.substr(space + 1), variable, "[^ ?]+");
    const std::string version = path == "/_ping" ? "" : R"(/v1\.\d+)";
    return std::regex_search(request, std::regex('^' + method + ' ' + version + path + "[ ?]"));
}

}  // namespace engine_api
