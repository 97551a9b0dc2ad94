#include <engine_api/http_headers.hpp>

#include <boost/beast/core/string.hpp>

#include <string>
#include <string_view>

namespace engine_api {

std::string http_headers::value(std::string_view name) const {
    for (const auto& [key, value] : all_)
        if (boost::beast::iequals(key, {name.data(), name.size()})) return value;
    return {};
}

}  // namespace engine_api
