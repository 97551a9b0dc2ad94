#include <support/engine/nginx_route.hpp>
#include <support/engine/text.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace support::engine {
namespace {

using server_list = std::vector<upstream_server>;

std::string value_for(const header_map& map, const request& asked) {
    const auto sent = asked.header(map.header).value_or("");
    const auto found = map.values.find(text::lower(sent));
    return found == map.values.end() ? map.fallback : found->second;
}

}  // namespace

server_list servers_for(const nginx_config& loaded, const request& asked) {
    const auto& blocks = loaded.upstreams;
    if (loaded.pass.empty()) return blocks.empty() ? server_list() : blocks.front().servers;
    const bool variable = loaded.pass.starts_with('$');
    const auto target = variable ? value_for(loaded.maps.at(loaded.pass), asked) : loaded.pass;
    const auto block = std::find_if(blocks.begin(), blocks.end(),
                                    [&](const auto& one) { return one.name == target; });
    if (block != blocks.end()) return block->servers;
    if (target.empty() || !loaded.resolver) return {};
    return {{target, "", false, false}};
}

}  // namespace support::engine
