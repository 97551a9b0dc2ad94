#include "local_error.hpp"
#include "wire/json.hpp"

#include <engine_api/proxies.hpp>

#include <algorithm>
#include <utility>

namespace engine_api {

namespace {

using wire::json;

constexpr std::pair<const char*, const char*> proxy_keys[] = {{"allProxy", "ALL_PROXY"},
                                                              {"ftpProxy", "FTP_PROXY"},
                                                              {"httpProxy", "HTTP_PROXY"},
                                                              {"httpsProxy", "HTTPS_PROXY"},
                                                              {"noProxy", "NO_PROXY"}};

std::string lower_case(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return name;
}

}  // namespace

std::map<std::string, std::string> proxy_variables(const environment& variables,
                                                   const file_reader& files,
                                                   const std::string& engine) {
    const auto folder = docker_config_folder(variables);
    const auto path = folder + "/config.json";
    const auto text = folder.empty() ? std::nullopt : files.read(path);
    if (!text) return {};
    const auto document = json::parse(*text, nullptr, false);
    if (!document.is_object()) throw refused_argument(path + " is not a JSON object");
    const auto& proxies = wire::member(document, "proxies");
    const auto& own = wire::member(proxies, engine);
    const auto& chosen = own.is_null() ? wire::member(proxies, "default") : own;
    std::map<std::string, std::string> set;
    for (const auto& [key, name] : proxy_keys) {
        const auto& value = wire::member(chosen, key);
        if (!value.is_null() && !value.is_string())
            throw refused_argument(path + ": proxies: " + key + " is not a text");
        if (value.is_null() || value == json("")) continue;
        set[name] = set[lower_case(name)] = value.get<std::string>();
    }
    return set;
}

}  // namespace engine_api
