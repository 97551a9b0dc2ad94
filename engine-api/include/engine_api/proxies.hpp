#pragma once

#include <engine_api/find_engine.hpp>

#include <map>
#include <string>

namespace engine_api {

/// The proxies of the docker config (`proxies` in config.json) as the docker CLI gives them to a
/// build or a container: `HTTP_PROXY` and `http_proxy`, and likewise for HTTPS, FTP, NO and ALL.
/// `engine` is the engine's address: what the config says of it counts in place of its `default`.
/// Empty when there is no config, or it names none. Throws `error` (bad_request) for a config that
/// cannot be read as one.
[[nodiscard]] std::map<std::string, std::string> proxy_variables(const environment& variables,
                                                                 const file_reader& files,
                                                                 const std::string& engine);

}  // namespace engine_api
