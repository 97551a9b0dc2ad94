#pragma once

#include "http/resolve.hpp"

#include <engine_api/http_probe.hpp>

#include <boost/asio/awaitable.hpp>

namespace engine_api::http {

/// `probe_http`, with names looked up by `look_up`.
boost::asio::awaitable<probe_result> probe(http_target target, probe_options options,
                                           deadline until, lookup look_up);

}  // namespace engine_api::http
