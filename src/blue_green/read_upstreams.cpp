#include "read_upstreams.hpp"

#include "setting_text.hpp"

#include <rollout/compose/read/load.hpp>

#include <algorithm>
#include <filesystem>
#include <set>
#include <stdexcept>

namespace rollout::blue_green {

namespace {

const std::string list_path = "x-rollout.upstreams";

[[noreturn]] void refuse(const compose::node& at, const std::string& what) {
    throw compose::error(at.where, list_path + ": " + what);
}

/// As the setting of that name is read.
void apply_setting(settings& to, const std::string& name, const compose::node& value) {
    const auto& row = setting_row_of(name);
    try {
        row.apply(to, name, setting_text(row, value, list_path + '.' + name));
    } catch (const std::invalid_argument& e) {
        refuse(value, e.what());
    }
}

std::string preview_beside(const std::string& snippet, const std::string& service) {
    return (std::filesystem::path(snippet).parent_path() / ("preview-" + service + ".conf"))
        .string();
}

upstream read_upstream(const compose::node& item, const settings& s, const std::string& folder) {
    constexpr const char* settings_of_one[] = {"port", "snippet", "preview", "server_parameters"};
    if (!item.is_mapping()) refuse(item, "each item must be a mapping");
    auto own = s;
    own.snippet.clear();
    own.preview.clear();
    std::string service;
    for (const auto& [key, where, value] : item.entries()) {
        const bool known = std::count(std::begin(settings_of_one), std::end(settings_of_one), key);
        if (key == "service")
            service = scalar_text(value, list_path + ".service");
        else if (known)
            apply_setting(own, key, value);
        else
            refuse(value, "unknown setting '" + key + "'");
    }
    const auto blue = std::find(s.blue.begin(), s.blue.end(), service);
    if (blue == s.blue.end())
        refuse(item, "its `service` must be one of the services of blue, not '" + service + "'");
    if (own.snippet.empty()) refuse(item, "'" + service + "' has no `snippet`");
    upstream u;
    u.blue = service;
    u.green = s.green.at(static_cast<std::size_t>(blue - s.blue.begin()));
    u.port = own.port;
    u.snippet = absolute_path(folder, own.snippet);
    u.preview = own.preview.empty() ? preview_beside(u.snippet, service)
                                    : absolute_path(folder, own.preview);
    u.server_parameters = own.server_parameters;
    return u;
}

}  // namespace

std::vector<upstream> read_upstreams(const compose::node& block, const settings& s,
                                     const std::string& folder) {
    std::vector<upstream> upstreams;
    const auto* list = block.find("upstreams");
    if (!list) return upstreams;
    if (!list->is_sequence() || list->items().empty())
        refuse(*list, "must be a list of at least one upstream");
    std::set<std::string> files;
    for (const auto& item : list->items()) {
        const auto& u = upstreams.emplace_back(read_upstream(item, s, folder));
        for (const auto& file : {u.snippet, u.preview})
            if (!files.insert(file).second)
                refuse(item, file + " is named twice; each upstream has files of its own");
    }
    return upstreams;
}

}  // namespace rollout::blue_green
